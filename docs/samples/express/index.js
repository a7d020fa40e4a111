// An Express API that asks AegisAuth about each token (RFC 7662). No library of ours.
import express from 'express';

const introspection = 'http://127.0.0.1:5080/oauth2/introspect';
const credentials = 'Basic ' + Buffer.from('demo:demo-secret').toString('base64');

async function authenticate(request, response, next) {
  const token = request.get('Authorization')?.match(/^Bearer (.+)$/i)?.[1];
  if (!token) return response.set('WWW-Authenticate', 'Bearer').sendStatus(401);

  // In the body, never in the address: addresses end up in logs.
  const answer = await fetch(introspection, {
    method: 'POST',
    headers: { Authorization: credentials },
    body: new URLSearchParams({ token }),
    signal: AbortSignal.timeout(2000),
  });
  if (!answer.ok) return response.sendStatus(503);

  request.user = await answer.json();
  if (!request.user.active) return response.set('WWW-Authenticate', 'Bearer error="invalid_token"').sendStatus(401);
  next();
}

const mayManage = (request, response, next) => (request.user.role === 'super-admin' ? next() : response.sendStatus(403));

const app = express();
app.get('/orders', authenticate, (request, response) => response.json({ of: request.user.sub }));
app.get('/prices', authenticate, mayManage, (request, response) => response.json({ by: request.user.sub }));
app.listen(8000, '127.0.0.1');
