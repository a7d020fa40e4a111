namespace AegisAuth.Application.Messages;

/// <summary>
/// Where people find this service: what links in messages begin with. Configured, never taken from a request: an attacker who
/// sends a request chooses its <c>Host</c> header, and the link carries a secret.
/// </summary>
public interface IPublicAddress
{
    /// <summary>Absolute, http or https, without query and fragment.</summary>
    Uri Root { get; }
}
