using AegisAuth.Application.Common;
using AegisAuth.Application.Messages;
using AegisAuth.Application.Users;
using AegisAuth.Domain;

namespace AegisAuth.Application.Passwords;

/// <summary>Lets site users who have forgotten their password ask for a link to a new one, at a proven e-mail address; <see cref="PasswordReset"/> uses it.</summary>
/// <remarks>
/// An address that is not proven gets nothing: the user who typed it may not own it. Neither does an account with an admin
/// role: a mailbox is less than what its login asks for, so another administrator resets it.
/// </remarks>
public sealed class ForgottenPassword(MessageQueue waiting, ResetGate gate)
{
    /// <summary>
    /// Asks for a link. Whether a user has proven the address is looked up behind the request's back: the answer and
    /// its time are the same. Refuses with <c>ContactOutOfReach</c>, <c>CaptchaWrong</c>,
    /// <c>TooManyAttempts</c> or <c>Busy</c>, for every caller alike.
    /// </summary>
    public async Task<Result<Unit>> AskAsync(ResetRequest request, Caller caller, bool english)
    {
        var key = ContactKeys.Email(request.Email!)!;
        if (!waiting.Reaches(ContactKind.Email))
        {
            return AuthError.ContactOutOfReach;
        }

        if ((await gate.EnterAsync(request, key, caller)).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        return waiting.TryAdd<PasswordResetLetter>(letter => letter.WriteAsync(key, caller, english))
            ? new Unit()
            : new Refusal(AuthError.Busy, TimeSpan.FromSeconds(1));
    }
}
