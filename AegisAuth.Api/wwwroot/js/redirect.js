// Out to a provider and back. What was begun is kept for this tab only, and only once: the state that comes back
// must be the one that went out, or an attacker's code could be slipped into this browser.

import { Refusal, get, redeem } from './api.js';
import { t } from './i18n.js';
import { platformName } from './platforms.js';
import { proven } from './proof.js';
import { orReopen } from './reopen.js';

const key = 'aegis.outside';

/** Leaves for the provider's page; `intent` is "login", "link" or "reopen". */
export async function depart(platform, intent) {
  const { url, state } = await get(`/api/${encodeURIComponent(platform)}/url`);
  const target = new URL(url, location.href);
  if (!/^https?:$/.test(target.protocol)) throw new Refusal('server', t('error.server'));
  sessionStorage.setItem(key, JSON.stringify({ platform, state, intent }));
  location.assign(target.href);
}

/** What a provider brought back in the address, or undefined. Cleans the address, so a reload does not try again. */
export function arrived() {
  const query = new URLSearchParams(location.search);
  const code = query.get('code') ?? query.get('auth_code');
  const state = query.get('state');
  const error = query.get('error');
  if (!code && !state && !error) return undefined;

  history.replaceState(null, '', location.pathname);
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  // Which authority answered (RFC 9207); the service compares it.
  const iss = query.get('iss') ?? undefined;
  return { code, state, iss, error, begun: kept ? JSON.parse(kept) : undefined };
}

/** Finishes what `depart` began: logs in, or links to the account that is logged in. */
export async function finish({ code, state, iss, error, begun }) {
  if (!begun || !state || state !== begun.state) throw new Refusal(-1, t('error.state'));
  const platform = platformName(begun.platform);
  if (error && error !== 'access_denied') throw new Refusal(-1, t('returning.refused', { platform }));
  // WeChat tells a refusal by bringing the state without a code.
  if (!code) throw new Refusal(-1, t('returning.cancelled', { platform }));
  await redeemCode({ platform: begun.platform, code, state, iss }, begun.intent);
}

/** The service looks at the proof before it spends the code, so the same code can be brought again with it. */
export function redeemCode(body, intent) {
  switch (intent) {
    case 'link': return proven(proof => redeem('/api/user/logins/link', { ...body, ...proof }));
    case 'reopen': return redeem('/api/user/reopen', body);
    default: return orReopen(() => redeem('/api/login', body), () => reopen(body));
  }
}

// The code is spent. A way that has a page brings another one from there.
async function reopen(body) {
  if (!body.state) return redeem('/api/user/reopen', body);
  await depart(body.platform, 'reopen');
  // The browser is leaving; nothing goes on here.
  return new Promise(() => {});
}
