// The site envelope {code, msg, data}: callers get data, or a Refusal whose message can be shown as it is.
// The session is the HttpOnly cookie and nothing else: a fresh token in `update-token` comes with its cookie too,
// so no script ever holds, reads or stores a token.

import { locale, t } from './i18n.js';

const notLoggedIn = 1001;
const notAllowed = 1002;

export class Refusal extends Error {
  constructor(code, message, status) {
    super(message);
    this.code = code;
    this.status = status;
  }

  get notLoggedIn() { return this.code === notLoggedIn; }

  /** To a call of the own account this means one thing: the password must be changed first. */
  get notAllowed() { return this.code === notAllowed; }

  get wantsCaptcha() { return this.reason === 'captcha-required'; }

  /** The proof was right, and the owner is closing the account. */
  get isClosing() { return this.reason === 'account-closing'; }

  get wantsProof() { return this.reason === 'recent-login-required'; }

  /** No answer arrived at all, so the request may or may not have been carried out. */
  get lost() { return this.code === 'network'; }
}

async function send(method, path, body, headers) {
  let response;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      headers: {
        'Accept': 'application/json',
        'Accept-Language': locale(),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    // fetch tells no reason, on purpose of the platform; there is nothing more to say than this.
    throw new Refusal('network', t('error.network'));
  }
  return read(response);
}

async function read(response) {
  let envelope;
  try {
    envelope = await response.json();
  } catch {
    // A proxy's error page, or an answer cut short: not ours, so its text is not for the user.
    throw new Refusal('server', t('error.server'), response.status);
  }
  if (envelope?.code === 0) return envelope.data;
  const seconds = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  const message = envelope?.msg || t('error.server');
  const refusal = new Refusal(
    envelope?.code, seconds > 0 ? t('error.retry', { message, seconds }) : message, response.status);
  refusal.retryAfter = seconds > 0 ? seconds : undefined;
  refusal.reason = response.headers.get('X-Error-Reason');
  throw refusal;
}

export const get = path => send('GET', path);
export const post = (path, body = {}) => send('POST', path, body);

/**
 * Redeems a provider's one-shot code. If the answer gets lost the code is spent and the user stranded, so the same
 * request goes out once more under the same Idempotency-Key and the server repeats its first answer.
 */
export async function redeem(path, body) {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const headers = { 'Idempotency-Key': Array.from(random, byte => byte.toString(16).padStart(2, '0')).join('') };
  try {
    return await send('POST', path, body, headers);
  } catch (error) {
    if (!(error instanceof Refusal && error.lost)) throw error;
    return send('POST', path, body, headers);
  }
}
