using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace AegisAuth.Api.Swagger;

/// <summary>The names that generated clients give to their methods.</summary>
internal static class OperationIds
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["POST user/login/login_admin_info_by_aegisspeed_id"] = "adminLogin",
        ["POST user/login_admin_info/verify/get_secret_admin_password"] = "getDynamicSecret",
        ["GET user/info/get_admin_info"] = "getAdminInfo",
        ["GET user/sessions"] = "listAdminSessions",
        ["POST user/sessions/revoke"] = "revokeAdminSessions",
        ["POST user/logout"] = "adminLogout",
        ["POST user/password"] = "changeAdminPassword",
        ["POST user/password/reset"] = "resetAdminPassword",
        ["POST user/totp/enroll"] = "enrollAuthenticator",
        ["POST user/totp/confirm"] = "confirmAuthenticator",
        ["POST user/totp/remove"] = "removeAuthenticator",
        ["GET user/passkeys"] = "listAdminPasskeys",
        ["POST user/passkeys/begin"] = "beginAdminPasskey",
        ["POST user/passkeys/finish"] = "finishAdminPasskey",
        ["POST user/passkeys/{id}/rename"] = "renameAdminPasskey",
        ["POST user/passkeys/{id}/remove"] = "removeAdminPasskey",
        ["POST user/login_admin_info/verify/passkey_options"] = "getStepUpPasskeyOptions",
        ["GET user/manage/users"] = "listUsers",
        ["POST user/manage/users"] = "createUser",
        ["GET user/manage/users/{id}"] = "getUser",
        ["GET user/manage/users/{id}/sessions"] = "listUserSessions",
        ["GET user/manage/users/{id}/logins"] = "listUserLogins",
        ["POST user/manage/users/{id}/disable"] = "disableUser",
        ["POST user/manage/users/{id}/enable"] = "enableUser",
        ["POST user/manage/users/{id}/unlock"] = "unlockUser",
        ["POST user/manage/users/{id}/reset-password"] = "resetUserPassword",
        ["POST user/manage/users/{id}/reset-authenticator"] = "resetUserAuthenticator",
        ["POST user/manage/users/{id}/passkeys/{passkey}/remove"] = "removeUserPasskey",
        ["POST user/manage/users/{id}/revoke-sessions"] = "revokeUserSessions",
        ["POST user/manage/users/{id}/role"] = "setUserRole",
        ["POST user/manage/users/{id}/erase"] = "eraseUser",
        ["GET user/manage/organisations"] = "listOrganisations",
        ["POST user/manage/organisations"] = "createOrganisation",
        ["POST user/manage/organisations/{id}/rename"] = "renameOrganisation",
        ["GET user/manage/audit"] = "listAuditLog",
        ["GET user/manage/audit/export"] = "exportAuditLog",
        ["POST api/login"] = "siteLogin",
        ["POST api/login/code"] = "sendLoginCode",
        ["POST api/logout"] = "siteLogout",
        ["POST api/register"] = "register",
        ["POST api/password/reset"] = "resetSitePassword",
        ["GET api/platforms"] = "listPlatforms",
        ["GET api/{platform}/url"] = "beginProviderLogin",
        ["GET api/return"] = "judgeReturnAddress",
        ["GET api/captcha"] = "getCaptcha",
        ["GET api/user/detail"] = "getOwnAccount",
        ["POST api/user/detail"] = "changeOwnAccount",
        ["POST api/user/password"] = "changeSitePassword",
        ["POST api/user/phone"] = "takeProviderPhone",
        ["POST api/user/close"] = "closeAccount",
        ["POST api/user/reopen"] = "reopenAccount",
        ["GET api/user/copy"] = "copyAccount",
        ["GET api/user/logins"] = "listLinkedAccounts",
        ["POST api/user/logins/link"] = "linkAccount",
        ["POST api/user/logins/unlink"] = "unlinkAccount",
        ["GET api/user/sessions"] = "listSiteSessions",
        ["POST api/user/sessions/revoke"] = "revokeSiteSessions",
        ["POST api/verify/email"] = "sendEmailCode",
        ["GET api/verify/email"] = "verifyEmail",
        ["POST api/verify/phone"] = "verifyPhone",
        ["GET api/user/passkeys"] = "listSitePasskeys",
        ["POST api/user/passkeys/begin"] = "beginSitePasskey",
        ["POST api/user/passkeys/finish"] = "finishSitePasskey",
        ["POST api/user/passkeys/{id}/rename"] = "renameSitePasskey",
        ["POST api/user/passkeys/{id}/remove"] = "removeSitePasskey",
        ["POST api/login/passkey"] = "getPasskeyLoginOptions",
        ["POST oauth2/introspect"] = "introspectToken",
        ["POST oauth2/revoke"] = "revokeToken",
        ["GET .well-known/oauth-authorization-server"] = "getServerMetadata",
        ["GET forward-auth"] = "checkForwardedRequest",
        ["HEAD forward-auth"] = "peekForwardedRequest",
    };

    /// <summary>The name of an operation: the one of the table, else its method and path in camelCase.</summary>
    public static string Of(ApiDescription operation)
    {
        var method = operation.HttpMethod!;
        return Names.TryGetValue($"{method} {operation.RelativePath}", out var name)
            ? name
            : method.ToLowerInvariant()
                + string.Concat(
                    operation
                        .RelativePath!.Split(['/', '-', '_', '.', '{', '}'], StringSplitOptions.RemoveEmptyEntries)
                        .Select(word => char.ToUpperInvariant(word[0]) + word[1..])
                );
    }
}
