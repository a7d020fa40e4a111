using AegisAuth.Application.Messages;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Passwords;

/// <summary>How long the codes live that set a password.</summary>
public sealed class ResetLifetimes(IOptions<MessageOptions> mailed, IOptions<ManagementOptions> handedOut)
{
    /// <summary>The lifetime of codes of this purpose: <see cref="CodePurposes.AdminReset"/>, else the mailed ones.</summary>
    public TimeSpan Of(string purpose) =>
        purpose == CodePurposes.AdminReset ? handedOut.Value.ResetCodeLifetime : mailed.Value.ResetLifetime;
}
