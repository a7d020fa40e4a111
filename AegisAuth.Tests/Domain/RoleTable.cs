using AegisAuth.Domain;

namespace AegisAuth.Tests.Domain;

/// <summary>What a user with a role wants to do to another user.</summary>
public enum RoleAction
{
    /// <summary>See the account in lists and by id.</summary>
    See,

    /// <summary>Disable, enable, unlock, reset the password, sign out.</summary>
    Manage,

    /// <summary>Create an account with that role in that organisation.</summary>
    Create,

    /// <summary>Take every role away; the account stays in its organisation.</summary>
    MakeOrdinary,

    /// <summary>Make it 组织管理员 of the organisation it is in.</summary>
    MakeOrganisationAdmin,

    /// <summary>Make it 管理员; it stays in its organisation.</summary>
    MakeAdmin,

    /// <summary>Make it 超级管理员; it stays in its organisation.</summary>
    MakeSuperAdmin,

    /// <summary>Move it to the actor's organisation; it keeps its role.</summary>
    MoveHere,

    /// <summary>Move it to an organisation that is not the actor's; it keeps its role.</summary>
    MoveElsewhere,

    /// <summary>Take it out of every organisation; it keeps its role.</summary>
    MoveOut,
}

/// <summary>Where the target is, seen from the actor.</summary>
public enum RoleOrganisation
{
    /// <summary>In the actor's organisation.</summary>
    Same,

    /// <summary>In another organisation.</summary>
    Other,

    /// <summary>In none.</summary>
    None,
}

/// <summary>One question and the right answer. The target is never the actor.</summary>
public sealed record RoleCase(AdminRole Actor, RoleAction Action, AdminRole Target, RoleOrganisation Organisation, bool Allowed)
{
    public override string ToString() => $"{Actor} may{(Allowed ? "" : " not")} {Action} {Target}, organisation {Organisation}";
}

/// <summary>
/// The truth about roles, written down by hand from the rules of the contract and from no code: 超级管理员
/// manages everyone; 管理员 ordinary users of every organisation; 组织管理员 ordinary users of its own; no account an
/// equal or higher role. (That 超级管理员 manages its equals too follows from "everyone", and from the rule that
/// the last one of them is protected.) Every actor is in organisation "same".
/// A cell names who may: S 超级管理员, A 管理员, O 组织管理员, U a user without a role; a dash is none.
/// </summary>
public static class RoleTable
{
    private const string Rules = """
        See                     same  other  none
          None                  SAO   SA     SA
          OrganisationAdmin     SAO   SA     SA
          Admin                 SAO   SA     SA
          SuperAdmin            SAO   SA     SA
        Manage                  same  other  none
          None                  SAO   SA     SA
          OrganisationAdmin     S     S      S
          Admin                 S     S      S
          SuperAdmin            S     S      S
        Create                  same  other  none
          None                  SAO   SA     SA
          OrganisationAdmin     S     S      -
          Admin                 S     S      S
          SuperAdmin            S     S      S
        MakeOrdinary            same  other  none
          None                  SAO   SA     SA
          OrganisationAdmin     S     S      S
          Admin                 S     S      S
          SuperAdmin            S     S      S
        MakeOrganisationAdmin   same  other  none
          None                  S     S      -
          OrganisationAdmin     S     S      -
          Admin                 S     S      -
          SuperAdmin            S     S      -
        MakeAdmin               same  other  none
          None                  S     S      S
          OrganisationAdmin     S     S      S
          Admin                 S     S      S
          SuperAdmin            S     S      S
        MakeSuperAdmin          same  other  none
          None                  S     S      S
          OrganisationAdmin     S     S      S
          Admin                 S     S      S
          SuperAdmin            S     S      S
        MoveHere                same  other  none
          None                  SAO   SA     SA
          OrganisationAdmin     S     S      S
          Admin                 S     S      S
          SuperAdmin            S     S      S
        MoveElsewhere           same  other  none
          None                  SA    SA     SA
          OrganisationAdmin     S     S      S
          Admin                 S     S      S
          SuperAdmin            S     S      S
        MoveOut                 same  other  none
          None                  SA    SA     SA
          OrganisationAdmin     -     -      -
          Admin                 S     S      S
          SuperAdmin            S     S      S
        """;

    private static readonly (char Letter, AdminRole Role)[] Actors =
    [
        ('S', AdminRole.SuperAdmin),
        ('A', AdminRole.Admin),
        ('O', AdminRole.OrganisationAdmin),
        ('U', AdminRole.None),
    ];

    /// <summary>Who passes the admin login with a right password.</summary>
    public static IReadOnlyDictionary<AdminRole, bool> AdminLogin { get; } =
        new Dictionary<AdminRole, bool>
        {
            [AdminRole.None] = false,
            [AdminRole.OrganisationAdmin] = true,
            [AdminRole.Admin] = true,
            [AdminRole.SuperAdmin] = true,
        };

    /// <summary>Every actor role, action, target role and organisation.</summary>
    public static IReadOnlyList<RoleCase> Cases { get; } = [.. Read()];

    private static IEnumerable<RoleCase> Read()
    {
        var action = default(RoleAction);
        foreach (var line in Rules.Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (!line.StartsWith(' '))
            {
                action = Enum.Parse<RoleAction>(words[0]);
                continue;
            }

            foreach (var organisation in Enum.GetValues<RoleOrganisation>())
            {
                foreach (var (letter, actor) in Actors)
                {
                    var allowed = words[1 + (int)organisation].Contains(letter, StringComparison.Ordinal);
                    yield return new RoleCase(actor, action, Enum.Parse<AdminRole>(words[0]), organisation, allowed);
                }
            }
        }
    }
}
