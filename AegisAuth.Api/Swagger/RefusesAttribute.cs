using AegisAuth.Domain;

namespace AegisAuth.Api.Swagger;

/// <summary>What an endpoint may refuse with, beside what follows from its session, its body and its path.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RefusesAttribute(params AuthError[] errors) : Attribute
{
    public IReadOnlyList<AuthError> Errors { get; } = errors;
}

/// <summary>An example of what a success brings, as JSON.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SuccessExampleAttribute(string json) : Attribute
{
    public string Json { get; } = json;
}
