namespace AegisAuth.Api.Documentation;

/// <summary>Answers that several endpoints share.</summary>
internal static class Examples
{
    public const string Token = "aegis_Vd9kq0nQm3yq8eJQ2vK5sT1xZr7uWc4bLhFgYpXoNEs";

    /// <summary>The state of the Google example: the page begins that login with it.</summary>
    public const string GoogleState = "swagger-example-state";

    /// <summary>What a login and a registration bring.</summary>
    public const string LoggedIn = $$"""{{{UserHead}},"token":"{{Token}}",{{UserTail}}}""";

    /// <summary>The own account.</summary>
    public const string Detail =
        $$"""{{{UserHead}},"token":"",{{UserTail}},"email_verified":false,"phone_verified":false,"has_password":true}""";

    /// <summary>All that is held about a user.</summary>
    public const string AccountCopy =
        """{"made_time":1795426800,"account":{"id":4,"aegisspeed_id":"ASD000004","user_name":"user","nickname":"User","real_name":"","email":"user@example.com","phone":"","avatar_url":"","resident_id":"110***********4565","role":"","organisation_id":1,"has_password":true,"parent_id":0,"group_id":0,"is_retailer":0,"balance":0,"total_reward":0,"invite_code":"k7Qm2x","created_time":1795426620,"updated_time":1795426620,"last_login":1795426800,"expire_time":null,"imported":false},"contacts":[{"contact":"email:user@example.com","verified_time":1795426620}],"logins":[{"provider":"weapp","app_id":"wx0000000000000000","subject":"o6_bmjrPTlm6_2sgVt7hMZOPfL2M","union_id":null,"display_name":"","created_time":1795426620,"last_login":1795426620}],"sessions":[{"id":"Zk3vYq8w1rTn5uXc","surface":"site","method":"pwd","created_time":1795426620,"last_seen":1795426800,"expires_time":1795513020,"address":"203.0.113.7","user_agent":"Mozilla/5.0"}],"authenticator":null,"passkeys":[],"codes":[{"purpose":"admin-reset","contact":"","expires_time":1795513020}],"failed_attempts":0,"queued_mails":0,"audit":[{"time":1795426800,"action":"account-copy","actor":"ASD000004","target":"ASD000004","organisation_id":1,"outcome":"success","reason":"","address":"203.0.113.7","user_agent":"Mozilla/5.0","correlation_id":"8RkzYbVn0WcQf2aD"}]}""";

    public const string ManagedUser =
        """{"user_AegisSpeed_id":"ASD000004","user_name":"user","nickname":"User","role":"","organisation_id":1,"enabled":true,"has_password":true,"must_change_password":false,"has_resident_id":true,"created_time":1795426620,"updated_time":1795426620,"last_login":1795426800}""";

    public const string UserPage = $$"""{"items":[{{ManagedUser}}],"next":null}""";

    public const string ResetCode = """{"code":"q3Yw8m0cVhB2nJxT5sLrKfPzD7uEaG9iOX4vC1tNbRk","expires_time":1795513020}""";

    public const string CreatedUser =
        $$"""{"user":{"user_AegisSpeed_id":"ASD000005","user_name":"li.na","nickname":"李娜","role":"","organisation_id":1,"enabled":true,"has_password":false,"must_change_password":false,"has_resident_id":true,"created_time":1795426620,"updated_time":1795426620,"last_login":null},"set_password":{{ResetCode}}}""";

    public const string AuditPage =
        """{"items":[{"sequence":17,"time":1795426620,"action":"user-disable","actor":"ASD000001","target":"ASD000004","organisation_id":1,"outcome":"success","reason":"","address":"203.0.113.7","user_agent":"Mozilla/5.0","correlation_id":"8RkzYbVn0WcQf2aD"}],"next":null}""";

    public const string ExportedLine =
        """{"sequence":17,"time":1795426620,"time_ms":1795426620123,"action":"user-disable","actor":"ASD000001","target":"ASD000004","organisation_id":1,"outcome":"success","reason":"","address":"203.0.113.7","user_agent":"Mozilla/5.0","origin_salt":"2c26b46b68ffc68ff99b453c1d304134","origin_digest":"fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9","correlation_id":"8RkzYbVn0WcQf2aD","previous_hash":"5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9","hash":"6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"}""";

