using AegisAuth.Domain;

namespace AegisAuth.Api.Documentation;

/// <summary>The endpoint reads a token itself: documents which.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TokenOfAttribute(Surface surface) : Attribute
{
    public Surface Surface { get; } = surface;
}
