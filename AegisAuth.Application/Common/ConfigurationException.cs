namespace AegisAuth.Application.Common;

/// <summary>A configured value stops the start. The message is one sentence for the operator that names the key.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
