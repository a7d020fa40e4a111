using AegisAuth.Application.Common;

namespace AegisAuth.Application.Sessions;

/// <summary>Whether a login is so recent that it stands for asking who is there once more.</summary>
internal static class RecentAuthentication
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>A renewed session keeps the time of its login, so renewing makes nothing fresh.</summary>
    public static bool Is(AuthenticatedSession me, TimeProvider time)
    {
        // A login in the future was written by a clock that ran ahead: it would stay fresh for as long as that.
        var age = time.GetUtcNow() - me.CreatedAt;
        return age < Limit && age >= -ClockSkew.Tolerated;
    }
}
