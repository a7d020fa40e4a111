namespace AegisAuth.Application.Common;

/// <summary>A caller that has proven its session.</summary>
public sealed record AuthenticatedCaller : Caller
{
    /// <summary>The two together.</summary>
    /// <param name="session">The session that the request's token belongs to.</param>
    /// <param name="caller">Where the request comes from.</param>
    public AuthenticatedCaller(AuthenticatedSession session, Caller caller)
        : base(caller) => Session = session;

    /// <summary>The session that the request's token belongs to.</summary>
    public AuthenticatedSession Session { get; }

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(AuthenticatedCaller);
}
