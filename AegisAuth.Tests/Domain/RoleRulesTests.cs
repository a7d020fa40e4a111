using AegisAuth.Domain;

namespace AegisAuth.Tests.Domain;

public sealed class RoleRulesTests
{
    private const long Here = 1;
    private const long Elsewhere = 2;

    private static readonly AdminRole[] Roles = Enum.GetValues<AdminRole>();

    [TestCaseSource(typeof(RoleTable), nameof(RoleTable.Cases))]
    public void EveryRule_EveryCaseOfTheTable_AnswersAsWritten(RoleCase expected)
    {
        var actor = new Principal(1, expected.Actor, Here);
        var target = new Principal(2, expected.Target, OrganisationOf(expected.Organisation));

        Assert.That(Ask(expected.Action, actor, target), Is.EqualTo(expected.Allowed));
    }

    [Test]
    public void Table_AllCombinations_StandInItOnce()
    {
        var combinations = Roles.Length * Roles.Length * Enum.GetValues<RoleAction>().Length * Enum.GetValues<RoleOrganisation>().Length;
        var questions = RoleTable.Cases.Select(line => line with { Allowed = false });

        Assert.That(RoleTable.Cases, Has.Count.EqualTo(combinations));
        Assert.That(questions, Is.Unique);
        Assert.That(RoleTable.AdminLogin.Keys, Is.EquivalentTo(Roles));
    }

    [TestCaseSource(nameof(Roles))]
    public void MayUseAdminLogin_EveryRole_AnswersAsWritten(AdminRole role) =>
        Assert.That(RoleRules.MayUseAdminLogin(role), Is.EqualTo(RoleTable.AdminLogin[role]));

    [Test]
    public void MayUseAdminLogin_ANumberThatIsNoRole_Refuses([Values(-1, 4, 99)] int number) =>
        Assert.That(RoleRules.MayUseAdminLogin((AdminRole)number), Is.False);

    [Test]
    public void EveryChange_OfOneself_IsRefused([ValueSource(nameof(Roles))] AdminRole role)
    {
        var self = new Principal(1, role, Here);
        var changes = Enum.GetValues<RoleAction>().Except([RoleAction.See, RoleAction.Create]);

        Assert.That(changes.Where(change => Ask(change, self, self)), Is.Empty);
    }

    [Test]
    public void EveryAction_OrganisationAdminWithoutOrganisation_IsRefused(
        [Values] RoleAction action,
        [ValueSource(nameof(Roles))] AdminRole role,
        [Values(null, Here)] long? organisation
    )
    {
        // Two absent organisations are not the same one.
        var actor = new Principal(1, AdminRole.OrganisationAdmin, null);

        Assert.That(Ask(action, actor, new Principal(2, role, organisation)), Is.False);
    }

    [Test]
    public void Organisation_OfTheActor_MattersToOrganisationAdminsAlone(
        [Values(AdminRole.None, AdminRole.Admin, AdminRole.SuperAdmin)] AdminRole actor,
        [Values] RoleAction action,
        [ValueSource(nameof(Roles))] AdminRole target
    )
    {
        var other = new Principal(2, target, Elsewhere);

        var answers = new long?[] { null, Here, Elsewhere }.Select(own => Ask(action, new Principal(1, actor, own), other));

        Assert.That(answers.Distinct().ToArray(), Has.Length.EqualTo(1));
    }

    private static bool Ask(RoleAction action, Principal actor, Principal target)
    {
        return action switch
        {
            RoleAction.See => RoleRules.MaySee(actor, target),
            RoleAction.Manage => RoleRules.MayManage(actor, target),
            RoleAction.Create => RoleRules.MayCreate(actor, target.Role, target.OrganisationId),
            RoleAction.MakeOrdinary => Give(AdminRole.None),
            RoleAction.MakeOrganisationAdmin => Give(AdminRole.OrganisationAdmin),
            RoleAction.MakeAdmin => Give(AdminRole.Admin),
            RoleAction.MakeSuperAdmin => Give(AdminRole.SuperAdmin),
            RoleAction.MoveHere => Move(Here),
            RoleAction.MoveElsewhere => Move(Elsewhere),
            RoleAction.MoveOut => Move(null),
        };

        bool Give(AdminRole role) => RoleRules.MaySetRole(actor, target, role, target.OrganisationId);

        bool Move(long? organisation) => RoleRules.MaySetRole(actor, target, target.Role, organisation);
    }

    private static long? OrganisationOf(RoleOrganisation organisation) =>
        organisation switch
        {
            RoleOrganisation.Same => Here,
            RoleOrganisation.Other => Elsewhere,
            RoleOrganisation.None => null,
        };
}
