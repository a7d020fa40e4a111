-- Which line of a file an account was made from: an import that was killed knows its lines again. Nothing of the password
-- is in the digest.
CREATE TABLE imported_users (
    user_id BIGINT NOT NULL CONSTRAINT imported_users_key PRIMARY KEY REFERENCES users (id),
    line_digest BINARY(32) NOT NULL
);
