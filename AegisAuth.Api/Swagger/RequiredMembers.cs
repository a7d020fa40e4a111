using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using FluentValidation;
using Microsoft.AspNetCore.Mvc.Infrastructure;

namespace AegisAuth.Api.Swagger;

/// <summary>
/// Which members a request must bring, asked of its validator: one without which the validator refuses every example of
/// the request.
/// </summary>
internal sealed class RequiredMembers(IActionDescriptorCollectionProvider actions, IServiceProvider services)
{
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
        return
        [
            .. examples
                .SelectMany(example => example.Select(member => member.Key))
                .Distinct(StringComparer.Ordinal)
                .Where(member => examples.TrueForAll(example => !IsValid(validator, request, Without(example, member)))),
        ];
    }

    private IEnumerable<JsonObject> Examples(Type request) =>
        from action in actions.ActionDescriptors.Items
        where action.Parameters.Any(parameter => parameter.ParameterType == request)
        from example in action.EndpointMetadata.OfType<RequestExampleAttribute>()
        select (JsonObject)JsonNode.Parse(example.Body)!;

    private static JsonObject Without(JsonObject example, string member)
    {
        var rest = (JsonObject)example.DeepClone();
        rest.Remove(member);
        return rest;
    }

    private static bool IsValid(IValidator validator, Type request, JsonObject body)
    {
        var value = body.Deserialize(request, ApiJson.Options)!;
        var context = (IValidationContext)Activator.CreateInstance(typeof(ValidationContext<>).MakeGenericType(request), value)!;
        return validator.Validate(context).IsValid;
    }
}
