-- The names of organisations. An organisation whose number is in use and has no row here has no name yet.
CREATE TABLE organisations (
    id BIGINT NOT NULL CONSTRAINT organisations_key PRIMARY KEY,
    name NVARCHAR(64) NOT NULL,
    name_key NVARCHAR(64) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT organisations_name_key_unique UNIQUE,
    created_at BIGINT NOT NULL
);
