using AegisAuth.Application.Users;
using AegisAuth.Domain;
using AegisAuth.Tests.Domain;
using AegisAuth.Tests.Support;

namespace AegisAuth.Tests.UserManagement;

/// <summary>The table of <see cref="RoleTable"/>, asked over the wire.</summary>
[TestFixture]
internal sealed class RoleRulesOverHttpTests
{
    private const long Here = 1;
    private const long Elsewhere = 2;

    private static readonly (int, string) Unit = (200, "10000");
    private static readonly (int, string) NoToken = (401, "10001");
    private static readonly (int, string) Forbidden = (403, "10011");
    private static readonly (int, string) Unknown = (404, "10012");
    private static readonly (int, string) Malformed = (400, "10006");

    private readonly Dictionary<AdminRole, string> _tokens = [];
    private TestApp _app = null!;
    private HttpClient _client = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _app = TestApp.Started();
        _client = _app.Client();
        foreach (var role in Enum.GetValues<AdminRole>())
        {
            _tokens[role] = await _app.AdminSessionAsync(role, Here);
        }
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [TestCaseSource(typeof(RoleTable), nameof(RoleTable.Cases))]
    public async Task Manage_EveryCaseOfTheTable_AnswersAsWritten(RoleCase asked)
    {
        var organisation = OrganisationOf(asked.Organisation);
        foreach (var (method, path, body, role, itsOrganisation) in Requests(asked, organisation))
        {
            var target = await _app.AddUserAsync(asked.Target, organisation);

            var answer = await _client.OutcomeAsync(method, path.Replace("{id}", $"{target.AegisSpeedId}"), _tokens[asked.Actor], body);

            Assert.That(answer, Is.EqualTo(Expected(asked, role, itsOrganisation)), path);
        }
    }

    private static (int, string) Expected(RoleCase asked, AdminRole given, long? organisation)
    {
        var isVisible = RoleTable.Cases.Single(line => line == asked with { Action = RoleAction.See, Allowed = line.Allowed }).Allowed;
        return asked switch
        {
            { Actor: AdminRole.None } => NoToken,
            // No user can be given this, so that it is the request that is wrong and not the caller.
            _ when given == AdminRole.OrganisationAdmin
                    && organisation is null
                    && asked.Action is not RoleAction.See and not RoleAction.Manage => Malformed,
            { Allowed: true } => Unit,
            { Action: RoleAction.Create } => Forbidden,
            _ => isVisible ? Forbidden : Unknown,
        };
    }

    private static IEnumerable<(HttpMethod, string, object?, AdminRole, long?)> Requests(RoleCase asked, long? organisation)
    {
        var (role, moved) = asked.Action switch
        {
            RoleAction.MakeOrdinary => (AdminRole.None, organisation),
            RoleAction.MakeOrganisationAdmin => (AdminRole.OrganisationAdmin, organisation),
            RoleAction.MakeAdmin => (AdminRole.Admin, organisation),
            RoleAction.MakeSuperAdmin => (AdminRole.SuperAdmin, organisation),
            RoleAction.MoveHere => (asked.Target, Here),
            RoleAction.MoveElsewhere => (asked.Target, Elsewhere),
            RoleAction.MoveOut => (asked.Target, null),
            RoleAction.See or RoleAction.Manage or RoleAction.Create => (asked.Target, organisation),
        };
        return asked.Action switch
        {
            RoleAction.See => [(HttpMethod.Get, ManageCalls.Users + "/{id}", null, role, moved)],
            RoleAction.Manage => new[] { "disable", "enable", "unlock", "reset-password", "revoke-sessions", "reset-authenticator" }.Select(
                action => (HttpMethod.Post, $"{ManageCalls.Users}/{{id}}/{action}", (object?)null, role, moved)
            ),
            RoleAction.Create =>
            [
                (
                    HttpMethod.Post,
                    ManageCalls.Users,
                    new
                    {
                        user_name = $"new-{Guid.CreateVersion7():N}"[..32],
                        role = RoleNames.Of(role),
                        organisation_id = moved,
                    },
                    role,
                    moved
                ),
            ],
            _ =>
            [
                (
                    HttpMethod.Post,
                    ManageCalls.Users + "/{id}/role",
                    new { role = RoleNames.Of(role), organisation_id = moved },
                    role,
                    moved
                ),
            ],
        };
    }

    private static long? OrganisationOf(RoleOrganisation organisation) =>
        organisation switch
        {
            RoleOrganisation.Same => Here,
            RoleOrganisation.Other => Elsewhere,
            RoleOrganisation.None => null,
        };
}
