using System.Text.Json;
using System.Text.RegularExpressions;
using AegisAuth.Domain;
using AegisAuth.Tests.Support;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AegisAuth.Tests.Swagger;

/// <summary>
/// Who may call what: every operation of <c>openapi.json</c> against every kind of caller. An operation that is not in
/// <see cref="EndpointTable"/> fails here until a person has decided whom it is for.
/// </summary>
[TestFixture]
internal sealed partial class EndpointMatrixTests
{
    private const string TokenInvalid = "10001";
    private const string SecretInvalid = "10004";
    private const string Forbidden = "10011";
    private const string AuthenticatorRequired = "10014";
    private const string NotLoggedIn = "1001";
    private const string NotAllowed = "1002";
    private const long Organisation = 1;

    private static readonly JsonElement Document = JsonElement.Parse(
        File.ReadAllText(Path.Combine(HouseRulesTests.Root, "AegisAuth.Api", "openapi.json"))
    );

    private static readonly List<DocumentedCall> Calls = [.. DocumentedCall.All(Document).DistinctBy(call => Name(call))];

    private TestApp _app = null!;
    private TestApp _demanding = null!;
    private TestApp _ageing = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public void Start()
    {
        _app = TestApp.Started();
        _demanding = TestApp.CreateOn(_app).With("StepUp:RequireAuthenticator", "超级管理员,管理员,组织管理员").Start();
        _ageing = TestApp.CreateOn(_app).With("Password:MaxAge", "1.00:00:00").Start();
        _client = _app.Client();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _demanding.DisposeAsync();
        await _ageing.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Test]
    public void Table_ClassifiesEveryOperationOfTheDocumentAndNoOther() =>
        Assert.That(EndpointTable.All.Keys, Is.EquivalentTo(Calls.Select(Name)), "Decide whom it is for, in EndpointTable.");

    [Test]
    public async Task Table_OtherOperationsOfTheDocument_AreClassifiedAndAskForWhatTheTableSays()
    {
        var others = Document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .Except(Calls.Select(Name), StringComparer.Ordinal);

        Assert.That(EndpointTable.OfPrograms.Keys, Is.EquivalentTo(others), "Decide whom it is for, in EndpointTable.");
        foreach (var (name, isPublic) in EndpointTable.OfPrograms)
        {
            using var request = new HttpRequestMessage(new HttpMethod(name.Split(' ')[0]), name.Split(' ')[1]);
            request.Content = request.Method == HttpMethod.Post ? new FormUrlEncodedContent([new("token", "x")]) : null;
            using var response = await _client.SendAsync(request);
            Assert.That((int)response.StatusCode, Is.EqualTo(isPublic ? 200 : 401), name);
        }
    }

