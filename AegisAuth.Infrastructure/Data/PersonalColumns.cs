namespace AegisAuth.Infrastructure.Data;

/// <summary>How a column is looked at when a user is erased.</summary>
internal enum ColumnKind
{
    /// <summary>Says nothing about a person once the rest is gone: a number, a count, a key of the operator.</summary>
    Impersonal,

    /// <summary>Holds something about a user; <see cref="Repositories.ErasureRepository"/> takes it away.</summary>
    Erased,

    /// <summary>
    /// May hold something about a person who is no user, or not known to be one: an address, a digest of what was typed. The
    /// sweep of expired rows takes it away, within 30 days at most.
    /// </summary>
    Expires,
}

/// <summary>
/// Every column of every table: personal or not. A test walks the migrations of all engines and fails for a column that is
/// not declared here, and for one that is declared <see cref="ColumnKind.Erased"/> and survives an erasure.
/// </summary>
internal static class PersonalColumns
{
    /// <summary>The kind of each column, by <c>table.column</c>.</summary>
    public static readonly IReadOnlyDictionary<string, ColumnKind> All = new[]
    {
        // What is left is the number, what it was given out for, and when. What the row of an erased user says is a constant.
        Table(
            "users",
            impersonal: "id aegisspeed_id enabled must_change_password password_version created_at updated_at closes_at closing_held erased_at",
            erased: """
            role organisation_id nickname user_name user_name_key password_hash password_changed_at protected_resident_id email
            phone real_name avatar_url parent_id group_id is_retailer balance total_reward invite_code last_login_at expires_at
            """
        ),
        Table("verified_contacts", erased: "contact_key user_id verified_at"),
        Table("sequences", impersonal: "name value"),
        Table(
            "sessions",
            erased: """
            token_hash id user_id surface created_at expires_at last_seen_at address user_agent secret_hash secret_expires_at
            renewed_at renewal_of amr issued_at
            """
        ),
        // Rows that name an account are erased with it; those of an address or of an unknown name expire.
        Table("login_attempts", expires: "attempt_key failures pending pending_until window_started_at paused_until touched_at version"),
        // Actor and target are numbers. Entries from before there was a digest keep their text until Audit:Retention.
        Table(
            "audit_entries",
            impersonal: """
            sequence at action actor target organisation_id outcome reason correlation_id origin_digest previous_hash hash
            """,
            erased: "address user_agent origin_salt"
        ),
        Table("audit_head", impersonal: "id sequence hash pruned_sequence pruned_hash"),
        Table("data_protection_keys", impersonal: "name xml"),
        Table("authenticators", erased: "user_id protected_key confirmed last_step created_at"),
        Table("recovery_codes", erased: "code_hash user_id"),
        Table(
            "passkeys",
            erased: """
            credential_hash id user_id surface credential_id user_handle public_key sign_count name created_at last_used_at
            """
        ),
        // The handle is random; it becomes a user's only with the passkey.
        Table("passkey_challenges", expires: "challenge_hash purpose bound_hash user_handle expires_at"),
        Table("captchas", expires: "id_hash answer expires_at purpose network"),
        Table("one_time_codes", erased: "code_hash user_id purpose contact expires_at"),
        Table("login_states", expires: "state_hash platform browser_hash protected_verifier nonce expires_at"),
        Table(
            "external_identities",
            erased: """
            provider app_id subject id is_alias user_id union_family union_id display_name created_at last_login_at
            """
        ),
        Table("union_identities", erased: "family union_id user_id"),
        Table("idempotent_answers", expires: "key_hash request_hash protected_answer expires_at"),
        Table("session_changes", impersonal: "user_group number"),
        Table("queued_mails", erased: "id protected_message attempts next_at expires_at lease user_id"),
        Table("phone_codes", erased: "contact purpose user_id mac protected_key expires_at"),
        Table("provider_tokens", impersonal: "app protected_token expires_at lease_until version"),
        Table("imported_users", erased: "user_id line_digest"),
        // Other programs are told that a number was erased: these rows must outlive it, and name nothing else.
        Table("events", impersonal: "id message_id type user_id created_at attempts next_at lease parked"),
        Table("organisations", impersonal: "id name name_key created_at"),
    }.SelectMany(columns => columns).ToDictionary(column => column.Name, column => column.Kind);

    private static IEnumerable<(string Name, ColumnKind Kind)> Table(
        string table,
        string impersonal = "",
        string erased = "",
        string expires = ""
    ) =>
        Names(table, impersonal, ColumnKind.Impersonal)
            .Concat(Names(table, erased, ColumnKind.Erased))
            .Concat(Names(table, expires, ColumnKind.Expires));

    private static IEnumerable<(string Name, ColumnKind Kind)> Names(string table, string columns, ColumnKind kind) =>
        columns.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(column => ($"{table}.{column}", kind));
}
