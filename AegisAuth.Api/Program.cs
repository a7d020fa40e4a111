using AegisAuth.Api.Http;
using AegisAuth.Api.LoginPage;
using AegisAuth.Api.Outbox;
using AegisAuth.Api.Simulator;
using AegisAuth.Api.Site;
using AegisAuth.Api.Startup;
using AegisAuth.Api.Swagger;
using AegisAuth.Application;
using AegisAuth.Infrastructure;

try
{
    var builder = Hosting.CreateBuilder(args);
    builder.AddLogging();
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddApplication(builder.Configuration);
    builder.Services.AddInfrastructure(builder.Configuration, builder.Environment.ContentRootPath);
    builder.AddPublicAddress();
    builder.AddDevelopmentOutbox();
    builder.Services.AddTrustedProxies(builder.Configuration);
    builder.Services.AddApi();
    builder.Services.AddHostedService<Sweeper>();
    builder.Services.AddHostedService<LastSeenTimer>();
    builder.Services.AddHostedService<SessionWatchTimer>();
    builder.Services.AddHostedService<AuditSealingTimer>();
    builder.Services.AddSwagger();
    builder.AddServiceMetrics();
    if (builder.Environment.IsDevelopment())
    {
        builder.Services.AddSimulator(builder.Configuration, builder.Environment);
    }

    var app = builder.Build();
    app.UseTrustedProxies();
    app.UseApi();
    app.UseServiceMetrics();
    app.MapHealth();
    app.UseSwaggerPages();
    app.MapControllers();
    app.MapLoginPage();
    app.MapDevelopmentOutbox();
    if (app.Environment.IsDevelopment())
    {
        app.MapSimulator();
    }

    if (args.Contains(Hosting.VerifyAudit))
    {
        return await app.VerifyAuditAsync(Console.Out);
    }

    await app.PrepareAsync();
    if (args.Contains(Hosting.MigrateOnly))
    {
        return 0;
    }

    if (app.Environment.IsDevelopment())
    {
        app.PrintWelcomeWhenStarted();
    }

    await app.RunAsync();
    return 0;
}
catch (Exception e) when (StartupException.Explain(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}

/// <summary>The program; named so that tests can start it.</summary>
public partial class Program;
