using System.Text.Json;
using AegisAuth.Application.ExternalLogins;
using AegisAuth.Domain;
using AegisAuth.Infrastructure.Providers;
using AegisAuth.Tests.Simulator;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Providers;

/// <summary>The adapters as the program sets them up, against stand-ins that share no code with them, over real HTTP.</summary>
internal sealed class ProvidersAgainstSimulatorTests
{
    [TestCase("weapp")]
    [TestCase("tt")]
    [TestCase("swan")]
    [TestCase("qq")]
    public async Task IdentifyAsync_PhoneOfAPerson_NamesHerOnceAndReadsHerData(string platform)
    {
        await using var host = await SimulatorHost.StartAsync();
        await using var services = Providers(host);
        var phone = await host.PhoneAsync(platform, "lin");
        var login = LoginOf(phone);

        var person = AnswerAssert.Person(await IdentifyAsync(services, platform, login));
        Assert.That(person.Subject, Is.Not.Empty);
        Assert.That(person.DisplayName, Is.Not.Empty, "out of the encrypted data");

        var again = await IdentifyAsync(services, platform, login);
        Assert.That((again.Identity, again.Error), Is.EqualTo(((ProviderIdentity?)null, AuthError.CodeRefused)), "a code works once");
    }

    [TestCase("weapp")]
    [TestCase("tt")]
    [TestCase("swan")]
    [TestCase("qq")]
    public async Task IdentifyAsync_DataOfAnotherPerson_Refuses(string platform)
    {
        await using var host = await SimulatorHost.StartAsync();
        await using var services = Providers(host);
        var mine = LoginOf(await host.PhoneAsync(platform, "lin"));
        var theirs = LoginOf(await host.PhoneAsync(platform, "wang"));

        AnswerAssert.Refused(await IdentifyAsync(services, platform, theirs with { Code = mine.Code }), AuthError.CodeRefused, "user-data");
    }

    [TestCase("lin", true)]
    [TestCase("wang", false)]
    [TestCase("zhang", false)]
    public async Task IdentifyAsync_AlipayPhone_TakesWhicheverIdsThereAre(string who, bool both)
    {
        await using var host = await SimulatorHost.StartAsync();
        await using var services = Providers(host);

        var person = AnswerAssert.Person(await IdentifyAsync(services, "alipay", LoginOf(await host.PhoneAsync("alipay", who))));

        Assert.That(person.Subject, Is.Not.Empty);
        Assert.That(person.AlternativeSubject is not null, Is.EqualTo(both));
    }

    [TestCase("weapp", "40226")]
    [TestCase("tt", "anonymous")]
    public async Task IdentifyAsync_Guest_Refuses(string platform, string number)
    {
        await using var host = await SimulatorHost.StartAsync();
        await using var services = Providers(host);

        var answer = await IdentifyAsync(services, platform, LoginOf(await host.PhoneAsync(platform, "guest")));

        AnswerAssert.Refused(answer, AuthError.CodeRefused, number, requestId: answer.ProviderError?.RequestId);
    }

    [TestCase("google")]
    [TestCase("wechat")]
    [TestCase("inwechat")]
    [TestCase("alipay")]
    [TestCase("qq")]
    public async Task IdentifyAsync_PageOpenedAndAgreedTo_NamesThePersonWithUnionIdOrEmail(string platform)
    {
        await using var host = await SimulatorHost.StartAsync(new Dictionary<string, string?> { ["Providers:Qq:Mode"] = "Connect" });
        await using var services = Providers(host);

        var callback = await AgreeAsync(host, services, platform, "lin");
        Assert.That(SimulatorHost.Part(callback, "state"), Is.EqualTo("the-state"));
        var code = SimulatorHost.Part(callback, platform == "alipay" ? "auth_code" : "code");
        var login = new ProviderCredential
        {
            Code = code,
            Nonce = "the-nonce",
            CodeVerifier = Vectors.Pkce.Verifier,
        };
        var person = AnswerAssert.Person(await IdentifyAsync(services, platform, login));

        Assert.That(person.DisplayName, Is.Not.Empty);
        Assert.That(person.EmailVerified, Is.EqualTo(platform == "google"));
        Assert.That(person.UnionId is not null, Is.EqualTo(platform is "wechat" or "inwechat" or "qq"));
        Assert.That((await IdentifyAsync(services, platform, login)).Identity, Is.Null, "a code works once");
    }

    [Test]
    public async Task IdentifyAsync_SnapshotVisitor_Refuses()
    {
        await using var host = await SimulatorHost.StartAsync();
        await using var services = Providers(host);
        var callback = await AgreeAsync(host, services, "inwechat", "guest");

        AnswerAssert.Refused(
            await IdentifyAsync(services, "inwechat", new() { Code = SimulatorHost.Part(callback, "code") }),
            AuthError.CodeRefused,
            "snapshot-user"
        );
    }

    [Test]
    public async Task IdentifyAsync_SamePersonInTwoWechatApps_HasOneUnionId()
    {
        await using var host = await SimulatorHost.StartAsync();
        await using var services = Providers(host);
        var phone = AnswerAssert.Person(await IdentifyAsync(services, "weapp", LoginOf(await host.PhoneAsync("weapp", "lin"))));
        var callback = await AgreeAsync(host, services, "wechat", "lin");
        var site = AnswerAssert.Person(await IdentifyAsync(services, "wechat", new() { Code = SimulatorHost.Part(callback, "code") }));

        Assert.That(site.Subject, Is.Not.EqualTo(phone.Subject));
        Assert.That(site.UnionId, Is.EqualTo(phone.UnionId).And.Not.Null);
    }

    private static ServiceProvider Providers(SimulatorHost host)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(host.Clock);
        services.AddLoginProviders(host.Configuration);
        return services.BuildServiceProvider();
    }

    private static Task<ProviderResult> IdentifyAsync(ServiceProvider services, string platform, ProviderCredential login) =>
        services
            .GetRequiredService<LoginProviders>()
            .Find(platform)
            .Match(
                provider => provider.IdentifyAsync(login, CancellationToken.None),
                refusal => throw new AssertionException(refusal.ToString())
            );

    private static async Task<Uri> AgreeAsync(SimulatorHost host, ServiceProvider services, string platform, string person)
    {
        var page = await services
            .GetRequiredService<LoginProviders>()
            .FindRedirect(platform)
            .Match(
                provider => provider.AuthorizeUrlAsync(new("the-state", "the-nonce", Vectors.Pkce.Challenge), CancellationToken.None),
                refusal => throw new AssertionException(refusal.ToString())
            );
        var address = page.Match(address => address, refusal => throw new AssertionException(refusal.ToString()));
        var query = QueryHelpers.ParseQuery(address.Query).Select(pair => (pair.Key, (string?)pair.Value.ToString())).ToArray();
        return await host.ConsentAsync(address.AbsolutePath["/dev/simulator".Length..], query, person);
    }

    private static ProviderCredential LoginOf(JsonElement phone) =>
        new()
        {
            Code = Text(phone, "code") ?? "",
            AnonymousCode = Text(phone, "anonymousCode"),
            EncryptedData = Text(phone, "encryptedData"),
            Iv = Text(phone, "iv"),
            RawData = Text(phone, "rawData"),
            Signature = Text(phone, "signature"),
        };

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
