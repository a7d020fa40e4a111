using System.Diagnostics.CodeAnalysis;

namespace AegisAuth.Application.Passwords;

/// <summary>
/// Hashes passwords in a bounded number of lanes (as many at once as cores, a short queue), so that a flood
/// of logins takes neither the memory nor the other requests down.
/// </summary>
public interface IPasswordHasher
{
    /// <summary>
    /// Takes a place in the queue without waiting. False when the queue is full: answer <c>Busy</c>.
    /// The place is held until it is disposed, and serves any number of hashes one after the other.
    /// </summary>
    bool TryEnter([NotNullWhen(true)] out IHashingPlace? place);
}

/// <summary>A place in the hashing queue.</summary>
public interface IHashingPlace : IDisposable
{
    /// <summary>
    /// Compares a password with a stored PHC string in constant time. With <paramref name="phc"/> null it does
    /// the same work against a decoy and answers <see cref="PasswordCheck.Wrong"/>, so that the time taken does not tell.
    /// Compared in the form of <see cref="PasswordText.Prepare"/>; a password that has another form as it was typed is
    /// compared a second time in that one, because hashes were once made of it. Such a hash counts as outdated.
    /// </summary>
    Task<PasswordCheck> VerifyAsync(string password, string? phc);

    /// <summary>A PHC string of the password, in the form of <see cref="PasswordText.Prepare"/>, with today's parameters.</summary>
    Task<string> HashAsync(string password);
}

/// <summary>How a password compares with a stored hash.</summary>
public enum PasswordCheck
{
    /// <summary>It is another one.</summary>
    Wrong,

    /// <summary>It is the same.</summary>
    Right,

    /// <summary>It is the same, and the stored hash has older parameters: store a new one.</summary>
    RightButOutdated,
}
