-- Times are unix milliseconds, UTC. Keys are made by the application.

CREATE TABLE users (
    id INTEGER NOT NULL PRIMARY KEY,
    aegisspeed_id TEXT NOT NULL UNIQUE,
    role INTEGER NOT NULL,
    organisation_id INTEGER NULL,
    enabled INTEGER NOT NULL,
    nickname TEXT NOT NULL,
    user_name TEXT NOT NULL,
    user_name_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NULL,
    must_change_password INTEGER NOT NULL,
    protected_resident_id TEXT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    real_name TEXT NOT NULL,
    avatar_url TEXT NOT NULL,
    parent_id INTEGER NOT NULL,
    group_id INTEGER NOT NULL,
    is_retailer INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    total_reward INTEGER NOT NULL,
    invite_code TEXT NOT NULL UNIQUE,
    last_login_at INTEGER NULL,
    expires_at INTEGER NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE INDEX users_by_role ON users (role, id);
CREATE INDEX users_by_organisation ON users (organisation_id, id);

-- What a user may log in with beside the user name: a row exists only once it is proven.
CREATE TABLE verified_contacts (
    contact_key TEXT NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    verified_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX verified_contacts_by_user ON verified_contacts (user_id);

CREATE TABLE sequences (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO sequences (name, value) VALUES ('users', 0);
-- Nothing is counted here: whoever changes roles or accounts updates this row first, so that one does at a time.
INSERT INTO sequences (name, value) VALUES ('management', 0);

CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    user_id INTEGER NOT NULL REFERENCES users (id),
    surface INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    secret_hash BLOB NULL,
    secret_expires_at INTEGER NULL,
    renewed_at INTEGER NULL
) WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id, surface);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE login_attempts (
    attempt_key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    pending_until INTEGER NOT NULL,
    window_started_at INTEGER NOT NULL,
    paused_until INTEGER NOT NULL,
    touched_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX login_attempts_by_touch ON login_attempts (touched_at);

CREATE TABLE audit_entries (
    sequence INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    actor TEXT NOT NULL,
    target TEXT NOT NULL,
    organisation_id INTEGER NULL,
    outcome TEXT NOT NULL,
    reason TEXT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    previous_hash BLOB NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX audit_entries_by_target ON audit_entries (target, sequence);
CREATE INDEX audit_entries_by_organisation ON audit_entries (organisation_id, sequence);

-- One row: the last link of the chain, and the last link that retention took away.
CREATE TABLE audit_head (
    id INTEGER NOT NULL PRIMARY KEY,
    sequence INTEGER NOT NULL,
    hash BLOB NOT NULL,
    pruned_sequence INTEGER NOT NULL,
    pruned_hash BLOB NOT NULL
);
INSERT INTO audit_head (id, sequence, hash, pruned_sequence, pruned_hash) VALUES (1, 0, zeroblob(32), 0, zeroblob(32));

-- The key ring of ASP.NET Data Protection: what encrypts resident numbers and authenticator keys.
CREATE TABLE data_protection_keys (
    name TEXT NOT NULL PRIMARY KEY,
    xml TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE authenticators (
    user_id INTEGER NOT NULL PRIMARY KEY REFERENCES users (id),
    protected_key TEXT NOT NULL,
    confirmed INTEGER NOT NULL,
    last_step INTEGER NOT NULL,
    created_at INTEGER NOT NULL
);

CREATE TABLE recovery_codes (
    code_hash BLOB NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id)
) WITHOUT ROWID;
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

CREATE TABLE captchas (
    id_hash BLOB NOT NULL PRIMARY KEY,
    answer TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX captchas_by_expiry ON captchas (expires_at);

-- Links and codes sent to a person: e-mail verification, password reset.
CREATE TABLE one_time_codes (
    code_hash BLOB NOT NULL PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    purpose TEXT NOT NULL,
    contact TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX one_time_codes_by_user ON one_time_codes (user_id, purpose);
CREATE INDEX one_time_codes_by_expiry ON one_time_codes (expires_at);

CREATE TABLE login_states (
    state_hash BLOB NOT NULL PRIMARY KEY,
    platform TEXT NOT NULL,
    browser_hash BLOB NOT NULL,
    protected_verifier TEXT NOT NULL,
    nonce TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX login_states_by_expiry ON login_states (expires_at);

-- Several rows with one id are several subjects of one outside account; one of them is no alias.
CREATE TABLE external_identities (
    provider TEXT NOT NULL,
    app_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    id TEXT NOT NULL,
    is_alias INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    union_family TEXT NULL,
    union_id TEXT NULL,
    display_name TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_login_at INTEGER NOT NULL,
    PRIMARY KEY (provider, app_id, subject)
) WITHOUT ROWID;
CREATE INDEX external_identities_by_user ON external_identities (user_id);

CREATE TABLE union_identities (
    family TEXT NOT NULL,
    union_id TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    PRIMARY KEY (family, union_id)
) WITHOUT ROWID;
CREATE INDEX union_identities_by_user ON union_identities (user_id);

-- First answers kept for one minute for clients that lost them.
CREATE TABLE idempotent_answers (
    key_hash BLOB NOT NULL PRIMARY KEY,
    request_hash BLOB NOT NULL,
    protected_answer TEXT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX idempotent_answers_by_expiry ON idempotent_answers (expires_at);
