namespace AegisAuth.Application.Operation;

/// <summary>How a finding stands.</summary>
public enum FindingLevel
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and is less safe or less useful than it could be.</summary>
    Warning,

    /// <summary>Not fit for production.</summary>
    Fault,
}

/// <summary>One line of what the program says about its own fitness.</summary>
/// <param name="Check">What was looked at, in a word.</param>
/// <param name="Level">How it stands.</param>
/// <param name="Text">What was found.</param>
/// <param name="ToDo">What to do about it; null where nothing is.</param>
public sealed record Finding(string Check, FindingLevel Level, string Text, string? ToDo)
{
    /// <summary>As it should be.</summary>
    public static Finding Ok(string check, string text) => new(check, FindingLevel.Ok, text, ToDo: null);

    /// <summary>Worth doing something about.</summary>
    public static Finding Warn(string check, string text, string toDo) => new(check, FindingLevel.Warning, text, toDo);

    /// <summary>To be put right before users come.</summary>
    public static Finding Fault(string check, string text, string toDo) => new(check, FindingLevel.Fault, text, toDo);
}
