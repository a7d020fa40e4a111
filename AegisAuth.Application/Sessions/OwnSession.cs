using AegisAuth.Application.Common;
using AegisAuth.Domain;

namespace AegisAuth.Application.Sessions;

/// <summary>One login that has not ended.</summary>
/// <param name="Id">The <c>session_id</c> to revoke it by.</param>
/// <param name="CreatedTime">When the login happened, in unix seconds.</param>
/// <param name="LastSeen">The last use, in unix seconds, exact to about a minute.</param>
/// <param name="Address">The client's address at login.</param>
/// <param name="UserAgent">The client's user agent at login.</param>
/// <param name="Current">Whether it is the one that asks.</param>
public sealed record OwnSession(string Id, long CreatedTime, long LastSeen, string Address, string UserAgent, bool Current)
{
    internal static OwnSession Of(Session session, AuthenticatedSession me) =>
        new(
            session.LoginId,
            session.CreatedAt.ToUnixTimeSeconds(),
            session.LastSeenAt.ToUnixTimeSeconds(),
            session.Address,
            session.UserAgent,
            Current: session.LoginId == me.LoginId
        );
}
