using System.Text.Json;
using System.Text.Json.Serialization;
using AegisAuth.Application.Common;
using AegisAuth.Application.Passkeys;
using AegisAuth.Domain;
using FluentValidation;

namespace AegisAuth.Application.LinkedAccounts;

/// <summary>The body that begins or removes: the password where the login is not fresh.</summary>
public sealed class PasskeyProofRequest
{
    /// <summary>The password of the account; not needed within ten minutes of a login, nor by an administrator.</summary>
    [JsonConverter(typeof(StringOrNull))]
    public string? Password { get; init; }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => nameof(PasskeyProofRequest);
}

/// <summary>The body that adds a passkey.</summary>
public sealed class PasskeyFinishRequest
{
    /// <summary>What <c>navigator.credentials.create()</c> brought, as its <c>toJSON()</c> writes it.</summary>
    public JsonElement? Passkey { get; init; }

    /// <summary>What to call it: 1 to 64 characters, none of them invisible or turning the direction.</summary>
    [JsonConverter(typeof(StringOrNull))]
    public string? Name { get; init; }
}

/// <summary>The body of a renaming.</summary>
public sealed class PasskeyRenameRequest
{
    /// <summary>What to call it: 1 to 64 characters, none of them invisible or turning the direction.</summary>
    [JsonConverter(typeof(StringOrNull))]
    public string? Name { get; init; }
}

/// <summary>The form of a new passkey.</summary>
public sealed class PasskeyFinishRequestValidator : AbstractValidator<PasskeyFinishRequest>
{
    /// <summary>The rule.</summary>
    public PasskeyFinishRequestValidator() => RuleFor(r => r.Name).Must(IsName).Refuse(AuthError.InvalidParameter);

    internal static bool IsName(string? name) =>
        name is { Length: <= Passkey.MaxName } && !string.IsNullOrWhiteSpace(name) && VisibleText.IsVisible(name);
}

/// <summary>The form of a renaming.</summary>
public sealed class PasskeyRenameRequestValidator : AbstractValidator<PasskeyRenameRequest>
{
    /// <summary>The rule.</summary>
    public PasskeyRenameRequestValidator() =>
        RuleFor(r => r.Name).Must(PasskeyFinishRequestValidator.IsName).Refuse(AuthError.InvalidParameter);
}
