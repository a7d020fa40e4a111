namespace AegisAuth.Tests.Swagger;

/// <summary>What an operation asks of who calls it.</summary>
internal enum Access
{
    /// <summary>Nothing.</summary>
    Public,

    /// <summary>Nothing, and it learns who is logged in on the site.</summary>
    OptionalSite,

    /// <summary>A session of the site.</summary>
    Site,

    /// <summary>A session of an administrator.</summary>
    Admin,

    /// <summary>A session of an administrator that holds a dynamic secret.</summary>
    Secret,
}

/// <summary>
/// Whom every operation is for, written by hand. Roles: S 超级管理员, A 管理员, O 组织管理员, towards an ordinary user of
/// the own organisation; what they may do to whom else stands in <c>RoleTable</c>.
/// </summary>
internal static class EndpointTable
{
    private const string Every = "SAO";

    public static readonly IReadOnlyDictionary<string, (Access Access, string Roles)> All = new Dictionary<string, (Access, string)>
    {
        ["POST /user/login/login_admin_info_by_aegisspeed_id"] = (Access.Public, ""),
        ["POST /user/password/reset"] = (Access.Public, ""),
        ["POST /user/login_admin_info/verify/get_secret_admin_password"] = (Access.Admin, Every),
        ["GET /user/info/get_admin_info"] = (Access.Secret, Every),
        ["GET /user/sessions"] = (Access.Admin, Every),
        ["POST /user/sessions/revoke"] = (Access.Admin, Every),
        ["POST /user/logout"] = (Access.Admin, Every),
        ["POST /user/password"] = (Access.Admin, Every),
        ["POST /user/totp/enroll"] = (Access.Secret, Every),
        ["POST /user/totp/confirm"] = (Access.Admin, Every),
        ["POST /user/totp/remove"] = (Access.Admin, Every),
        ["POST /user/login_admin_info/verify/passkey_options"] = (Access.Admin, Every),
        ["GET /user/passkeys"] = (Access.Admin, Every),
        ["POST /user/passkeys/begin"] = (Access.Secret, Every),
        ["POST /user/passkeys/finish"] = (Access.Secret, Every),
        ["POST /user/passkeys/{id}/rename"] = (Access.Admin, Every),
        ["POST /user/passkeys/{id}/remove"] = (Access.Secret, Every),
        ["POST /api/login/passkey"] = (Access.Public, ""),
        ["GET /api/user/passkeys"] = (Access.Site, ""),
        ["POST /api/user/passkeys/begin"] = (Access.Site, ""),
        ["POST /api/user/passkeys/finish"] = (Access.Site, ""),
        ["POST /api/user/passkeys/{id}/rename"] = (Access.Site, ""),
        ["POST /api/user/passkeys/{id}/remove"] = (Access.Site, ""),
        ["GET /user/manage/users"] = (Access.Secret, Every),
        ["POST /user/manage/users"] = (Access.Secret, Every),
        ["GET /user/manage/users/{id}"] = (Access.Secret, Every),
        ["GET /user/manage/users/{id}/sessions"] = (Access.Secret, Every),
        ["GET /user/manage/users/{id}/logins"] = (Access.Secret, Every),
        ["POST /user/manage/users/{id}/disable"] = (Access.Secret, Every),
        ["POST /user/manage/users/{id}/erase"] = (Access.Secret, Every),
        ["POST /user/manage/users/{id}/enable"] = (Access.Secret, Every),
        ["POST /user/manage/users/{id}/unlock"] = (Access.Secret, Every),
        ["POST /user/manage/users/{id}/reset-password"] = (Access.Secret, Every),
        ["POST /user/manage/users/{id}/reset-authenticator"] = (Access.Secret, Every),
        ["POST /user/manage/users/{id}/passkeys/{passkey}/remove"] = (Access.Secret, Every),
        ["POST /user/manage/users/{id}/revoke-sessions"] = (Access.Secret, Every),
        // The example makes an administrator.
        ["POST /user/manage/users/{id}/role"] = (Access.Secret, "S"),
        ["GET /user/manage/organisations"] = (Access.Secret, Every),
        ["POST /user/manage/organisations"] = (Access.Secret, "S"),
        ["POST /user/manage/organisations/{id}/rename"] = (Access.Secret, "S"),
        ["GET /user/manage/audit"] = (Access.Secret, Every),
        ["GET /user/manage/audit/export"] = (Access.Secret, "SA"),
        ["POST /api/login"] = (Access.Public, ""),
        ["POST /api/register"] = (Access.Public, ""),
        ["POST /api/password/reset"] = (Access.Public, ""),
        ["GET /api/platforms"] = (Access.Public, ""),
        ["GET /api/{platform}/url"] = (Access.Public, ""),
        ["GET /api/return"] = (Access.Public, ""),
        ["POST /api/login/code"] = (Access.Public, ""),
        ["POST /api/user/phone"] = (Access.Site, ""),
        ["POST /api/user/close"] = (Access.Site, ""),
        ["POST /api/user/reopen"] = (Access.Public, ""),
        ["GET /api/user/copy"] = (Access.Site, ""),
        ["GET /api/captcha"] = (Access.OptionalSite, ""),
        ["POST /api/logout"] = (Access.Site, ""),
        ["GET /api/user/detail"] = (Access.Site, ""),
        ["POST /api/user/detail"] = (Access.Site, ""),
        ["POST /api/user/password"] = (Access.Site, ""),
        ["GET /api/user/logins"] = (Access.Site, ""),
        ["POST /api/user/logins/link"] = (Access.Site, ""),
        ["POST /api/user/logins/unlink"] = (Access.Site, ""),
        ["GET /api/user/sessions"] = (Access.Site, ""),
        ["POST /api/user/sessions/revoke"] = (Access.Site, ""),
        ["POST /api/verify/email"] = (Access.Site, ""),
        ["GET /api/verify/email"] = (Access.Site, ""),
        ["POST /api/verify/phone"] = (Access.Site, ""),
    };

    /// <summary>Operations that wear no envelope, by whether they ask for neither a secret nor a token.</summary>
    public static readonly IReadOnlyDictionary<string, bool> OfPrograms = new Dictionary<string, bool>
    {
        ["POST /oauth2/introspect"] = false,
        ["POST /oauth2/revoke"] = false,
        ["GET /.well-known/oauth-authorization-server"] = true,
        ["GET /forward-auth"] = false,
        ["HEAD /forward-auth"] = false,
    };

    /// <summary>What a session may do whose password must be changed first: change it, end, and close the account.</summary>
    public static readonly IReadOnlySet<string> OpenBeforePasswordChange = new HashSet<string>
    {
        "POST /user/password",
        "POST /user/logout",
        "GET /api/captcha",
        "POST /api/user/password",
        "POST /api/user/close",
        "POST /api/logout",
    };

    /// <summary>What a session may do that must enrol an authenticator first: what that takes, and to end.</summary>
    public static readonly IReadOnlySet<string> OpenBeforeAuthenticator = new HashSet<string>
    {
        "POST /user/login_admin_info/verify/get_secret_admin_password",
        "POST /user/login_admin_info/verify/passkey_options",
        "POST /user/totp/enroll",
        "POST /user/totp/confirm",
        "POST /user/logout",
    };
}
