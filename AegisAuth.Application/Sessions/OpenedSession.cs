using AegisAuth.Domain;

namespace AegisAuth.Application.Sessions;

/// <summary>A new session.</summary>
/// <param name="Token">The only copy of the token.</param>
/// <param name="Session">What is stored of it.</param>
public sealed record OpenedSession(string Token, Session Session)
{
    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => $"{nameof(OpenedSession)} {Session.Id}";
}
