using AegisAuth.Application.AdminLogin;
using AegisAuth.Application.Captcha;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Throttling;
using AegisAuth.Infrastructure.Data;
using AegisAuth.Infrastructure.PasswordHashing;
using AegisAuth.Infrastructure.Providers.Alipay;
using AegisAuth.Infrastructure.Providers.Backchannel;
using AegisAuth.Infrastructure.Providers.OpenIdConnect;
using AegisAuth.Infrastructure.Providers.Tencent;
using AegisAuth.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AegisAuth.Tests.Hosting;

/// <summary>The keys of the contract, section 8: their names, their defaults, and what a wrong value does.</summary>
[TestFixture]
internal sealed class ConfigurationKeysTests
{
    [TestCase("Database:Provider", "Oracle")]
    [TestCase("Database:Provider", "7")]
    [TestCase("ClosedEndpoints:0", "api/register", "ClosedEndpoints")]
    [TestCase("ClosedEndpoints", "/api/login?x=1", "ClosedEndpoints")]
    [TestCase("Login:RevealAccountState", "perhaps")]
    [TestCase("Throttle:FreeFailures", "0")]
    [TestCase("Throttle:FreeFailures", "1000001")]
    [TestCase("Throttle:FreeFailures", "99999999999")]
    [TestCase("Throttle:FirstPauseSeconds", "0")]
    [TestCase("Throttle:FirstPauseSeconds", "86401")]
    [TestCase("Throttle:MaxPauseSeconds", "0")]
    [TestCase("Throttle:MaxPauseSeconds", "1.5")]
    [TestCase("Throttle:AccountFailures", "0")]
    [TestCase("Throttle:AddressFailures", "-1")]
    [TestCase("Token:AdminLifetime", "00:00:00")]
    [TestCase("Token:AdminLifetime", "00:00:00.999")]
    [TestCase("Token:AdminLifetime", "367.00:00:00")]
    [TestCase("Token:AdminLifetime", "7 days")]
    [TestCase("Token:SiteLifetime", "-00:00:01")]
    [TestCase("Token:RememberLifetime", "00:00:00")]
    [TestCase("Token:AdminIdle", "00:00:00")]
    [TestCase("Token:SiteIdle", "367.00:00:00")]
    [TestCase("StepUp:RequireAuthenticator", "管理員")]
    [TestCase("StepUp:RequireAuthenticator:0", "Admin", "StepUp:RequireAuthenticator")]
    [TestCase("AdminPage:AllowedNetworks", "everybody")]
    [TestCase("AdminPage:Enabled", "perhaps")]
    [TestCase("DynamicSecret:Lifetime", "00:00:00")]
    [TestCase("DynamicSecret:Lifetime", "2.00:00:00")]
    [TestCase("DynamicSecret:RequireHeader", "1")]
    [TestCase("Captcha:Mode", "Sometimes")]
    [TestCase("Captcha:Mode", "3")]
    [TestCase("Password:MinLength", "7")]
    [TestCase("Password:MinLength", "65")]
    [TestCase("Password:AdminMinLength", "7")]
    [TestCase("Password:MinClasses", "5")]
    [TestCase("Password:MinClasses", "-1")]
    [TestCase("Password:MaxAge", "00:00:00")]
    [TestCase("Password:MaxAge", "23:59:59")]
    [TestCase("Password:MaxAge", "3651.00:00:00")]
    [TestCase("Password:MaxAge", "90 days")]
    [TestCase("PasswordHash:MemoryKiB", "7167")]
    [TestCase("PasswordHash:MemoryKiB", "1048577")]
    [TestCase("PasswordHash:Iterations", "0")]
    [TestCase("PasswordHash:Concurrency", "0")]
    [TestCase("PasswordHash:Queue", "-1")]
    [TestCase("Providers:Weapp:BaseUrl", "http://api.weixin.qq.com")]
    [TestCase("Providers:Wechat:AuthorizeUrl", "http://open.weixin.qq.com/connect")]
    [TestCase("Providers:Inwechat:RedirectUri", "http://login.example.com/back")]
    [TestCase("Providers:Qq:RequireState", "perhaps")]
    [TestCase("Providers:Qq:Mode", "Web")]
    [TestCase("Providers:Tt:BaseUrl", "http://10.0.0.1")]
    [TestCase("Providers:Swan:BaseUrl", "http://localhost.example.com")]
    [TestCase("Providers:Alipay:BaseUrl", "http://openapi.alipay.com/gateway.do")]
    [TestCase("Providers:Alipay:AuthorizeUrl", "http://openauth.alipay.com/x")]
    [TestCase("Providers:Alipay:PrivateKey", "no key")]
    [TestCase("Providers:Alipay:AlipayPublicKey", "no key")]
    [TestCase("Providers:Google:Authority", "http://accounts.google.com")]
    [TestCase("Providers:Google:RedirectUri", "http://login.example.com/back")]
    [TestCase("Site:AllowedOrigins", "*", "Site:AllowedOrigins must list origins")]
    [TestCase("Site:AllowedOrigins", "https://app.example.com/path", "Site:AllowedOrigins must list origins")]
    [TestCase("Site:AllowedOrigins", "app.example.com", "Site:AllowedOrigins must list origins")]
    [TestCase("Site:AllowedOrigins", "http://app.example.com", "Site:AllowedOrigins must list origins")]
    [TestCase("Site:CookieDomain", "https://example.com", "Site:CookieDomain must be a domain")]
    [TestCase("Site:CookieDomain", "com", "Site:CookieDomain must be a domain")]
    [TestCase("Events:Url", "http://example.com/hook")]
    [TestCase("Events:Url", "https://example.com/hook", "Events:Secrets must list one secret")]
    [TestCase("Events:Types:0", "user.deleted", "Events:Types must list some of")]
    [TestCase("ForwardedHeaders:KnownProxies", "010.0.0.1")]
    [TestCase("ForwardedHeaders:KnownProxies", "10.1")]
    [TestCase("ForwardedHeaders:KnownProxies", "10.0.0.1/8")]
    [TestCase("ForwardedHeaders:KnownProxies", "::ffff:10.0.0.1")]
    [TestCase("ForwardedHeaders:KnownProxies", "everybody")]
    [TestCase("ForwardedHeaders:KnownProxies:0", "10.0.0.0/99", "ForwardedHeaders:KnownProxies")]
    [TestCase("Metrics:Enabled", "perhaps")]
    [TestCase("Metrics:AllowedNetworks", "everybody")]
    [TestCase("Bootstrap:AdminPassword", "fourteen chars")]
    [TestCase("Bootstrap:AdminPassword", "tab\tin a long password")]
    [TestCase("Bootstrap:AdminPassword", "AegisSpeed-2026")]
    public void Start_WrongValue_StopsWithASentenceThatNamesTheKey(string key, string value, string? named = null) =>
        Assert.That(StartCheck.Sentence("Production", (key, value)), Does.Contain(named ?? key));

