namespace AegisAuth.Domain;

/// <summary>What an account may administer. A higher value manages more; the numbers are stored.</summary>
public enum AdminRole
{
    /// <summary>An ordinary user.</summary>
    None = 0,

    /// <summary>组织管理员: manages ordinary users of its own organisation.</summary>
    OrganisationAdmin = 1,

    /// <summary>管理员: manages ordinary users of every organisation.</summary>
    Admin = 2,

    /// <summary>超级管理员: manages everyone.</summary>
    SuperAdmin = 3,
}
