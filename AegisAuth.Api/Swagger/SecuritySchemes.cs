using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace AegisAuth.Api.Swagger;

/// <summary>The ways to bring a token. The two surfaces have tokens of their own, so that the page holds one of each.</summary>
internal static class SecuritySchemes
{
    public const string Admin = "Admin";
    public const string Site = "Site";
    private const string Program = "ResourceServer";
    private const string SiteHeader = "SiteHeader";
    private const string SiteCookie = "SiteCookie";

    public static readonly IReadOnlyList<string> OfAdmin = [Admin];
    public static readonly IReadOnlyList<string> OfSite = [Site, SiteHeader, SiteCookie];

    public static void AddSecuritySchemes(this SwaggerGenOptions options)
    {
        options.AddSecurityDefinition(
            Program,
            new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "basic",
                Description = "For `/oauth2`: name and secret of a resource server; in Development `demo` and `demo-secret`.",
            }
        );
        options.AddSecurityDefinition(Admin, Bearer("For `/user`. Filled in by the admin login on this page."));
        options.AddSecurityDefinition(Site, Bearer("For `/api`. Filled in by the site login on this page."));
        options.AddSecurityDefinition(SiteHeader, Key(ParameterLocation.Header, "For `/api`: the same token in the header `token`."));
        options.AddSecurityDefinition(
            SiteCookie,
            Key(ParameterLocation.Cookie, "For `/api`: the same token in the cookie `token`, which the browser keeps by itself.")
        );
    }

    /// <summary>How a program says who it is: with HTTP Basic, or in the form.</summary>
    public static IEnumerable<OpenApiSecurityRequirement> OfPrograms(OpenApiDocument document) =>
        [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Program, document)] = [] }, []];

    private static OpenApiSecurityScheme Bearer(string description) =>
        new()
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = description,
        };

    private static OpenApiSecurityScheme Key(ParameterLocation place, string description) =>
        new()
        {
            Type = SecuritySchemeType.ApiKey,
            In = place,
            Name = "token",
            Description = description,
        };
}