    [TestCase("Captcha:Mode", "Sometimes", "Captcha:Mode must be Off, Adaptive or Always.")]
    [TestCase("Captcha:Mode", "1", "Captcha:Mode must be Off, Adaptive or Always.")]
    [TestCase("Smtp:Security", "Ssl", "Smtp:Security must be StartTls, Tls or None.")]
    [TestCase("Providers:Qq:Mode", "Web", "Providers:Qq:Mode must be Mini or Connect.")]
    [TestCase("Throttle:FreeFailures", "five", "Throttle:FreeFailures must be a whole number.")]
    [TestCase("Token:AdminLifetime", "7 days", "Token:AdminLifetime must be a duration of the form d.hh:mm:ss.")]
    [TestCase("Login:RevealAccountState", "perhaps", "Login:RevealAccountState must be true or false.")]
    [TestCase("Password:MinClasses", "5", "Password:MinClasses must be between 0 and 4.")]
    [TestCase("Password:MaxAge", "00:00:01", "Password:MaxAge must be between 1.00:00:00 and 3650.00:00:00.")]
    [TestCase("Providers:Qq:RequireState", "perhaps", "Providers:Qq:RequireState must be true or false.")]
    public void Start_TextOfAWrongForm_SaysWhichValuesThereAre(string key, string value, string sentence) =>
        Assert.That(StartCheck.Sentence("Production", (key, value)), Is.EqualTo(sentence));

