// The signed-in page: one account, its ways in, its sessions and its password.

import { get, post } from './api.js';
import { byId, el } from './dom.js';
import { fillDetails, showDetails, startDetails, startPhoneProof } from './details.js';
import { leave, take, waitingProof } from './flash.js';
import { handle, reason, revealButtons, say } from './forms.js';
import { onLanguage, startLanguage, t, translate } from './i18n.js';
import { startLeaving } from './leaving.js';
import { startLinks } from './links.js';
import { startPasskeys } from './passkeys.js';
import { startSessions } from './sessions.js';
import { day } from './times.js';

const notices = byId('dashboard-notice');

/** A session that ended meanwhile sends the reader to the login page; anything else is told where it happened. */
function failed(error, region = notices) {
  if (error.notLoggedIn) {
    leave('error', t('flash.expired'));
    location.replace('/');
    return;
  }
  say(region, 'error', reason(error));
}

function greet(account) {
  const name = account.real_name || account.user_name;
  byId('avatar').textContent = Array.from(name)[0]?.toUpperCase() ?? '';
  byId('greeting').removeAttribute('data-i18n');
  byId('greeting').textContent = t('dash.hello', { name });
  byId('since').textContent = t('dash.since', { date: day(account.created_time) });
  document.title = t('title.dashboard');
}

function startPassword(changed) {
  handle(byId('password-form'), async ({ old_password, password }) => {
    try {
      await post('/api/user/password', { old_password, password });
    } catch (error) {
      if (error.notLoggedIn) failed(error);
      throw error;
    }
    byId('password-form').reset();
    await changed();
    return t('change.done');
  });
}

/** Until the password is changed the service answers nothing else of the account, so nothing else is shown. */
function demandPassword() {
  byId('greeting').dataset.i18n = 'must.heading';
  byId('since').dataset.i18n = 'must.text';
  byId('avatar').hidden = true;
  byId('old-password').required = true;
  byId('old-password').dataset.missing = 'error.password';
  byId('old-password').removeAttribute('aria-describedby');
  for (const part of document.querySelectorAll('nav, .card:not(#change), #old-password-hint')) part.hidden = true;
  byId('account').classList.add('alone');
  byId('account').hidden = false;
  translate();
  const title = () => { document.title = t('title.must'); };
  onLanguage(title);
  title();
  startPassword(() => {
    leave('success', t('change.done'));
    location.reload();
  });
  byId('greeting').focus();
}

function startLogout() {
  byId('logout').addEventListener('click', async () => {
    try {
      await post('/api/logout');
    } catch (error) {
      if (!error.notLoggedIn) return failed(error);
    }
    leave('success', t('flash.logout'));
    location.replace('/');
  });
}

async function start() {
  startLanguage(byId('language'));
  document.title = t('title.dashboard');
  revealButtons();
  startLogout();

  let account;
  try {
    account = await get('/api/user/detail');
  } catch (error) {
    if (error.notAllowed) return demandPassword();
    failed(error);
    if (!error.notLoggedIn) notices.append(retryButton());
    return;
  }
  const show = () => {
    greet(account);
    showDetails(account);
  };
  const changed = stored => {
    account = stored;
    fillDetails(account);
    show();
  };
  startDetails(changed, failed);
  startPhoneProof(changed, failed);
  startLeaving(failed);
  changed(account);
  onLanguage(show);
  byId('password-user').value = account.user_name;

  byId('account').hidden = false;
  const flash = take();
  if (flash) say(notices, flash.kind, flash.text);
  await proveWaiting(changed);
  const [, , reloadSessions] = await Promise.all([startLinks(failed), startPasskeys(failed), startSessions(failed)]);
  startPassword(reloadSessions);
  // The section in the address was hidden when the browser looked for it.
  if (location.hash) byId(location.hash.slice(1))?.scrollIntoView();
}

/** The link of a verification e-mail was opened before the login. */
async function proveWaiting(changed) {
  const token = sessionStorage.getItem(waitingProof);
  if (!token) return;
  sessionStorage.removeItem(waitingProof);
  try {
    await get(`/api/verify/email?token=${encodeURIComponent(token)}`);
    changed(await get('/api/user/detail'));
    say(notices, 'success', t('verify.done'));
  } catch (error) {
    failed(error);
  }
}

const retryButton = () =>
  el('button', { type: 'button', class: 'button quiet', onclick: () => location.reload() }, t('dash.retry'));

await start();
