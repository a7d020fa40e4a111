namespace AegisAuth.Domain;

/// <summary>
/// Which accounts an administrator may see, as a store can ask it: <see cref="RoleRules.MaySee"/> for whole lists. A list, a count and
/// a page of the audit log are cut by it, so that nothing about another organisation shows in any of them.
/// </summary>
/// <param name="Everyone">Every account of every organisation, and of none.</param>
/// <param name="OrganisationId">Else only accounts of this organisation; null: no account.</param>
public readonly record struct OrganisationScope(bool Everyone, long? OrganisationId)
{
    /// <summary>What <paramref name="actor"/> may see.</summary>
    public static OrganisationScope Of(Principal actor) =>
        actor.Role switch
        {
            AdminRole.SuperAdmin or AdminRole.Admin => new OrganisationScope(true, null),
            AdminRole.OrganisationAdmin => new OrganisationScope(false, actor.OrganisationId),
            AdminRole.None => new OrganisationScope(false, null),
        };

    /// <summary>
    /// Whether a list that asks for this organisation, or for none in particular, can show anything at all.
    /// </summary>
    public bool Covers(long? organisationId) => Everyone || (OrganisationId is { } own && (organisationId ?? own) == own);
}
