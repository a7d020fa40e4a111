namespace AegisAuth.Api.Hosting;

/// <summary>
/// What is shown beside the service itself. What tells about its inside is on in Development, and elsewhere only where
/// the operator says so (OWASP ASVS 5.0, 13.4.5).
/// </summary>
internal static class FeatureSwitches
{
    public const string AdminPage = "AdminPage:Enabled";
    public const string LoginPage = "LoginPage:Enabled";
    public const string Metrics = "Metrics:Enabled";
    public const string Swagger = "Swagger:Enabled";

    /// <exception cref="StartupException">The value is neither true nor false.</exception>
    public static bool Exposes(this IConfiguration configuration, string key, IHostEnvironment environment) =>
        configuration.Exposes(key, byDefault: environment.IsDevelopment());

    /// <exception cref="StartupException">The value is neither true nor false.</exception>
    public static bool Exposes(this IConfiguration configuration, string key, bool byDefault) =>
        configuration[key] is not { Length: > 0 } text ? byDefault
        : bool.TryParse(text, out var given) ? given
        : throw new StartupException($"{key} must be true or false.");
}
