using AegisAuth.Application.Common;

namespace AegisAuth.Application.Sessions;

/// <summary>Whether a login is so recent that it stands for asking who is there once more.</summary>
internal static class RecentAuthentication
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>A renewed session keeps the time of its login, so renewing makes nothing fresh.</summary>
    public static bool Is(AuthenticatedSession me, TimeProvider time) => time.GetUtcNow() - me.CreatedAt < Limit;
}
