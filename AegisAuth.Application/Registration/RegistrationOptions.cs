using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.Registration;

/// <summary>Section <c>Registration</c>: how many accounts may come from one address.</summary>
public sealed class RegistrationOptions
{
    /// <summary>The window in which they are counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    /// <summary>Accounts made from one address in an hour. 1 to 1,000,000; 50.</summary>
    [Range(1, 1_000_000)]
    public int MaxPerAddress { get; set; } = 50;

    /// <summary>Tries from one address in an hour, whatever became of them. 1 to 1,000,000; 300.</summary>
    [Range(1, 1_000_000)]
    public int MaxTriesPerAddress { get; set; } = 300;
}
