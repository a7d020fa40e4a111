-- What wrk sends, by the environment: LOAD names the kind. Prints one line of JSON at the end.
local load, base = os.getenv("LOAD"), tonumber(os.getenv("SEED") or "0")
local json = { ["Content-Type"] = "application/json" }
local tokens, good = {}, 0
local threads, administrators, turn = {}, {}, 0

local function login(id, from)
  local body = '{"user_AegisSpeed_id":"' .. id .. '","user_password":"AegisSpeed-2026"}'
  return wrk.format("POST", "/user/login/login_admin_info_by_aegisspeed_id", { ["Content-Type"] = "application/json", ["X-Forwarded-For"] = from }, body)
end

function setup(thread) table.insert(threads, thread) end

function init()
  math.randomseed(base + 1)
  if load == "info" then
    for line in io.lines(os.getenv("TOKENS")) do
      table.insert(tokens, wrk.format("GET", "/user/info/get_admin_info", { Authorization = "Bearer " .. line }))
    end
  end
  if load == "introspect" then
    local form = { ["Content-Type"] = "application/x-www-form-urlencoded", Authorization = "Basic " .. os.getenv("CLIENT") }
    for line in io.lines(os.getenv("TOKENS")) do
      table.insert(tokens, wrk.format("POST", "/oauth2/introspect", form, "token=" .. line))
    end
  end
  if load == "admins" then
    for i = 0, tonumber(os.getenv("COUNT")) - 1 do
      local number = tonumber(os.getenv("FIRST")) + i
      local from = os.getenv("FAR") == "1" and "198.51.100." .. number or "198.51.100.1"
      table.insert(administrators, login(string.format("ASD9%05d", number), from))
    end
  end
  accepted = 0
end

local kinds = {
  floor = function() return wrk.format("GET", "/") end,
  mvc = function() return wrk.format("GET", "/mvc") end,
  vendor = function() return wrk.format("GET", "/sns/jscode2session?js_code=1") end,
  info = function() return tokens[math.random(#tokens)] end,
  introspect = function() return tokens[math.random(#tokens)] end,
  login = function() return login(string.format("ASD%06d", 1000 + math.random(0, 999))) end,
  -- Each in turn; with FAR each from another address.
  admins = function()
    turn = turn % #administrators + 1
    return administrators[turn]
  end,
  unknown = function() return login(string.format("ASZ%06d", math.random(0, 999999))) end,
  provider = function()
    return wrk.format("POST", "/api/login", json, '{"platform":"weapp","code":"' .. math.random(1000) .. '"}')
  end,
}
request = kinds[load]

-- These say in their body whether they did what was asked. Reading that of an introspection costs the client as much as a tenth of the
-- service's work, so only a run with CHECK does.
local signs = { admins = '"code":"10000"', provider = '"code":0', introspect = os.getenv("CHECK") and '"active":true' }
local sign = signs[load]
if sign then
  function response(status, headers, body)
    if status == 200 and body:find(sign, 1, true) then accepted = accepted + 1 end
  end
end

function done(summary, latency, requests)
  for _, thread in ipairs(threads) do good = good + (thread:get("accepted") or 0) end
  io.write(string.format(
    'JSON {"requests":%d,"seconds":%f,"non2xx":%d,"failed":%d,"accepted":%d,"p50":%f,"p99":%f,"mean":%f}\n',
    summary.requests, summary.duration / 1e6, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout, good,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.mean / 1000))
end
