-- Six digits on their way to a phone. What is stored is their HMAC; its key is encrypted by the key ring, because six
-- digits behind a bare hash are read back in a second. One row for each number and purpose: a new code takes the place
-- of the one before. user_id is 0 where nobody is signed in.
CREATE TABLE phone_codes (
    contact NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL,
    purpose NVARCHAR(16) COLLATE Latin1_General_BIN2 NOT NULL,
    user_id BIGINT NOT NULL,
    mac BINARY(32) NOT NULL,
    protected_key NVARCHAR(1024) COLLATE Latin1_General_BIN2 NOT NULL,
    expires_at BIGINT NOT NULL,
    CONSTRAINT phone_codes_key PRIMARY KEY (contact, purpose, user_id)
);
CREATE INDEX phone_codes_by_expiry ON phone_codes (expires_at);

-- Access tokens of providers, which all nodes share. While lease_until is ahead, one node asks for the next.
CREATE TABLE provider_tokens (
    app NVARCHAR(200) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT provider_tokens_key PRIMARY KEY,
    protected_token NVARCHAR(MAX) COLLATE Latin1_General_BIN2 NOT NULL,
    expires_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    version BIGINT NOT NULL
);
