-- What wrk sends to a peer: PATH with BODY (a POST) or with the header that NAME and VALUE give (a GET).
-- In BODY and VALUE, %d becomes one of the twenty users. Prints one line of JSON at the end.
local path, body, name = os.getenv("LOAD_PATH"), os.getenv("BODY"), os.getenv("NAME")
local function one(text) return (text:gsub("%%d", tostring(math.random(0, 19)))) end

function request()
  if body then
    return wrk.format("POST", path, { ["Content-Type"] = "application/json", Origin = os.getenv("ORIGIN") }, one(body))
  end
  return wrk.format("GET", path, { [name] = os.getenv("VALUE") })
end

function done(summary)
  io.write(string.format('JSON {"requests":%d,"seconds":%f,"wrong":%d}\n', summary.requests, summary.duration / 1e6,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
