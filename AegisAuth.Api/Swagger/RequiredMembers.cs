using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using FluentValidation;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace AegisAuth.Api.Swagger;

/// <summary>
/// Which members a request must bring, asked of its validator: one without which the validator refuses every example of
/// the request, also with a text in another member that the example leaves out.
/// </summary>
internal sealed class RequiredMembers(IApiDescriptionGroupCollectionProvider operations, IServiceProvider services)
{
    // A text, a code of an authenticator app, a recovery code.
    private static readonly string[] Values = ["x", "123456", "0000-0000-0000-0000-0000-0000"];

    private readonly ConcurrentDictionary<Type, IReadOnlySet<string>> _known = new();

    /// <summary>Whether a type is what a client sends.</summary>
    public static bool IsRequest(Type type) => type.Name.EndsWith("Request", StringComparison.Ordinal);

    /// <summary>Whether a member is required.</summary>
    public bool Has(Type request, string member) => _known.GetOrAdd(request, Find).Contains(member);

    private HashSet<string> Find(Type request)
    {
        using var scope = services.CreateScope();
        if (scope.ServiceProvider.GetService(typeof(IValidator<>).MakeGenericType(request)) is not IValidator validator)
        {
            return [];
        }

        var examples = Examples(request).ToList();
        var texts = Texts(request);
        return
        [
            .. examples
                .SelectMany(example => example.Select(member => member.Key))
                .Distinct(StringComparer.Ordinal)
                .Where(member =>
                    !examples.SelectMany(example => Without(example, member, texts)).Any(body => IsValid(validator, request, body))
                ),
        ];
    }

    private IEnumerable<JsonObject> Examples(Type request) =>
        from operation in operations.ApiDescriptionGroups.Items.SelectMany(page => page.Items)
        where operation.ActionDescriptor.Parameters.Any(parameter => parameter.ParameterType == request)
        from example in OperationExamples.Of(OperationIds.Of(operation)).Requests ?? []
        select (JsonObject)example.Body;

    private static List<string> Texts(Type request) =>
        [
            .. ApiJson
                .Options.GetTypeInfo(request)
                .Properties.Where(property => property.PropertyType == typeof(string))
                .Select(property => property.Name),
        ];

    private static IEnumerable<JsonObject> Without(JsonObject example, string member, IEnumerable<string> texts)
    {
        var rest = (JsonObject)example.DeepClone();
        rest.Remove(member);
        yield return rest;
        foreach (var text in texts.Where(text => text != member && !example.ContainsKey(text)))
        {
            foreach (var value in Values)
            {
                var filled = (JsonObject)rest.DeepClone();
                filled[text] = value;
                yield return filled;
            }
        }
    }

    private static bool IsValid(IValidator validator, Type request, JsonObject body)
    {
        var value = body.Deserialize(request, ApiJson.Options)!;
        var context = (IValidationContext)Activator.CreateInstance(typeof(ValidationContext<>).MakeGenericType(request), value)!;
        return validator.Validate(context).IsValid;
    }
}
