-- Mails on their way: a row until the mail server has taken it, so that neither a restart nor a server that is away
-- loses one. The text holds codes and is encrypted by the key ring.
CREATE TABLE queued_mails (
    id CHAR(32) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT queued_mails_key PRIMARY KEY,
    protected_message NVARCHAR(MAX) COLLATE Latin1_General_BIN2 NOT NULL,
    attempts INT NOT NULL,
    next_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    lease CHAR(32) COLLATE Latin1_General_BIN2 NULL
);
CREATE INDEX queued_mails_by_next ON queued_mails (next_at);
