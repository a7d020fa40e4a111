using System.ComponentModel.DataAnnotations;
using AegisAuth.Application.Common;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.StepUp;

/// <summary>Section <c>DynamicSecret</c>.</summary>
public sealed class DynamicSecretOptions
{
    /// <summary>How long a secret lives. From one second to one day; ten minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether the secret must be presented in <c>X-Dynamic-Secret</c>; false: presenting is voluntary.</summary>
    public bool RequireHeader { get; set; }
}

/// <summary>Decides whether a session has proven its presence lately: the check behind every guarded endpoint.</summary>
public sealed class DynamicSecret(IOptions<DynamicSecretOptions> options, TimeProvider time)
{
    /// <summary>
    /// Whether the session holds a secret that is alive, and, where one was presented, whether it is that one.
    /// Compared in constant time.
    /// </summary>
    public bool IsHeldBy(AuthenticatedSession authenticated, string? presented) =>
        authenticated.SecretHash is { } hash
        && authenticated.SecretExpiresAt is { } end
        && end > time.GetUtcNow()
        && ClockSkew.CanEndAt(end, time.GetUtcNow(), options.Value.Lifetime)
        && (presented is null ? !options.Value.RequireHeader : RandomSecret.Matches(presented, hash));
}
