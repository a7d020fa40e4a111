using AegisAuth.Application.Common;
using AegisAuth.Application.Sessions;
using AegisAuth.Domain;
using Microsoft.Extensions.Options;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// Decides whether the password must be changed before anything else: because the account was told so, or because the
/// password has become older than <see cref="PasswordOptions.MaxAge"/>. The age is looked at with each request, so that a
/// session of before does not outlive it.
/// </summary>
public sealed class PasswordDemand(IOptions<PasswordOptions> options, TimeProvider time) : ISessionDemand
{
    /// <inheritdoc/>
    /// <remarks>
    /// A session that something else has opened, such as a provider, is not asked for a change by age: its user need not know
    /// the old password any more, and the old password opens nothing.
    /// </remarks>
    public bool Concerns(AuthenticatedSession authenticated) =>
        authenticated.MustChangePassword
        || (authenticated.AuthenticationMethod == AuthenticationMethods.Password && IsTooOld(authenticated.PasswordSince));

    /// <summary>Whether a login of this user by password must change the password first.</summary>
    public bool Concerns(User user) => user.MustChangePassword || IsTooOld(user.PasswordSince);

    private bool IsTooOld(DateTimeOffset? since) => options.Value.MaxAge is { } age && since <= time.GetUtcNow() - age;
}
