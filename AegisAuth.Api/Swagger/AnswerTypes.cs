using AegisAuth.Api.Admin;
using AegisAuth.Api.Documentation;
using AegisAuth.Api.Http;
using AegisAuth.Api.OAuth2;
using AegisAuth.Api.Site;

namespace AegisAuth.Api.Swagger;

/// <summary>The type that a success is written from: the envelope of the path around the type that the endpoint names.</summary>
internal static class AnswerTypes
{
    /// <summary>The type; null for a success without a body.</summary>
    public static Type? Of(SuccessAttribute success, IProtocol protocol) =>
        success.DataType switch
        {
            var data when protocol is OAuthProtocol or ProblemProtocol => data,
            null when protocol is SiteProtocol => typeof(SiteEnvelope),
            { } data when protocol is SiteProtocol => typeof(SiteEnvelope<>).MakeGenericType(data),
            var data when protocol is AdminLoginProtocol => typeof(AdminLoginEnvelope<>).MakeGenericType(data ?? typeof(NoData)),
            var data => typeof(AdminEnvelope<>).MakeGenericType(data ?? typeof(NoData)),
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
