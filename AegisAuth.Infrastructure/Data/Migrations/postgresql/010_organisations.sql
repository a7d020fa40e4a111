-- The names of organisations. An organisation whose number is in use and has no row here has no name yet.
CREATE TABLE organisations (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);
