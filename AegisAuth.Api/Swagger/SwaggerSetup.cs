using System.Reflection;
using AegisAuth.Api.Hosting;
using AegisAuth.Application.Common;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace AegisAuth.Api.Swagger;

/// <summary>The OpenAPI document and Swagger UI.</summary>
internal static class SwaggerSetup
{
    private const string Document = "v1";
    private const string Description = """
        Log in with one Execute: every example below works as it stands on a freshly started service in Development.

        **The walk.** Open *Admin: log in* and press *Try it out*, *Execute* on the three endpoints from top to bottom:
        login, dynamic secret, info. The page fills in the token by itself, one for `/user` and one for `/api`.

        **Three envelopes**

        | paths | body | HTTP status |
        |---|---|---|
        | `/user/login/…` | `{status, token, code, result, data}` | equals `status` |
        | other `/user/…` | `{status, code, result, data}` | equals `status` |
        | `/api/…` | `{code, msg, data}` | 200; 500 for a fault |

        On `/user`, `code` `"10000"` is a success. On `/api`, `code` 0 is a success, -1 an error, 1001 not logged in, 1002 not
        allowed; `msg` is Chinese, or English with `Accept-Language: en`. 404, 405, 413 and 415 wear the envelope too.

        **Development accounts**, all with the password `AegisSpeed-2026`

        | AegisSpeed ID | user_name | role |
        |---|---|---|
        | ASD000001 | admin | 超级管理员 |
        | ASD000002 | manager | 管理员 |
        | ASD000003 | orgadmin | 组织管理员 of organisation 1 |
        | ASD000004 | user | none |

        **Outside logins** are answered in Development by a built-in [simulator](/dev/simulator): `demo-lin`, `demo-wang` and
        `demo-zhang` work as `code` on every platform. Mails and text messages are at [/dev/outbox](/dev/outbox).
        """;

    // A login on this page authorises the page: the walk login, secret, info needs no copying.
    private const string RememberToken = """
        (response) => {
          const path = new URL(response.url, location.href).pathname;
          const token = response.obj && (response.obj.token || (response.obj.data && response.obj.data.token));
          if (token && /login|register/.test(path)) {
            window.ui.preauthorizeApiKey(path.startsWith("/api/") ? "Site" : "Admin", token);
          }
          return response;
        }
        """;

    // Google's login begins at /api/google/url, which stores the state: the example's is begun here, as a
    // login page would. Swagger UI takes a function apart, so it cannot be an async one.
    private const string BeginGoogle = """
        (request) => {
          if (request.method === "POST" && new URL(request.url, location.href).pathname === "/api/login"
              && String(request.body).includes("swagger-example-state")) {
            return fetch("/api/google/url?state=swagger-example-state").then(() => request);
          }
          return request;
        }
        """;

    public static IServiceCollection AddSwagger(this IServiceCollection services) =>
        services
            .AddSingleton<RequiredMembers>()
            .AddSwaggerGen(options =>
            {
                options.SwaggerDoc(
                    Document,
                    new OpenApiInfo
                    {
                        Title = "AegisAuth",
                        Version = ProgramVersion.Text,
                        Description = Description,
                        Contact = new OpenApiContact { Name = "AegisAuth" },
                    }
                );
                options.IncludeXmlComments(Assembly.GetExecutingAssembly());
                options.IncludeXmlComments(typeof(Caller).Assembly);
                options.AddSecuritySchemes();
                options.TagActionsBy(endpoint => [SwaggerTags.TagOf(endpoint)]);
                options.OrderActionsBy(SwaggerTags.OrderOf);
                options.DocumentFilter<SwaggerTags>();
                options.CustomOperationIds(OperationIds.Of);
                options.CustomSchemaIds(AnswerTypes.NameOf);
                options.SchemaFilter<MemberSchemas>();
                options.DocumentFilter<CodeTables>();
                // This page calls the service that serves it; a generated client takes the address that a fresh clone listens on.
                options.AddServer(new OpenApiServer { Url = "/", Description = "The service that serves this document." });
                options.AddServer(
                    new OpenApiServer { Url = "http://localhost:5080", Description = "A service started from a fresh clone." }
                );
                options.OperationFilter<AnswersFilter>();
                options.OperationFilter<RequestsFilter>();
            });

    /// <summary>In Development, or with <c>Swagger:Enabled</c>: elsewhere no client needs a map of the house (OWASP ASVS 5.0, 13.4.5).</summary>
    public static void UseSwaggerPages(this WebApplication app)
    {
        if (!app.Configuration.Exposes(FeatureSwitches.Swagger, app.Environment))
        {
            return;
        }

        app.UseSwagger();
        app.UseSwaggerUI(options =>
        {
            options.DocumentTitle = "AegisAuth";
            options.SwaggerEndpoint($"/swagger/{Document}/swagger.json", "AegisAuth");
            options.EnablePersistAuthorization();
            // The answers show their members themselves; the list of every type below them tells nothing more.
            options.DefaultModelsExpandDepth(-1);
            options.DefaultModelRendering(ModelRendering.Example);
            options.UseRequestInterceptor(BeginGoogle.ReplaceLineEndings(" "));
            options.UseResponseInterceptor(RememberToken.ReplaceLineEndings(" "));
        });
    }
}