    [Test]
    public void Start_NoEngineOfThatName_ListsThoseThereAre() =>
        Assert.That(
            StartCheck.Sentence("Production", ("Database:Provider", "Oracle")),
            Does.StartWith("Database:Provider must be Sqlite").And.Contain(" or SqlServer")
        );

    [TestCase("Token:AdminLifetime", "00:00:01")]
    [TestCase("Token:SiteLifetime", "00:00:01")]
    [TestCase("Token:RememberLifetime", "366.00:00:00")]
    [TestCase("DynamicSecret:Lifetime", "00:00:01")]
    [TestCase("Token:AdminIdle", "00:00:01")]
    [TestCase("StepUp:RequireAuthenticator", "超级管理员, 管理员,组织管理员")]
    [TestCase("StepUp:RequireAuthenticator:0", "超级管理员")]
    [TestCase("Password:MinClasses", "4")]
    [TestCase("Password:MaxAge", "1.00:00:00")]
    [TestCase("PasswordHash:Queue", "0")]
    [TestCase("Providers:Weapp:BaseUrl", "http://127.0.0.1:9/x")]
    [TestCase("Providers:Google:Authority", "http://localhost:9")]
    [TestCase("Providers:Alipay:BaseUrl", "http://[::1]:9")]
    [TestCase("ClosedEndpoints", "/api/register, /user/login/")]
    [TestCase("ForwardedHeaders:KnownProxies", "10.0.0.1, 192.0.2.0/24, ::1")]
    [TestCase("Bootstrap:AdminPassword", "handed over on paper")]
    public void Start_ValueAtTheEdge_IsTaken(string key, string value) =>
        Assert.That(StartCheck.Sentence("Production", (key, value)), Is.Null);

    [Test]
    public void Defaults_AreThoseOfTheContract()
    {
        using var services = StartCheck.Services("Production");
        var (throttle, token, hash) = (Of<ThrottleOptions>(services), Of<TokenOptions>(services), Of<PasswordHashOptions>(services));

        Assert.Multiple(() =>
        {
            Assert.That(Of<DatabaseOptions>(services).Provider, Is.EqualTo(DatabaseProvider.Sqlite));
            Assert.That(Of<LoginOptions>(services).RevealAccountState, Is.True);
            Assert.That(
                (throttle.FreeFailures, throttle.FirstPauseSeconds, throttle.MaxPauseSeconds, throttle.AccountFailures),
                Is.EqualTo((5, 30, 3600, 100))
            );
            Assert.That(throttle.AddressFailures, Is.EqualTo(100));
            Assert.That(
                (token.AdminLifetime, token.SiteLifetime, token.RememberLifetime),
                Is.EqualTo((TimeSpan.FromDays(7), TimeSpan.FromHours(24), TimeSpan.FromDays(30)))
            );
            Assert.That(Of<DynamicSecretOptions>(services).Lifetime, Is.EqualTo(TimeSpan.FromMinutes(10)));
            Assert.That(Of<DynamicSecretOptions>(services).RequireHeader, Is.False);
            Assert.That(Of<CaptchaOptions>(services).Mode, Is.EqualTo(CaptchaMode.Adaptive));
            Assert.That(Of<PasswordOptions>(services).MinLength, Is.EqualTo(8));
            Assert.That(Of<PasswordOptions>(services).AdminMinLength, Is.EqualTo(15));
            Assert.That((hash.MemoryKiB, hash.Iterations, hash.Queue), Is.EqualTo((19456, 2, 64)));
            Assert.That(hash.Concurrency, Is.EqualTo(Environment.ProcessorCount));
            Assert.That(Named<QqOptions>(services, "qq").Mode, Is.EqualTo(QqMode.Mini));
            Assert.That(Named<OpenIdConnectOptions>(services, "google").Authority, Is.EqualTo("https://accounts.google.com"));
            Assert.That(Of<BootstrapOptions>(services).AdminPassword, Is.Null);
        });
    }

