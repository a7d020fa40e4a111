// An ASP.NET Core API that asks AegisAuth about each token (RFC 7662), with OpenIddict's validation and no code of ours.
using OpenIddict.Validation.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
var service = new Uri(builder.Configuration["AegisAuth"] ?? "http://127.0.0.1:5080/");
builder
    .Services.AddOpenIddict()
    .AddValidation(options =>
    {
        // Written down, because OpenIddict's discovery asks for signing keys, and opaque tokens have none.
        options.SetIssuer(service);
        options.SetConfiguration(new() { Issuer = service, IntrospectionEndpoint = new(service, "oauth2/introspect") });
        options.UseIntrospection().SetClientId("demo").SetClientSecret("demo-secret");
        options.UseSystemNetHttp();
        options.UseAspNetCore();
    });
builder.Services.AddAuthentication(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
builder
    .Services.AddAuthorizationBuilder()
    .AddPolicy("prices", policy => policy.RequireRole("super-admin"))
    .SetFallbackPolicy(new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.MapGet("/orders", (HttpContext context) => new { of = context.User.FindFirst("sub")!.Value });
app.MapGet("/prices", (HttpContext context) => new { by = context.User.FindFirst("sub")!.Value }).RequireAuthorization("prices");
app.Run();
