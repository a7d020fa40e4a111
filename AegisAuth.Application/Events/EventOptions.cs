using System.ComponentModel.DataAnnotations;

namespace AegisAuth.Application.Events;

/// <summary>Section <c>Events</c>: whom to tell what happened. Without an address no event is stored.</summary>
public sealed class EventOptions : IValidatableObject
{
    private const int MaxSecrets = 2;

    /// <summary>Where events are posted to: https, or http on loopback.</summary>
    public string Url { get; set; } = "";

    /// <summary>What signs them: <c>whsec_</c> and base64 of 24 to 64 random bytes; two while one is changed for another.</summary>
    public IReadOnlyList<string> Secrets { get; set; } = [];

    /// <summary>Which of <see cref="EventTypes"/> are sent; empty, all.</summary>
    public IReadOnlyList<string> Types { get; set; } = [];

    /// <summary>Whether events are stored and sent at all.</summary>
    public bool IsOn => Url.Length > 0;

    /// <summary>Whether this type is sent.</summary>
    public bool Wants(string type) => IsOn && (Types.Count == 0 || Types.Contains(type));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (
            IsOn
            && (
                !Uri.TryCreate(Url, UriKind.Absolute, out var url)
                || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
                || url.UserInfo.Length > 0
            )
        )
        {
            yield return new ValidationResult(
                "must be an https address without a user name; plain http is taken for loopback only.",
                [nameof(Url)]
            );
        }

        if (IsOn && Secrets.Count is 0 or > MaxSecrets)
        {
            yield return new ValidationResult("must list one secret, or two while one is changed for another.", [nameof(Secrets)]);
        }

        if (Types.Any(type => !EventTypes.All.Contains(type)))
        {
            yield return new ValidationResult($"must list some of {string.Join(", ", EventTypes.All)}.", [nameof(Types)]);
        }
    }
}