    [TestCase("weapp", "Weapp")]
    [TestCase("wechat", "Wechat")]
    [TestCase("inwechat", "Inwechat")]
    [TestCase("tt", "Tt")]
    [TestCase("swan", "Swan")]
    public void Providers_KeysOfAnApp_AreRead(string platform, string section) => AppKeysAreRead<AppOptions>(platform, section);

    [Test]
    public void Providers_KeysOfQq_AreRead() =>
        Assert.That(AppKeysAreRead<QqOptions>("qq", "Qq", ("Providers:Qq:Mode", "Connect")).Mode, Is.EqualTo(QqMode.Connect));

    [Test]
    public void Providers_KeysOfAlipay_AreRead()
    {
        using var services = StartCheck.Services(
            "Production",
            ("Providers:Alipay:AppId", "1"),
            ("Providers:Alipay:PrivateKey", "2"),
            ("Providers:Alipay:AlipayPublicKey", "3"),
            ("Providers:Alipay:BaseUrl", "https://4.example"),
            ("Providers:Alipay:AuthorizeUrl", "https://5.example"),
            ("Providers:Alipay:RedirectUri", "https://6.example")
        );
        var source = services.GetRequiredService<IConfigureOptions<AlipayOptions>>();
        var options = new AlipayOptions();
        ((IConfigureNamedOptions<AlipayOptions>)source).Configure("alipay", options);

        Assert.That((options.AppId, options.PrivateKey, options.AlipayPublicKey), Is.EqualTo(("1", "2", "3")));
        Assert.That(
            (options.BaseUrl, options.AuthorizeUrl, options.RedirectUri),
            Is.EqualTo(("https://4.example", "https://5.example", "https://6.example"))
        );
    }

    [Test]
    public void Providers_KeysOfGoogle_AreRead()
    {
        using var services = StartCheck.Services(
            "Production",
            ("Providers:Google:ClientId", "1"),
            ("Providers:Google:ClientSecret", "2"),
            ("Providers:Google:RedirectUri", "https://3.example"),
            ("Providers:Google:Authority", "https://4.example")
        );
        var options = Named<OpenIdConnectOptions>(services, "google");

        Assert.That((options.ClientId, options.ClientSecret, options.RedirectUri), Is.EqualTo(("1", "2", "https://3.example")));
        Assert.That(options.Authority, Is.EqualTo("https://4.example"));
    }

    private static TOptions AppKeysAreRead<TOptions>(string platform, string section, params (string Key, string Value)[] more)
        where TOptions : AppOptions
    {
        using var services = StartCheck.Services(
            "Production",
            [
                ($"Providers:{section}:AppId", "1"),
                ($"Providers:{section}:AppSecret", "2"),
                ($"Providers:{section}:BaseUrl", "https://3.example"),
                ($"Providers:{section}:AuthorizeUrl", "https://4.example"),
                ($"Providers:{section}:RedirectUri", "https://5.example"),
                ($"Providers:{section}:RequireState", "true"),
                .. more,
            ]
        );
        var options = Named<TOptions>(services, platform);

        Assert.That((options.AppId, options.AppSecret, options.RequireState), Is.EqualTo(("1", "2", true)));
        Assert.That(
            (options.BaseUrl, options.AuthorizeUrl, options.RedirectUri),
            Is.EqualTo(("https://3.example", "https://4.example", "https://5.example"))
        );
        return options;
    }

    private static TOptions Of<TOptions>(IServiceProvider services)
        where TOptions : class => services.GetRequiredService<IOptions<TOptions>>().Value;

    private static TOptions Named<TOptions>(IServiceProvider services, string platform)
        where TOptions : class => services.GetRequiredService<IOptionsMonitor<TOptions>>().Get(platform);
}
