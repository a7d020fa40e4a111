// better-auth as its documentation sets it up: Node's own server, SQLite in a file, e-mail and password, bearer tokens.
import { createServer } from "node:http";
import { LibsqlDialect } from "@libsql/kysely-libsql";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { toNodeHandler } from "better-auth/node";

const port = Number(process.env.PORT);
const auth = betterAuth({
  baseURL: `http://127.0.0.1:${port}`,
  secret: "a secret of the bench, of more than thirty-two characters",
  database: { dialect: new LibsqlDialect({ url: `file:${process.env.DATABASE}` }), type: "sqlite" },
  emailAndPassword: { enabled: true },
  // What is measured is the work; its limits would end that, as ours are off in bench/run too.
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
});

await (await getMigrations(auth.options)).runMigrations();
for (let number = 0; number < 20; number++) {
  await auth.api.signUpEmail({ body: { name: `user${number}`, email: `user${number}@example.com`, password: "AegisSpeed-2026" } });
}
const handler = toNodeHandler(auth);
createServer((request, response) => (request.url === "/ready" ? response.end("ready") : handler(request, response))).listen(port, "127.0.0.1");