    public const string Organisation = """{"id":1,"name":"总部"}""";

    public const string OrganisationPage = $$"""{"items":[{{Organisation}}],"next":null}""";

    public const string ManagedSessions =
        """{"sessions":[{"id":"Zk3vYq8w1rTn5uXc","surface":"site","created_time":1795426620,"last_seen":1795426800,"address":"203.0.113.7","user_agent":"Mozilla/5.0","current":false}]}""";

    public const string ManagedLogins =
        """{"password":true,"authenticator":false,"logins":[{"provider":"weapp","display_name":"","created_time":1795426620,"last_login":1795426620}]}""";

    public const string Session =
        """{"id":"Zk3vYq8w1rTn5uXc","created_time":1795426620,"last_seen":1795426800,"address":"203.0.113.7","user_agent":"Mozilla/5.0","current":true}""";

    public const string Sessions = $$"""{"sessions":[{{Session}}]}""";

    public const string Logins =
        """[{"id":"Hq7cT2mWx9Lr4bNe","provider":"weapp","display_name":"","created_time":1795426620,"last_login":1795426620}]""";

    private const string UserHead =
        """ "id":4,"created_time":1795426620,"updated_time":1795426620,"parent_id":0,"user_name":"user","real_name":"","avatar_url":"","email":"","phone":"","group_id":0,"status":1,"is_retailer":0,"balance":0,"total_reward":0,"invite_code":"3f1c9a5be07d42d8a6c1e5f09b7a2d34","last_login":1795426800,"expire_time":0,"extra":null """;

    private const string UserTail = """ "group":null,"full_avatar_url":"","link":"" """;

    public const string InactiveToken = """{"active":false}""";

    public const string Metadata = """
        {
          "issuer": "http://localhost:5080",
          "introspection_endpoint": "http://localhost:5080/oauth2/introspect",
          "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
          "revocation_endpoint": "http://localhost:5080/oauth2/revoke",
          "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
          "response_types_supported": []
        }
        """;

    public const string Passkey =
        """{"id":"5f0c1a7e9b3d4826a1c0e5f7b9d2346a","name":"Phone","created_time":1795426620,"last_used":1795426620,"step_up":false}""";

    public const string AdminPasskeys =
        """{"passkeys":[{"id":"5f0c1a7e9b3d4826a1c0e5f7b9d2346a","name":"Phone","created_time":1795426620,"last_used":1795426620,"step_up":true}]}""";

    public const string PasskeyCreation = """
        {
          "rp": { "id": "localhost", "name": "AegisAuth" },
          "user": { "id": "Qm3vX8pLr2TzKc0WbHf5nYsJe7uGqDa1oVx9iR4yNkM", "name": "user", "displayName": "User" },
          "challenge": "Jm8vQ2xYt7rWc0LbHf3nKpTs5uZqEaG1dXo9iV4yCeM",
          "pubKeyCredParams": [{ "type": "public-key", "alg": -7 }],
          "timeout": 300000,
          "excludeCredentials": [],
          "authenticatorSelection": { "residentKey": "required", "requireResidentKey": true, "userVerification": "required" },
          "attestation": "none",
          "extensions": { "credProps": true }
        }
        """;

    public const string PasskeyLogin = """
        {
          "challenge": "Jm8vQ2xYt7rWc0LbHf3nKpTs5uZqEaG1dXo9iV4yCeM",
          "timeout": 300000,
          "rpId": "localhost",
          "allowCredentials": [],
          "userVerification": "required"
        }
        """;

    public const string PasskeyStepUp = """
        {
          "challenge": "Jm8vQ2xYt7rWc0LbHf3nKpTs5uZqEaG1dXo9iV4yCeM",
          "timeout": 300000,
          "rpId": "localhost",
          "allowCredentials": [{ "type": "public-key", "id": "p9dXo9iV4yCeMJm8vQ2xYg" }],
          "userVerification": "required"
        }
        """;

    public const string PasskeyFinish = """{"name":"Phone","passkey":{"type":"public-key","id":"…","rawId":"…","response":{}}}""";
}
