using System.Reflection;
using AegisAuth.Api.Startup;
using AegisAuth.Application;
using Microsoft.OpenApi;

namespace AegisAuth.Api.Swagger;

/// <summary>The OpenAPI document and Swagger UI.</summary>
internal static class SwaggerSetup
{
    private const string Document = "v1";
    private const string Bearer = "Bearer";

    private const string Description = """
        AegisSpeed admin login, dynamic secret, and `POST /api/login`.

        Three envelopes: `/user/login/...` answers `{status, token, code, result, data}`, every other `/user/...` answers
        `{status, code, result, data}`, both with the HTTP status in `status`; `/api/...` answers `{code, msg, data}` with
        HTTP 200, where `code` 0 is a success, -1 an error, 1001 not logged in and 1002 not allowed.

        A login through "Try it out" fills in the bearer token of this page by itself.
        """;

    // A login on this page authorises the page: the walk login, secret, info needs no copying.
    private const string RememberToken = """
        (response) => {
          const path = new URL(response.url, location.href).pathname;
          const token = response.obj && (response.obj.token || (response.obj.data && response.obj.data.token));
          if (token && /login/.test(path)) { window.ui.preauthorizeApiKey("Bearer", token); }
          return response;
        }
        """;

    public static IServiceCollection AddSwagger(this IServiceCollection services) =>
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(
                Document,
                new OpenApiInfo
                {
                    Title = "AegisAuth",
                    Version = Document,
                    Description = Description,
                    Contact = new OpenApiContact { Name = "AegisAuth" },
                }
            );
            options.IncludeXmlComments(Assembly.GetExecutingAssembly(), includeControllerXmlComments: true);
            options.IncludeXmlComments(typeof(Caller).Assembly);
            options.AddSecurityDefinition(
                Bearer,
                new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "The token of a login.",
                }
            );
            // Two surfaces may name a controller alike; method and path are unique.
            options.CustomOperationIds(description =>
                $"{description.HttpMethod} {description.RelativePath}".Replace(' ', '_').Replace('/', '_').Replace("{", "").Replace("}", "")
            );
            options.OperationFilter<AnswersFilter>();
        });

    /// <summary>In Development, or with <c>Swagger:Enabled</c>: elsewhere nobody needs a map of the house (OWASP ASVS 5.0, 13.4.5).</summary>
    public static void UseSwaggerPages(this WebApplication app)
    {
        if (!app.Configuration.Exposes(Exposure.Swagger, app.Environment))
        {
            return;
        }

        app.UseSwagger();
        app.UseSwaggerUI(options =>
        {
            options.DocumentTitle = "AegisAuth";
            options.SwaggerEndpoint($"/swagger/{Document}/swagger.json", "AegisAuth");
            options.EnablePersistAuthorization();
            options.UseResponseInterceptor(RememberToken.ReplaceLineEndings(" "));
        });
    }
}
