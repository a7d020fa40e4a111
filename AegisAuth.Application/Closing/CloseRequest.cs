namespace AegisAuth.Application.Closing;

/// <summary>The body of a closing.</summary>
public sealed class CloseRequest
{
    /// <summary>The own password; not needed within ten minutes of a login.</summary>
    /// <example>AegisSpeed-2026</example>
    public string? Password { get; init; }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => nameof(CloseRequest);
}

/// <summary>An account that is being closed.</summary>
/// <param name="ClosesTime">When it is erased, in unix seconds; before that its owner can take the closing back.</param>
public sealed record AccountClosed(long ClosesTime);
