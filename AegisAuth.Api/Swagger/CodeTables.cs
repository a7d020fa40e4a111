using System.Globalization;
using System.Text;
using AegisAuth.Api.Admin;
using AegisAuth.Api.Http;
using AegisAuth.Api.OAuth2;
using AegisAuth.Api.Site;
using AegisAuth.Application.Common;
using AegisAuth.Domain;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AegisAuth.Api.Swagger;

/// <summary>One table of codes for each surface, said by the code that refuses.</summary>
internal sealed class CodeTables(IEnumerable<IProtocol> protocols) : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var text = new StringBuilder(swaggerDoc.Info.Description);
        foreach (var protocol in protocols.OrderBy(protocol => protocol.Root.Value, StringComparer.Ordinal))
        {
            text.Append("\n\n**Codes of `")
                .Append(protocol.Root.Value)
                .Append("`**\n\n| HTTP | code | words | `X-Error-Reason` |\n|---|---|---|---|\n");
            foreach (var row in Rows(protocol))
            {
                text.Append(CultureInfo.InvariantCulture, $"| {row.Key.Status} | {row.Key.Code} | {row.Key.Words} | ")
                    .AppendJoin(", ", row.Select(reason => $"`{reason}`").Distinct(StringComparer.Ordinal))
                    .Append(" |\n");
            }
        }

        swaggerDoc.Info.Description = text.ToString().TrimEnd();
    }

    private static IEnumerable<IGrouping<(int Status, string Code, string Words), string>> Rows(IProtocol protocol) =>
        from error in Enum.GetValues<AuthError>()
        let answer = protocol.Refuse(new Refusal(error, null), new DefaultHttpContext { Request = { Path = protocol.Root } })
        // What belongs to another surface would be a fault here; it is no row of its own.
        where answer.Status != StatusCodes.Status500InternalServerError || error == AuthError.Unexpected
        let said = Said(answer.Body)
        group ErrorReasons.Of(error, null, protocol.HidesAccounts) by (answer.Status, said.Code, said.Words) into row
        orderby row.Key.Status, row.Key.Code
        select row;

    private static (string Code, string Words) Said(object body) =>
        body switch
        {
            IAdminOutcome admin => (admin.Code, admin.Result),
            SiteEnvelope site => (site.Code.ToString(CultureInfo.InvariantCulture), site.Msg),
            OAuthErrorBody error => (error.Error, error.ErrorDescription ?? ""),
            _ => ("", ""),
        };
}
