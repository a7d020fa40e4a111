using AegisAuth.Application.Captcha;
using AegisAuth.Application.Operation;
using AegisAuth.Application.Passwords;
using AegisAuth.Application.Sessions;
using AegisAuth.Application.StepUp;
using AegisAuth.Application.Users;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Api.Hosting;

/// <summary>The switches that OWASP ASVS 5.0, level 2, asks to be set, the captcha, and those for GB/T 22239 (等保).</summary>
internal sealed class SwitchesCheck(
    IConfiguration configuration,
    IHostEnvironment environment,
    IOptions<CaptchaOptions> captcha,
    IOptions<StepUpOptions> stepUp,
    IOptions<TokenOptions> tokens,
    IOptions<PasswordOptions> passwords
) : IDoctorCheck
{
    private const string Asvs = "ASVS 5.0 L2";

    public string Name => "switches";

    public bool IsCheap => true;

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([Captcha(), SecondFactor(), Idle(), Inside(), Dengbao()]);

    private Finding Captcha() =>
        captcha.Value.Mode == CaptchaMode.Off
            ? Finding.Warn("captcha", "Captcha:Mode is Off: programs may try passwords until a pause.", "Set Captcha:Mode to Adaptive.")
            : Finding.Ok("captcha", captcha.Value.Mode.ToString());

    private Finding SecondFactor()
    {
        var roles = Enum.GetValues<AdminRole>().Where(RoleRules.MayUseAdminLogin).Select(RoleNames.Of);
        var without = roles.Except(stepUp.Value.RequireAuthenticator, StringComparer.Ordinal).ToList();
        return without.Count == 0
            ? Finding.Ok($"{Asvs} 6.3.3", "Every admin role must have an authenticator.")
            : Finding.Warn(
                $"{Asvs} 6.3.3",
                $"Administrators may work with a password alone: {string.Join(", ", without)}.",
                "List these roles in StepUp:RequireAuthenticator."
            );
    }

    private Finding Idle() =>
        tokens.Value.AdminIdle is null
            ? Finding.Warn(
                $"{Asvs} 7.3.1",
                "Admin sessions that are not used never end by themselves.",
                "Set Token:AdminIdle, such as 01:00:00."
            )
            : Finding.Ok($"{Asvs} 7.3.1", $"Admin sessions end after {tokens.Value.AdminIdle} without use.");

    private Finding Inside() =>
        !configuration.Exposes(FeatureSwitches.Swagger, environment)
            ? Finding.Ok($"{Asvs} 13.4.5", "No page of documentation is open to every caller.")
        : environment.IsDevelopment() ? Finding.Ok($"{Asvs} 13.4.5", "Swagger UI is open to every caller, as Development wants it.")
        : Finding.Warn($"{Asvs} 13.4.5", "Swagger:Enabled shows every endpoint to every caller.", "Set it to false.");

    // Never a warning: the standard is for systems graded in China, and others advise against two of these.
    private Finding Dengbao() =>
        Finding.Ok(
            "GB/T 22239 8.1.4.1",
            FormattableString.Invariant(
                $"Password:MinClasses {passwords.Value.MinClasses}, Password:MaxAge {OrOff(passwords.Value.MaxAge)}, "
            ) + $"Token:AdminIdle {OrOff(tokens.Value.AdminIdle)}, Token:SiteIdle {OrOff(tokens.Value.SiteIdle)}; docs/dengbao.md."
        );

    private static string OrOff(TimeSpan? time) => time?.ToString() ?? "off";
}
