namespace AegisAuth.Application.Messages;

/// <summary>
/// Tells the owner of an account that something was changed that leads into it: at the address that was proven before
/// the change. Call it in the transaction of the change, before the address itself goes.
/// </summary>
/// <remarks>An address that is not proven is told nothing: it may be a stranger's.</remarks>
public sealed class AccountNotices(IQueuedMailRepository receivers, MailQueue queue, MessageQueue waiting, MessageTexts texts)
{
    /// <summary>Leaves a mail about the change, where there is a proven address and a way to reach it.</summary>
    /// <param name="userId">Whose account.</param>
    /// <param name="change">What has changed.</param>
    /// <param name="email">The address to tell where the account has two for the moment; null for the one it has.</param>
    public async Task TellAsync(long userId, AccountChange change, string? email = null)
    {
        if (waiting.Reaches(ContactKind.Email) && await receivers.FindReceiverAsync(userId, CancellationToken.None) is { } receiver)
        {
            await queue.AddAsync(texts.Changed(change, receiver with { Email = email ?? receiver.Email }) with { UserId = userId });
        }
    }

    /// <summary>Leaves a mail that the account is being closed, and until when its owner can take that back.</summary>
    public async Task TellClosingAsync(long userId, DateTimeOffset until)
    {
        if (waiting.Reaches(ContactKind.Email) && await receivers.FindReceiverAsync(userId, CancellationToken.None) is { } receiver)
        {
            await queue.AddAsync(texts.Closing(receiver, until) with { UserId = userId });
        }
    }
}

/// <summary>What has changed.</summary>
public enum AccountChange
{
    /// <summary>The e-mail address.</summary>
    Email,

    /// <summary>The phone number.</summary>
    Phone,

    /// <summary>The password.</summary>
    Password,

    /// <summary>An external account was linked.</summary>
    Linked,

    /// <summary>An external account was unlinked.</summary>
    Unlinked,

    /// <summary>A passkey was added.</summary>
    PasskeyAdded,

    /// <summary>A passkey was removed.</summary>
    PasskeyRemoved,
}
