namespace AegisAuth.Api.Documentation;

/// <summary>The endpoint reads a form (<c>application/x-www-form-urlencoded</c>), which is documented with these fields.</summary>
/// <param name="example">The form as it is sent; works unedited on a fresh service in Development.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FormBodyAttribute(string example) : Attribute
{
    public string Example { get; } = example;
}
