namespace AegisAuth.Api.Documentation;

/// <summary>
/// The endpoint reads a form (<c>application/x-www-form-urlencoded</c>), which is documented with the fields of its
/// <see cref="OperationExamples"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FormBodyAttribute : Attribute;
