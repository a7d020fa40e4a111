// The login page: the password, the external logins, and whatever the address says has to be finished first.

import { get, post } from './api.js';
import { Captcha } from './captcha.js';
import { byId } from './dom.js';
import { take, leave, waitingProof } from './flash.js';
import { handle, reason, revealButtons, say } from './forms.js';
import { begin } from './hints.js';
import { onLanguage, startLanguage, t } from './i18n.js';
import { externalLogins, platformName, sendsResetMail, takesPasskeys, wayButtons } from './platforms.js';
import { goOn } from './next.js';
import { arrived, finish } from './redirect.js';
import { startPhoneLogin } from './phone.js';
import { startRegister } from './register.js';
import { orReopen } from './reopen.js';
import { startForgot, startReset } from './recovery.js';
import { onEnter, show, startViews } from './views.js';
import { knowsPasskeys, showPasskey } from './webauthn.js';

const notices = byId('login-notice');
const captcha = new Captcha(byId('login-captcha'), 'login');
const enter = goOn;

handle(byId('login-form'), async fields => {
  try {
    const body = {
      platform: 'website',
      user_name: fields.user_name,
      password: fields.password,
      remember: fields.remember === 'on',
      ...captcha.answer(),
    };
    await orReopen(() => post('/api/login', body), () => post('/api/user/reopen', body));
  } catch (error) {
    // The picture is spent by any answer, and a failure may be the one after which it is asked for.
    await captcha.refresh();
    if (error.wantsCaptcha && captcha.shown) captcha.input.focus();
    else byId('password').select();
    throw error;
  }
  enter();
});

handle(byId('passkey-form'), async () => {
  say(notices);
  // Each answer is spent by one request: to take a closing back, the passkey is shown once more.
  const by = async path => post(path, {
    platform: 'passkey',
    passkey: await showPasskey(await post('/api/login/passkey')),
    remember: byId('remember').checked,
  });
  await orReopen(() => by('/api/login'), () => by('/api/user/reopen'));
  enter();
});

async function showWays() {
  const list = byId('ways');
  let ways;
  try {
    ways = await externalLogins();
  } catch {
    // A password still works, so this is a footnote and not an alarm.
    byId('others').hidden = false;
    byId('ways-failed').hidden = false;
    return;
  }
  const fill = () => list.replaceChildren(...wayButtons(ways, 'via', way =>
    begin(way, 'login', error => say(notices, 'error', reason(error)), enter)));
  onLanguage(fill);
  fill();
  byId('others').hidden = ways.length === 0;
}

/** A provider sent the browser back here. */
async function comeBack(brought) {
  const platform = brought.begun ? platformName(brought.begun.platform) : '';
  const linking = brought.begun?.intent === 'link';
  byId('returning-text').textContent = t('returning.text', { platform });
  show('returning');
  try {
    await finish(brought);
  } catch (error) {
    if (linking) return leaveFor('error', reason(error));
    show('login');
    say(notices, 'error', reason(error));
    return;
  }
  if (linking) leaveFor('success', t('logins.linked', { platform }));
  else enter();
}

function leaveFor(kind, text, section = '#logins') {
  leave(kind, text);
  location.replace(`/dashboard${section}`);
}

/** The link of a verification e-mail. */
async function verify(token) {
  history.replaceState(null, '', '/');
  try {
    await get(`/api/verify/email?token=${encodeURIComponent(token)}`);
  } catch (error) {
    if (!error.notLoggedIn && !error.notAllowed) return say(notices, 'error', reason(error));
    // Proves nothing to a stranger: the account's owner comes back to it after the login.
    sessionStorage.setItem(waitingProof, token);
    if (error.notAllowed) return enter();
    return say(notices, 'success', t('verify.login'));
  }
  if (await isLoggedIn()) leaveFor('success', t('verify.done'), '#details');
  else say(notices, 'success', t('verify.done'));
}

async function isLoggedIn() {
  try {
    await get('/api/user/detail');
    return true;
  } catch (error) {
    // Logged out, or out of reach: this is the page to be on. A user who must change the password is logged in.
    return error.notAllowed === true;
  }
}

async function start() {
  startLanguage(byId('language'));
  revealButtons();
  startRegister();
  startForgot();
  startPhoneLogin(enter);
  const first = startViews();
  onEnter('login', () => captcha.refresh());
  showWays();
  takesPasskeys().then(able => { byId('passkey-form').hidden = !able || !knowsPasskeys(); });
  sendsResetMail().then(able => { byId('to-forgot').hidden = !able; });

  const query = new URLSearchParams(location.search);
  const brought = query.has('reset') || query.has('verify') ? undefined : arrived();
  if (brought) return comeBack(brought);
  if (query.get('reset')) return startReset(query.get('reset'));
  show(first, { focus: first !== 'login' });
  if (query.get('verify')) return verify(query.get('verify'));

  const flash = take();
  if (flash) say(notices, flash.kind, flash.text);
  else if (await isLoggedIn()) return enter();
  if (first === 'login' && document.activeElement === document.body) byId('user_name').focus();
}

await start();
