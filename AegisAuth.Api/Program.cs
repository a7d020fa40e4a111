using AegisAuth.Api.Admin;
using AegisAuth.Api.Hosting;
using AegisAuth.Api.Http;
using AegisAuth.Api.OAuth2;
using AegisAuth.Api.Outbox;
using AegisAuth.Api.Pages;
using AegisAuth.Api.Simulator;
using AegisAuth.Api.Site;
using AegisAuth.Api.Swagger;
using AegisAuth.Application;
using AegisAuth.Infrastructure;

var cannotBegin = 1;
try
{
    var commandLine = CommandLine.Read(args);
    cannotBegin = commandLine.Command?.CannotBegin ?? cannotBegin;
    if (commandLine.Answer() is { } answered)
    {
        return answered;
    }

    var builder = HostSetup.CreateBuilder(commandLine.Settings);
    builder.AddLogging();
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddApplication(builder.Configuration);
    builder.Services.AddInfrastructure(builder.Configuration, builder.Environment.ContentRootPath);
    builder.AddPublicAddress();
    builder.AddDevelopmentOutbox();
    builder.Services.AddTrustedProxies(builder.Configuration);
    builder.Services.AddApi();
    builder.Services.AddAdminSurface();
    builder.Services.AddSiteSurface();
    builder.AddOAuth2Surface();
    builder.Services.AddHostedService<ExpiredRowCleanupService>();
    builder.Services.AddHostedService<LastSeenService>();
    builder.Services.AddHostedService<KeyRotationService>();
    builder.Services.AddHostedService<SessionCacheInvalidationService>();
    builder.Services.AddHostedService<AuditSealingTimer>();
    builder.Services.AddHostedService<EventDeliveryService>();
    builder.Services.AddSwagger();
    builder.AddServiceMetrics();
    builder.CheckAdminPage();
    if (builder.Environment.IsDevelopment())
    {
        builder.Services.AddSimulator(builder.Configuration, builder.Environment);
    }

    var app = builder.Build();
    app.UseHostCheck();
    app.UseForwardedTarget();
    app.UseTrustedProxies();
    app.UseSiteCors();
    app.UseApi();
    app.UseServiceMetrics();
    app.MapHealth();
    app.UseSwaggerPages();
    app.MapControllers();
    app.MapPages();
    app.MapAdminPage();
    app.MapDevelopmentOutbox();
    if (app.Environment.IsDevelopment())
    {
        app.MapSimulator();
    }

    if (commandLine.Command is not null)
    {
        return await commandLine.RunAsync(app);
    }

    await app.RunStartupTasksAsync();
    if (app.Environment.IsDevelopment())
    {
        app.PrintWelcomeWhenStarted();
    }

    await app.ServeAsync();
    return 0;
}
catch (Exception e) when (StartupException.Explain(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return cannotBegin;
}

/// <summary>The program; named so that tests can start it.</summary>
public partial class Program;
