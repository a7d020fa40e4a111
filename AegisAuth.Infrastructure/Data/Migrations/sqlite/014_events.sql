-- What other programs are told of: a row from the transaction of the thing itself until the receiver has taken it. The
-- engine numbers the rows, so that the events of one user, whose row each transaction locks, keep their order.
CREATE TABLE events (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    lease TEXT NULL,
    parked INTEGER NOT NULL
);
CREATE INDEX events_by_user ON events (user_id, parked, id);
CREATE INDEX events_by_next ON events (parked, next_at);
