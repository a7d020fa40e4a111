// A forgotten password: ask for a link, then choose a new one on the page it leads to.

import { post } from './api.js';
import { byId } from './dom.js';
import { handle, say } from './forms.js';
import { t } from './i18n.js';
import { show, showLogin } from './views.js';

export function startForgot() {
  handle(byId('forgot-form'), async ({ email }) => {
    await post('/api/password/reset', { email });
    byId('forgot-form').reset();
    return t('forgot.sent');
  });
}

/** The token leaves the address bar at once: it must not stay in the history, nor in a screenshot. */
export function startReset(token) {
  history.replaceState(null, '', '/');
  show('reset');
  handle(byId('reset-form'), async ({ password }) => {
    await post('/api/password/reset', { token, password });
    byId('reset-form').reset();
    showLogin();
    say(byId('login-notice'), 'success', t('reset.done'));
  });
}
