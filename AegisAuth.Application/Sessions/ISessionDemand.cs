using AegisAuth.Application.Common;

namespace AegisAuth.Application.Sessions;

/// <summary>
/// What a session must do before anything else. Until then it may do that and end, and to other programs it is not alive.
/// </summary>
public interface ISessionDemand
{
    /// <summary>Whether this session still has to do it.</summary>
    bool Concerns(AuthenticatedSession authenticated);
}
