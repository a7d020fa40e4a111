// A mini program has no cookies: it keeps the token itself and sends it in the header "token".
// In a mini program "fetch" is wx.request, and the code comes from wx.login.
const service = 'http://127.0.0.1:5080';
let token = '';

async function call(method, path, body) {
  const response = await fetch(service + path, {
    method,
    headers: { 'Content-Type': 'application/json', ...(token && { token }) },
    body: body && JSON.stringify(body),
  });
  // Less than an hour left: the answer carries the next token.
  token = response.headers.get('update-token') ?? token;
  const answer = await response.json();
  if (answer.code !== 0) throw new Error(`${response.headers.get('X-Error-Reason')}: ${answer.msg}`);
  return answer.data;
}

const me = await call('POST', '/api/login', { platform: 'weapp', code: 'demo-lin' });
token = me.token;
const first = token;
const detail = await call('GET', '/api/user/detail');
const renewed = token !== first;
await call('POST', '/api/logout', {});
const after = await call('GET', '/api/user/detail').catch((error) => error.message);
console.log(JSON.stringify({ id: detail.id === me.id, renewed, after: after.split(':')[0] }));
