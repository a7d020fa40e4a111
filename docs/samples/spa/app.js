// A single-page application on another origin of the same site, such as shop.example.com beside login.example.com.
// The service needs Site:AllowedOrigins with the origin of this page.

const service = document.documentElement.dataset.service;
const told = document.getElementById('told');

// The browser keeps the token in a cookie that no script can read; "include" sends it along.
async function call(method, path, body) {
  const response = await fetch(service + path, {
    method,
    credentials: 'include',
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const { code, msg, data } = await response.json();
  if (code !== 0) throw new Error(msg);
  // Less than an hour was left: the answer has brought a fresh cookie too. A client without cookies keeps this token.
  return { data, renewed: response.headers.has('update-token') };
}

async function say(work) {
  try {
    told.textContent = await work();
  } catch (error) {
    told.textContent = error.message;
  }
}

document.getElementById('login').addEventListener('submit', event => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(event.target));
  say(async () => `Welcome ${(await call('POST', '/api/login', fields)).data.user_name}`);
});

document.getElementById('who').addEventListener('click', () => say(async () => {
  const { data, renewed } = await call('GET', '/api/user/detail');
  return `You are ${data.user_name}${renewed ? ', renewed' : ''}`;
}));

document.getElementById('logout').addEventListener('click', () => say(async () => {
  await call('POST', '/api/logout');
  return 'Logged out';
}));
