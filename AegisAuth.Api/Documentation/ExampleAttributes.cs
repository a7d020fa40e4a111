namespace AegisAuth.Api.Documentation;

/// <summary>An example of the <c>data</c> that a success brings, as JSON; the envelope around it is the one of the path.</summary>
/// <param name="data">The JSON; null where a success brings nothing.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SuccessExampleAttribute(string? data = null) : Attribute
{
    public string? Data { get; } = data;

    /// <summary>What <c>result</c> says on <c>/user</c>; by default what belongs to the method.</summary>
    public string? Result { get; init; }
}

/// <summary>An example of one line of a success that is NDJSON and wears no envelope.</summary>
/// <param name="line">The JSON of the line.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SuccessLinesAttribute(string line) : Attribute
{
    public string Line { get; } = line;
}

/// <summary>A request body that works as it stands on a freshly started service in Development.</summary>
/// <param name="name">Short, unique within the endpoint.</param>
/// <param name="body">The JSON.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RequestExampleAttribute(string name, string body) : Attribute
{
    public string Name { get; } = name;

    public string Body { get; } = body;

    /// <summary>What to know before sending it.</summary>
    public string? Description { get; init; }
}
