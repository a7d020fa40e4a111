namespace AegisAuth.Application.Passkeys;

/// <summary>Where passkeys are used.</summary>
public interface IPasskeyHost
{
    /// <summary>
    /// The origin of the service, such as <c>https://login.example.com</c>: its host is the RP id. <c>Site:PublicUrl</c>;
    /// without it localhost in Development, and null otherwise.
    /// </summary>
    Uri? Origin { get; }
}