    [Test]
    public void Endpoints_OfEveryController_StandInTheDocument()
    {
        var routed = _app
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is not null)
            .SelectMany(endpoint =>
                (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method =>
                    $"{method} /{Constraint().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "}")}"
                )
            )
            .Distinct(StringComparer.Ordinal)
            .ToList();

        // What the document does not show would escape the matrix.
        Assert.That(routed, Has.Count.GreaterThan(EndpointTable.All.Count));
        Assert.That(
            routed.Except([.. EndpointTable.All.Keys, .. EndpointTable.OfPrograms.Keys], StringComparer.OrdinalIgnoreCase),
            Is.Empty
        );
    }

    [TestCaseSource(nameof(Names))]
    public async Task Operation_WithoutItsSession_AnswersOnlyWhereItIsPublic(string name)
    {
        var (access, _) = EndpointTable.All[name];
        var user = await _app.AddUserAsync(organisation: Organisation);
        var super = await _app.AddUserAsync(AdminRole.SuperAdmin);
        var isSite = name.Contains(" /api/", StringComparison.Ordinal);
        string?[] wrong =
        [
            null,
            "aegis_" + new string('A', 43),
            // The token of one surface is worth nothing on the other, and neither is that of a user without a role.
            await _app.SessionAsync(super, surface: isSite ? Surface.Admin : Surface.Site),
            .. isSite ? (string?[])[] : [await _app.SessionAsync(user)],
        ];
        foreach (var token in wrong)
        {
            var code = await CodeAsync(_client, name, token, user);
            Assert.That(
                code is TokenInvalid or NotLoggedIn && !IsLogin(name),
                Is.EqualTo(access is not (Access.Public or Access.OptionalSite)),
                $"{code} for {token?[..8] ?? "nobody"}"
            );
        }
    }

    [TestCaseSource(nameof(AdminNames))]
    public async Task Operation_WithASession_AsksForTheSecretExactlyWhereItMust(string name)
    {
        var (access, _) = EndpointTable.All[name];
        var token = await _app.SessionAsync(await _app.AddUserAsync(AdminRole.SuperAdmin), withSecret: false);

        var code = await CodeAsync(_client, name, token, await _app.AddUserAsync(organisation: Organisation));

        Assert.That(code == SecretInvalid, Is.EqualTo(access == Access.Secret), code);
        Assert.That(code, Is.Not.EqualTo(TokenInvalid));
    }

    [TestCaseSource(nameof(AdminNames))]
    public async Task Operation_OfEachRole_IsForThoseThatTheTableNames(string name)
    {
        var (_, roles) = EndpointTable.All[name];
        foreach (var role in (AdminRole[])[AdminRole.SuperAdmin, AdminRole.Admin, AdminRole.OrganisationAdmin])
        {
            // For each a target of its own: what one does to it must not change what the next one finds.
            var token = await _app.AdminSessionAsync(role, Organisation);
            var code = await CodeAsync(_client, name, token, await _app.AddUserAsync(organisation: Organisation));

            Assert.That(code == Forbidden, Is.EqualTo(!roles.Contains(Letter(role), StringComparison.Ordinal)), $"{role}: {code}");
            Assert.That(code, Is.Not.EqualTo(TokenInvalid).And.Not.EqualTo(SecretInvalid), $"{role}");
        }
    }

    [TestCaseSource(nameof(AdminNames))]
    public async Task Operation_WhereTheRoleMustHaveAnAuthenticator_IsClosedButForEnrolment(string name)
    {
        using var client = _demanding.Client();
        var token = await _app.AdminSessionAsync(AdminRole.SuperAdmin);

        var code = await CodeAsync(client, name, token, await _app.AddUserAsync(organisation: Organisation));

        Assert.That(code == AuthenticatorRequired, Is.EqualTo(!EndpointTable.OpenBeforeAuthenticator.Contains(name)), code);
    }

    [TestCaseSource(nameof(SessionNames))]
    public async Task Operation_WhereThePasswordIsTooOld_IsClosedButForItsChange(string name)
    {
        using var client = _ageing.Client();
        var isSite = EndpointTable.All[name].Access is Access.Site or Access.OptionalSite;
        var user = await _app.AddUserAsync(isSite ? AdminRole.None : AdminRole.SuperAdmin, Organisation);
        await _app.ExecuteSqlAsync("UPDATE users SET created_at = 0 WHERE id = @id", ("@id", user.Id));
        var token = await _app.SessionAsync(user, withSecret: !isSite, surface: isSite ? Surface.Site : Surface.Admin);

        var code = await CodeAsync(client, name, token, await _app.AddUserAsync(organisation: Organisation));

        Assert.That(code is Forbidden or NotAllowed, Is.EqualTo(!EndpointTable.OpenBeforePasswordChange.Contains(name)), code);
    }

    // What the table does not have yet fails in its own test, by name.
    private static IEnumerable<string> Names() => Calls.Select(Name).Where(EndpointTable.All.ContainsKey);

    private static IEnumerable<string> AdminNames() =>
        Names().Where(name => EndpointTable.All[name].Access is Access.Admin or Access.Secret);

    private static IEnumerable<string> SessionNames() => Names().Where(name => EndpointTable.All[name].Access != Access.Public);

    [GeneratedRegex(@":[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Constraint();

    private static string Name(DocumentedCall call) => $"{call.Method} {call.Path}";

    private static bool IsLogin(string name) => name.Contains("/user/login/", StringComparison.Ordinal);

    private static char Letter(AdminRole role) =>
        role switch
        {
            AdminRole.SuperAdmin => 'S',
            AdminRole.Admin => 'A',
            AdminRole.OrganisationAdmin => 'O',
            AdminRole.None => 'U',
        };

    // A body where the table lets a caller in; elsewhere the answer must not depend on it.
    private static async Task<string> CodeAsync(HttpClient client, string name, string? token, User target)
    {
        var call = Calls.Single(call => Name(call) == name);
        using var request = call.ToRequest(token);
        var path = request.RequestUri!.OriginalString.Replace(Some.User, $"{target.AegisSpeedId}", StringComparison.Ordinal);
        request.RequestUri = new Uri(path, UriKind.Relative);
        using var response = await client.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.LessThan(500), name);
        var text = await response.Content.ReadAsStringAsync();
        return response.Content.Headers.ContentType?.MediaType == "application/json"
            ? JsonElement.Parse(text).GetProperty("code").ToString()
            : "";
    }
}
