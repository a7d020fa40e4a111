namespace AegisAuth.Api.Documentation;

/// <summary>An example of the <c>data</c> that a success brings, as JSON; the envelope around it is the one of the path.</summary>
/// <param name="data">The JSON; null where a success brings nothing.</param>
[AttributeUsage(AttributeTargets.Method)]
internal class SuccessExampleAttribute(string? data = null) : Attribute
{
    /// <summary>The type of <c>data</c>; null where a success brings nothing.</summary>
    public virtual Type? DataType => null;

    public string? Data { get; } = data;

    /// <summary>What <c>result</c> says on <c>/user</c>; by default what belongs to the method.</summary>
    public string? Result { get; init; }
}

/// <summary>An example of the <c>data</c> that a success brings, and the type that its schema is made of.</summary>
/// <typeparam name="TData">The type that really answers; a test holds the two together.</typeparam>
/// <param name="data">The JSON.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SuccessExampleAttribute<TData>(string data) : SuccessExampleAttribute(data)
{
    public override Type DataType => typeof(TData);
}

/// <summary>An example of one line of a success that is NDJSON and wears no envelope.</summary>
/// <param name="line">The JSON of the line.</param>
[AttributeUsage(AttributeTargets.Method)]
internal class SuccessLinesAttribute(string line) : Attribute
{
    /// <summary>The type of a line; null for any.</summary>
    public virtual Type? LineType => null;

    public string Line { get; } = line;
}

/// <summary>An example of one line of a success that is NDJSON, and the type that its schema is made of.</summary>
/// <typeparam name="TLine">The type that a line is written from.</typeparam>
/// <param name="line">The JSON of the line.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SuccessLinesAttribute<TLine>(string line) : SuccessLinesAttribute(line)
{
    public override Type LineType => typeof(TLine);
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
