-- Asks AegisAuth about a request. Only what can carry a token goes along.
local service = "http://127.0.0.1:5080"

core.register_action("forward-auth", { "http-req" }, function(txn)
  local sent = txn.http:req_get_headers()
  local asked = { headers = {} }
  for _, name in ipairs({ "authorization", "token", "cookie" }) do
    if sent[name] then
      asked.headers[name] = { sent[name][0] }
    end
  end
  asked.url = service .. txn:get_var("txn.ask")

  local answer = core.httpclient():get(asked)
  txn:set_var("txn.auth_status", tostring(answer and answer.status or 0))
  for _, name in ipairs({ "remote-user", "remote-groups", "remote-name" }) do
    local value = answer and answer.headers and answer.headers[name]
    txn:set_var("txn." .. name:gsub("-", "_"), value and value[0] or "")
  end
end)
