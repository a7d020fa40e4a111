namespace AegisAuth.Application.Passwords;

/// <summary>
/// The user was disabled, or got another password or a fresh hash of the same one, between the check of the password and
/// the login: the transaction is undone, and the password is checked again.
/// </summary>
public sealed class CheckedUserChangedException() : Exception("The user changed between the check and the login.");
