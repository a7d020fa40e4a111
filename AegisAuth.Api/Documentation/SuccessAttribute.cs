namespace AegisAuth.Api.Documentation;

/// <summary>The endpoint can succeed. An example of what it brings stands in <see cref="OperationExamples"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal class SuccessAttribute : Attribute
{
    /// <summary>The type of <c>data</c>; null where a success brings nothing.</summary>
    public virtual Type? DataType => null;

    /// <summary>What <c>result</c> says on <c>/user</c>; by default what belongs to the method.</summary>
    public string? Result { get; init; }
}

/// <summary>The endpoint can succeed, and brings <c>data</c> in the envelope of its path.</summary>
/// <typeparam name="TData">The type that really answers; a test holds it and the example together.</typeparam>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SuccessAttribute<TData> : SuccessAttribute
{
    public override Type DataType => typeof(TData);
}

/// <summary>A success is NDJSON and wears no envelope.</summary>
/// <param name="lineType">The type that a line is written from.</param>
[AttributeUsage(AttributeTargets.Method)]
internal class SuccessLinesAttribute(Type lineType) : Attribute
{
    public Type LineType { get; } = lineType;
}

/// <inheritdoc/>
/// <typeparam name="TLine">The type that a line is written from.</typeparam>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SuccessLinesAttribute<TLine>() : SuccessLinesAttribute(typeof(TLine));
