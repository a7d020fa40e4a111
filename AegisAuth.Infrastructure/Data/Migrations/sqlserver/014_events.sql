-- What other programs are told of: a row from the transaction of the thing itself until the receiver has taken it. The
-- engine numbers the rows, so that the events of one user, whose row each transaction locks, keep their order.
CREATE TABLE events (
    id BIGINT IDENTITY NOT NULL CONSTRAINT events_key PRIMARY KEY,
    message_id NVARCHAR(40) COLLATE Latin1_General_BIN2 NOT NULL CONSTRAINT events_message_id UNIQUE,
    type NVARCHAR(40) COLLATE Latin1_General_BIN2 NOT NULL,
    user_id BIGINT NOT NULL CONSTRAINT events_user REFERENCES users (id),
    created_at BIGINT NOT NULL,
    attempts INT NOT NULL,
    next_at BIGINT NOT NULL,
    lease CHAR(32) COLLATE Latin1_General_BIN2 NULL,
    parked INT NOT NULL
);
CREATE INDEX events_by_user ON events (user_id, parked, id);
CREATE INDEX events_by_next ON events (parked, next_at);
