using AegisAuth.Domain;

namespace AegisAuth.Application.Introspection;

/// <summary>A program that may ask about tokens.</summary>
/// <param name="Name">Its client id.</param>
/// <param name="SecretHashes">SHA-256 of each secret that is good now; two while a secret is changed.</param>
/// <param name="Surfaces">Whose tokens it may ask about.</param>
public sealed record ResourceServer(string Name, IReadOnlyList<byte[]> SecretHashes, IReadOnlyList<Surface> Surfaces);
