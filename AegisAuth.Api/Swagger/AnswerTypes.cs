using AegisAuth.Api.Admin;
using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Api.OAuth2;
using AegisAuth.Api.Site;

namespace AegisAuth.Api.Swagger;

/// <summary>The type that a success is written from: the envelope of the path around the type that the endpoint names.</summary>
internal static class AnswerTypes
{
    /// <summary>The type; null where the endpoint names no type for the data that it brings.</summary>
    public static Type? Of(SuccessExampleAttribute success, IProtocol protocol) =>
        (success.DataType, success.Data) switch
        {
            (null, not null) => null,
            ({ } data, _) when protocol is OAuthProtocol or ProblemProtocol => data,
            (null, _) when protocol is SiteProtocol => typeof(SiteEnvelope),
            ({ } data, _) when protocol is SiteProtocol => typeof(SiteEnvelope<>).MakeGenericType(data),
            var (data, _) when protocol is AdminLoginProtocol => typeof(AdminLoginEnvelope<>).MakeGenericType(data ?? typeof(NoData)),
            var (data, _) => typeof(AdminEnvelope<>).MakeGenericType(data ?? typeof(NoData)),
        };

    /// <summary>The name of a schema: a generic type is named for what it holds, <c>ManagedUserPageAdminEnvelope</c>.</summary>
    public static string NameOf(Type type)
    {
        if (type == typeof(SiteEnvelope))
        {
            return "SiteOutcome";
        }

        if (!type.IsGenericType)
        {
            return type.Name;
        }

        var name = type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)];
        var held = NameOf(type.GenericTypeArguments[0]);
        return name switch
        {
            "IReadOnlyList" or "IEnumerable" => held + "List",
            _ when held == nameof(RefusalData) => name.Replace("Envelope", "Refusal", StringComparison.Ordinal),
            _ => held + name,
        };
    }
}
