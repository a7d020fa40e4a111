namespace AegisAuth.Application.ExternalLogins;

/// <summary>Where codes of mini programs can be had without a phone: in Development, from the simulator.</summary>
public interface IDemonstrationCodes
{
    /// <summary>Whether there are codes of this platform.</summary>
    bool HasFor(string platform);
}

/// <summary>Outside Development there are none.</summary>
internal sealed class NoDemonstrationCodes : IDemonstrationCodes
{
    public bool HasFor(string platform) => false;
}
