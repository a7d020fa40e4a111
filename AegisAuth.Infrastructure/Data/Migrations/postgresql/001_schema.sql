-- Times are unix milliseconds, UTC. Keys are made by the application. Text is compared and sorted by its code points,
-- whatever the collation of the database is, as SQLite does. What is true or false is 1 or 0, as on the other engines.

CREATE TABLE users (
    id BIGINT NOT NULL PRIMARY KEY,
    aegisspeed_id TEXT COLLATE "C" NOT NULL UNIQUE,
    role INTEGER NOT NULL,
    organisation_id BIGINT NULL,
    enabled INTEGER NOT NULL,
    nickname TEXT COLLATE "C" NOT NULL,
    user_name TEXT COLLATE "C" NOT NULL,
    user_name_key TEXT COLLATE "C" NOT NULL UNIQUE,
    password_hash TEXT COLLATE "C" NULL,
    must_change_password INTEGER NOT NULL,
    protected_resident_id TEXT COLLATE "C" NULL,
    email TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C" NOT NULL,
    real_name TEXT COLLATE "C" NOT NULL,
    avatar_url TEXT COLLATE "C" NOT NULL,
    parent_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    is_retailer INTEGER NOT NULL,
    balance BIGINT NOT NULL,
    total_reward BIGINT NOT NULL,
    invite_code TEXT COLLATE "C" NOT NULL UNIQUE,
    last_login_at BIGINT NULL,
    expires_at BIGINT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX users_by_role ON users (role, id);
CREATE INDEX users_by_organisation ON users (organisation_id, id);

-- What a user may log in with beside the user name: a row exists only once it is proven.
CREATE TABLE verified_contacts (
    contact_key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    verified_at BIGINT NOT NULL
);
CREATE INDEX verified_contacts_by_user ON verified_contacts (user_id);

CREATE TABLE sequences (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO sequences (name, value) VALUES ('users', 0);
-- Nothing is counted here: a transaction that changes roles or accounts updates this row first, so that there is one at a time.
INSERT INTO sequences (name, value) VALUES ('management', 0);

CREATE TABLE sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id),
    surface INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    user_agent TEXT COLLATE "C" NOT NULL,
    secret_hash BYTEA NULL,
    secret_expires_at BIGINT NULL,
    renewed_at BIGINT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, surface);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE login_attempts (
    attempt_key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    pending_until BIGINT NOT NULL,
    window_started_at BIGINT NOT NULL,
    paused_until BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX login_attempts_by_touch ON login_attempts (touched_at);

CREATE TABLE audit_entries (
    sequence BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    target TEXT COLLATE "C" NOT NULL,
    organisation_id BIGINT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    user_agent TEXT COLLATE "C" NOT NULL,
    correlation_id TEXT COLLATE "C" NOT NULL,
    previous_hash BYTEA NOT NULL,
    hash BYTEA NOT NULL
);
CREATE INDEX audit_entries_by_target ON audit_entries (target, sequence);
CREATE INDEX audit_entries_by_organisation ON audit_entries (organisation_id, sequence);

-- One row: the last link of the chain, and the last link that retention took away.
CREATE TABLE audit_head (
    id BIGINT NOT NULL PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    pruned_sequence BIGINT NOT NULL,
    pruned_hash BYTEA NOT NULL
);
INSERT INTO audit_head (id, sequence, hash, pruned_sequence, pruned_hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'), 0, decode(repeat('00', 32), 'hex'));

-- The key ring of ASP.NET Data Protection: what encrypts resident numbers and authenticator keys.
CREATE TABLE data_protection_keys (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    xml TEXT COLLATE "C" NOT NULL
);

CREATE TABLE authenticators (
    user_id BIGINT NOT NULL PRIMARY KEY REFERENCES users (id),
    protected_key TEXT COLLATE "C" NOT NULL,
    confirmed INTEGER NOT NULL,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    code_hash BYTEA NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id)
);
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

CREATE TABLE captchas (
    id_hash BYTEA NOT NULL PRIMARY KEY,
    answer TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX captchas_by_expiry ON captchas (expires_at);

-- Links and codes sent to a person: e-mail verification, password reset.
CREATE TABLE one_time_codes (
    code_hash BYTEA NOT NULL PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    purpose TEXT COLLATE "C" NOT NULL,
    contact TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX one_time_codes_by_user ON one_time_codes (user_id, purpose);
CREATE INDEX one_time_codes_by_expiry ON one_time_codes (expires_at);

CREATE TABLE login_states (
    state_hash BYTEA NOT NULL PRIMARY KEY,
    platform TEXT COLLATE "C" NOT NULL,
    browser_hash BYTEA NOT NULL,
    protected_verifier TEXT COLLATE "C" NOT NULL,
    nonce TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX login_states_by_expiry ON login_states (expires_at);

-- Several rows with one id are several subjects of one outside account; one of them is no alias.
CREATE TABLE external_identities (
    provider TEXT COLLATE "C" NOT NULL,
    app_id TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    is_alias INTEGER NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    union_family TEXT COLLATE "C" NULL,
    union_id TEXT COLLATE "C" NULL,
    display_name TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    last_login_at BIGINT NOT NULL,
    PRIMARY KEY (provider, app_id, subject)
);
CREATE INDEX external_identities_by_user ON external_identities (user_id);

CREATE TABLE union_identities (
    family TEXT COLLATE "C" NOT NULL,
    union_id TEXT COLLATE "C" NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (family, union_id)
);
CREATE INDEX union_identities_by_user ON union_identities (user_id);

-- First answers kept for one minute for clients that lost them.
CREATE TABLE idempotent_answers (
    key_hash BYTEA NOT NULL PRIMARY KEY,
    request_hash BYTEA NOT NULL,
    protected_answer TEXT COLLATE "C" NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX idempotent_answers_by_expiry ON idempotent_answers (expires_at);
