using AegisAuth.Api.Hosting;
using AegisAuth.Api.Http;
using AegisAuth.Api.Outbox;
using AegisAuth.Api.Pages;
using AegisAuth.Api.Simulator;
using AegisAuth.Api.Site;
using AegisAuth.Api.Swagger;
using AegisAuth.Application;
using AegisAuth.Infrastructure;

try
{
    var builder = HostSetup.CreateBuilder(args);
    builder.AddLogging();
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddApplication(builder.Configuration);
    builder.Services.AddInfrastructure(builder.Configuration, builder.Environment.ContentRootPath);
    builder.AddPublicAddress();
    builder.AddDevelopmentOutbox();
    builder.Services.AddTrustedProxies(builder.Configuration);
    builder.Services.AddApi();
    builder.Services.AddHostedService<ExpiredRowCleanupService>();
    builder.Services.AddHostedService<LastSeenService>();
    builder.Services.AddHostedService<SessionCacheInvalidationService>();
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
    app.MapPages();
    app.MapDevelopmentOutbox();
    if (app.Environment.IsDevelopment())
    {
        app.MapSimulator();
    }

    if (args.Contains(HostSetup.VerifyAudit))
    {
        return await app.VerifyAuditAsync(Console.Out);
    }

    await app.RunStartupTasksAsync();
    if (args.Contains(HostSetup.MigrateOnly))
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
