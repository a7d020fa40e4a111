using System.Net;
using AegisAuth.Application;
using AegisAuth.Infrastructure;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Replies;

/// <summary>What every part of the program relies on.</summary>
[TestFixture]
internal sealed class RegistrationsTests
{
    [Test]
    public void Services_OfOurs_AreRegisteredOnceEach()
    {
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddApplication(configuration).AddInfrastructure(configuration, Path.GetTempPath());

        var twice = services
            .Where(s => s.ServiceType.FullName!.StartsWith("AegisAuth.", StringComparison.Ordinal) && s.ImplementationType is not null)
            .GroupBy(s => (s.ServiceType, s.ImplementationType))
            .Where(same => same.Count() > 1)
            .Select(same => same.Key.ServiceType.Name);

        Assert.That(twice, Is.Empty);
    }

    [Test]
    public async Task Answer_401ForAWrongPassword_NamesTheScheme()
    {
        await using var app = TestApp.Started();
        using var client = app.Client();

        using var response = await client.TryAdminLoginAsync(Some.SuperAdmin, "wrong password");

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(response.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
    }
}
