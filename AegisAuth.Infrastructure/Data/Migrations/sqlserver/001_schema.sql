-- Times are unix milliseconds, UTC. Keys are made by the application. Text that a statement compares has a BIN2
-- collation, whatever the one of the database is: it is compared exactly, as SQLite does.

CREATE TABLE users (
    id BIGINT NOT NULL CONSTRAINT users_key PRIMARY KEY,
    aegisspeed_id CHAR(9) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT users_aegisspeed_id_unique UNIQUE,
    role INT NOT NULL,
    organisation_id BIGINT NULL,
    enabled BIT NOT NULL,
    nickname NVARCHAR(64) NOT NULL,
    user_name NVARCHAR(64) NOT NULL,
    user_name_key NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT users_user_name_key_unique UNIQUE,
    password_hash NVARCHAR(256) COLLATE Latin1_General_BIN2 NULL,
    must_change_password BIT NOT NULL,
    protected_resident_id NVARCHAR(1024) NULL,
    email NVARCHAR(254) NOT NULL,
    phone NVARCHAR(32) NOT NULL,
    real_name NVARCHAR(64) NOT NULL,
    avatar_url NVARCHAR(512) NOT NULL,
    parent_id BIGINT NOT NULL,
    group_id BIGINT NOT NULL,
    is_retailer INT NOT NULL,
    balance BIGINT NOT NULL,
    total_reward BIGINT NOT NULL,
    invite_code NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT users_invite_code_unique UNIQUE,
    last_login_at BIGINT NULL,
    expires_at BIGINT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX users_by_role ON users (role, id);
CREATE INDEX users_by_organisation ON users (organisation_id, id);

-- What a user may log in with beside the user name: a row exists only once it is proven.
CREATE TABLE verified_contacts (
    contact_key NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT verified_contacts_key PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    verified_at BIGINT NOT NULL
);
CREATE INDEX verified_contacts_by_user ON verified_contacts (user_id);

CREATE TABLE sequences (
    name NVARCHAR(128) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT sequences_key PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO sequences (name, value) VALUES ('users', 0);
-- Nothing is counted here: whoever changes roles or accounts updates this row first, so that one does at a time.
INSERT INTO sequences (name, value) VALUES ('management', 0);

CREATE TABLE sessions (
    token_hash BINARY(32) NOT NULL CONSTRAINT sessions_key PRIMARY KEY,
    id NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT sessions_id_unique UNIQUE,
    user_id BIGINT NOT NULL REFERENCES users (id),
    surface INT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    address NVARCHAR(64) NOT NULL,
    user_agent NVARCHAR(256) NOT NULL,
    secret_hash BINARY(32) NULL,
    secret_expires_at BIGINT NULL,
    renewed_at BIGINT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, surface);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE login_attempts (
    attempt_key NVARCHAR(200) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT login_attempts_key PRIMARY KEY,
    failures INT NOT NULL,
    pending INT NOT NULL,
    pending_until BIGINT NOT NULL,
    window_started_at BIGINT NOT NULL,
    paused_until BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE INDEX login_attempts_by_touch ON login_attempts (touched_at);

CREATE TABLE audit_entries (
    sequence BIGINT NOT NULL CONSTRAINT audit_entries_key PRIMARY KEY,
    at BIGINT NOT NULL,
    action NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL,
    actor NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL,
    target NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL,
    organisation_id BIGINT NULL,
    outcome NVARCHAR(16) COLLATE Latin1_General_BIN2 NOT NULL,
    reason NVARCHAR(128) NOT NULL,
    address NVARCHAR(64) NOT NULL,
    user_agent NVARCHAR(256) NOT NULL,
    correlation_id NVARCHAR(64) NOT NULL,
    previous_hash BINARY(32) NOT NULL,
    hash BINARY(32) NOT NULL
);
CREATE INDEX audit_entries_by_target ON audit_entries (target, sequence);
CREATE INDEX audit_entries_by_organisation ON audit_entries (organisation_id, sequence);

-- One row: the last link of the chain, and the last link that retention took away.
CREATE TABLE audit_head (
    id BIGINT NOT NULL CONSTRAINT audit_head_key PRIMARY KEY,
    sequence BIGINT NOT NULL,
    hash BINARY(32) NOT NULL,
    pruned_sequence BIGINT NOT NULL,
    pruned_hash BINARY(32) NOT NULL
);
INSERT INTO audit_head (id, sequence, hash, pruned_sequence, pruned_hash) VALUES (1, 0, 0x0000000000000000000000000000000000000000000000000000000000000000, 0, 0x0000000000000000000000000000000000000000000000000000000000000000);

-- The key ring of ASP.NET Data Protection: what encrypts resident numbers and authenticator keys.
CREATE TABLE data_protection_keys (
    name NVARCHAR(128) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT data_protection_keys_key PRIMARY KEY,
    xml NVARCHAR(MAX) NOT NULL
);

CREATE TABLE authenticators (
    user_id BIGINT NOT NULL CONSTRAINT authenticators_key PRIMARY KEY REFERENCES users (id),
    protected_key NVARCHAR(1024) COLLATE Latin1_General_BIN2 NOT NULL,
    confirmed BIT NOT NULL,
    last_step BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE recovery_codes (
    code_hash BINARY(32) NOT NULL CONSTRAINT recovery_codes_key PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id)
);
CREATE INDEX recovery_codes_by_user ON recovery_codes (user_id);

CREATE TABLE captchas (
    id_hash BINARY(32) NOT NULL CONSTRAINT captchas_key PRIMARY KEY,
    answer NVARCHAR(256) NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX captchas_by_expiry ON captchas (expires_at);

-- Links and codes sent to a person: e-mail verification, password reset.
CREATE TABLE one_time_codes (
    code_hash BINARY(32) NOT NULL CONSTRAINT one_time_codes_key PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    purpose NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
    contact NVARCHAR(300) COLLATE Latin1_General_BIN2 NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX one_time_codes_by_user ON one_time_codes (user_id, purpose);
CREATE INDEX one_time_codes_by_expiry ON one_time_codes (expires_at);

CREATE TABLE login_states (
    state_hash BINARY(32) NOT NULL CONSTRAINT login_states_key PRIMARY KEY,
    platform NVARCHAR(16) NOT NULL,
    browser_hash BINARY(32) NOT NULL,
    protected_verifier NVARCHAR(1024) NOT NULL,
    nonce NVARCHAR(128) COLLATE Latin1_General_BIN2 NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX login_states_by_expiry ON login_states (expires_at);

-- Several rows with one id are several subjects of one outside account; one of them is no alias.
CREATE TABLE external_identities (
    provider NVARCHAR(16) COLLATE Latin1_General_BIN2 NOT NULL,
    app_id NVARCHAR(128) COLLATE Latin1_General_BIN2 NOT NULL,
    subject NVARCHAR(255) COLLATE Latin1_General_BIN2 NOT NULL,
    id NVARCHAR(32) COLLATE Latin1_General_BIN2 NOT NULL,
    is_alias BIT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    union_family NVARCHAR(16) COLLATE Latin1_General_BIN2 NULL,
    union_id NVARCHAR(128) COLLATE Latin1_General_BIN2 NULL,
    display_name NVARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    last_login_at BIGINT NOT NULL,
    CONSTRAINT external_identities_key PRIMARY KEY (provider, app_id, subject)
);
CREATE INDEX external_identities_by_user ON external_identities (user_id);

CREATE TABLE union_identities (
    family NVARCHAR(16) COLLATE Latin1_General_BIN2 NOT NULL,
    union_id NVARCHAR(128) COLLATE Latin1_General_BIN2 NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    CONSTRAINT union_identities_key PRIMARY KEY (family, union_id)
);
CREATE INDEX union_identities_by_user ON union_identities (user_id);

-- First answers kept for one minute for clients that lost them.
CREATE TABLE idempotent_answers (
    key_hash BINARY(32) NOT NULL CONSTRAINT idempotent_answers_key PRIMARY KEY,
    request_hash BINARY(32) NOT NULL,
    protected_answer NVARCHAR(MAX) NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX idempotent_answers_by_expiry ON idempotent_answers (expires_at);
