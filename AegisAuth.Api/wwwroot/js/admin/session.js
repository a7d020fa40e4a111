// The admin envelope {status, code, result, data}. Token and dynamic secret live in this module and nowhere else: a
// reload, a closed tab or a logout is the end of them.

import { Refusal } from '../api.js';
import { t, word } from '../i18n.js';

const success = '10000';
const tokenGone = '10001';
const secretGone = '10004';
const wantsAuthenticator = '10014';

let token = null;
let secret = null;
let handlers = {};

/** Who is signed in, as the service shows the account; null before that is known. */
export let me = null;

export const setMe = account => { me = account; };

/**
 * What to do when the service asks for more: `secret` gets a dynamic secret or throws, `authenticator` shows how to
 * enrol one, `ended` goes back to the login.
 */
export const whenAsked = given => { handlers = given; };

export function begin(given) {
  token = given;
  secret = null;
  me = null;
}

export const isSignedIn = () => token !== null;

export function end() {
  begin(null);
}

function sentence(envelope, path, response) {
  const place = path.startsWith('/user/login/') ? 'login.code' : 'admin.code';
  const why = envelope.data?.reason && word(`admin.${envelope.data.reason}`);
  const message = why ?? word(`${place}.${envelope.code}`) ?? envelope.result ?? t('error.server');
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  return seconds > 0 ? t('error.retry', { message, seconds }) : message;
}

/** One request. Brings the whole envelope, or the text where it is none; throws a Refusal that can be shown as it is. */
export async function send(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'omit',
      cache: 'no-store',
      headers: {
        'Accept': 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token === null ? {} : { 'Authorization': `Bearer ${token}` }),
        ...(secret === null ? {} : { 'X-Dynamic-Secret': secret }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refusal('network', t('error.network'));
  }
  if (response.headers.get('Content-Type')?.startsWith('application/x-ndjson')) return response.text();
  let envelope;
  try {
    envelope = await response.json();
  } catch {
    throw new Refusal('server', t('error.server'), response.status);
  }
  if (envelope?.code === success) return envelope;
  throw new Refusal(envelope?.code, sentence(envelope ?? {}, path, response), response.status);
}

/** A request of the signed-in administrator. Where the dynamic secret has ended it is asked for, and the request goes on. */
export async function call(method, path, body) {
  for (let asked = false; ; asked = true) {
    const used = token;
    try {
      const answer = await send(method, path, body);
      return typeof answer === 'string' ? answer : answer.data;
    } catch (error) {
      // Signed out or in again meanwhile: the answer belongs to no session any more.
      if (used !== token) throw error;
      if (error.code === secretGone && error.status === 401 && !asked) {
        secret = null;
        await handlers.secret();
        continue;
      }
      if (error.code === tokenGone && error.status === 401) handlers.ended();
      if (error.code === wantsAuthenticator) handlers.authenticator();
      throw error;
    }
  }
}

export const get = path => call('GET', path);
export const post = (path, body) => call('POST', path, body);

/** Proves presence and keeps the dynamic secret. */
export async function stepUp(proof) {
  const { data } = await send('POST', '/user/login_admin_info/verify/get_secret_admin_password', proof);
  secret = data.secret;
}

/** A query string of what is given; empty things are left out. */
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return given.length ? `?${new URLSearchParams(given)}` : '';
}
