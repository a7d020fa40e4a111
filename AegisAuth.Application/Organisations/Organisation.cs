namespace AegisAuth.Application.Organisations;

/// <summary>An organisation as administrators see it.</summary>
public sealed class Organisation
{
    /// <summary>The number that accounts name it by.</summary>
    /// <example>1</example>
    public long Id { get; init; }

    /// <summary>The name; empty for one that has been in use without any.</summary>
    /// <example>华东分公司</example>
    public string Name { get; init; } = "";
}
