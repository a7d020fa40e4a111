import createClient from "openapi-fetch";
import type { paths } from "./api.js";

const client = createClient<paths>({ baseUrl: process.env.AEGISAUTH_URL! });
const user_password = "AegisSpeed-2026";

const login = await client.POST("/user/login/login_admin_info_by_aegisspeed_id", {
  body: { user_AegisSpeed_id: "ASD000001", user_password },
});
const headers = { Authorization: `Bearer ${login.data!.token}` };
await client.POST("/user/login_admin_info/verify/get_secret_admin_password", { headers, body: { user_password } });
const info = await client.GET("/user/info/get_admin_info", { headers });
const users = await client.GET("/user/manage/users", { headers });
const id: string = info.data!.data.admin_AegisSpeed_id;
const items = users.data!.data.items;
console.log(`${id} sees ${items.length} accounts`);
process.exit(id === "ASD000001" && items.some((user) => user.user_AegisSpeed_id === "ASD000004") ? 0 : 1);
