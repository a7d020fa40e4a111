// Where a browser goes after the login: what `?next=` asked for, if the service knows the origin, else the dashboard. The
// wish is kept for this tab, because a provider's page lies between.

import { get } from './api.js';

const key = 'aegis.next';
const wished = new URLSearchParams(location.search).get('next');
if (wished) sessionStorage.setItem(key, wished);

/** Goes on. The service judges the address: a page must not decide where a login may lead. */
export async function goOn() {
  const next = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  let known;
  try {
    known = next ? (await get(`/api/return?next=${encodeURIComponent(next)}`)).next : undefined;
  } catch {
    // The login is done; a wish that cannot be judged is not followed.
    known = undefined;
  }
  location.replace(known ?? '/dashboard');
}
