// The page of administrators: which view is shown, and what happens before the first and after the last one.

import { byId, el } from '../dom.js';
import { reason, say } from '../forms.js';
import { addWords, onLanguage, startLanguage, t } from '../i18n.js';
import { end, get, isSignedIn, send, setMe, whenAsked } from './session.js';
import { askForProof, forgetProof, loginView, mustChangeView, resetView, stepUpView } from './login.js';
import { auditView, filterAudit, forgetAudit } from './audit.js';
import { enrolView, forgetRecovery, meView } from './me.js';
import { loadOrganisations, organisationsView } from './organisations.js';
import { filterUsers, forgetUsers, usersView } from './users.js';
import { userView } from './user.js';
import { heading } from './parts.js';
import zh from './words.zh.js';
import en from './words.en.js';

addWords({ zh, en });

const notices = byId('notice');
const done = words => say(notices, 'success', words);

// What is asked before the work, if anything; builds its view.
let before = null;
// Of two views that load at once the later one is shown.
let turnOf = 0;

const views = {
  users: () => usersView(again),
  user: id => userView(id, again, done),
  organisations: () => organisationsView(again, done),
  audit: () => auditView(again),
  me: () => meView(again, done),
};

function place() {
  const [, name, id, search] = location.hash.match(/^#(\w+)(?:\/(\w+))?(?:\?(.*))?$/) ?? [];
  return { name: name in views ? name : 'users', id, search };
}

/** Shows the view again, with what has changed; the keyboard stays where it is, as far as that is still there. */
const again = () => show(false);

async function show(fresh = true) {
  const turn = ++turnOf;
  let view;
  byId('view').setAttribute('aria-busy', 'true');
  try {
    view = await build(fresh);
  } catch (error) {
    if (turn === turnOf && isSignedIn() && !before) failed(error, fresh);
    return;
  } finally {
    if (turn === turnOf) byId('view').removeAttribute('aria-busy');
  }
  if (turn !== turnOf || !view) return;
  const focused = document.activeElement?.id;
  byId('view').replaceChildren(view);
  frame();
  if (fresh) (byId('heading') ?? byId('main')).focus();
  else keep(focused);
}

function failed(error, fresh) {
  if (fresh) {
    // What stands there belongs to another address: its buttons must not be taken for those of this one.
    const { name } = place();
    const named = byId('nav').querySelector(`[href="#${name === 'user' ? 'users' : name}"]`).textContent;
    byId('view').replaceChildren(el('section', { 'class': 'card', 'aria-labelledby': 'heading' }, heading(named)));
    frame();
    byId('heading').focus();
  }
  say(notices, 'error', reason(error));
}

function keep(id) {
  const same = id && byId(id);
  (same && !same.disabled ? same : byId('heading')).focus({ preventScroll: true });
}

async function build(fresh) {
  if (before) return before();
  if (!isSignedIn()) return loginView(signedIn, useCode);
  const { name, id, search } = place();
  if (fresh) say(notices);
  if (fresh && search) (name === 'audit' ? filterAudit : filterUsers)(Object.fromEntries(new URLSearchParams(search)));
  return views[name](id);
}

function frame() {
  const working = isSignedIn() && !before;
  byId('nav').hidden = !working;
  byId('logout').hidden = !isSignedIn();
  const { name } = place();
  for (const link of byId('nav').querySelectorAll('a')) {
    const current = link.hash === `#${name}` || (name === 'user' && link.hash === '#users');
    if (current) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.title = `${byId('heading')?.textContent ?? t('admin.tag')} · AegisAuth`;
}

function useCode() {
  say(notices);
  return ask(() => resetView(async words => {
    before = null;
    await show();
    if (words) done(words);
  }));
}

/** Puts a question before the work. */
function ask(view) {
  before = view;
  return show();
}

let ownId = '';

async function signedIn(id) {
  ownId = id;
  say(notices);
  await ask(() => stepUpView(proven, changePassword));
}

const changePassword = () => ask(() => mustChangeView(async () => {
  await ask(() => stepUpView(proven, changePassword));
  done(t('change.done'));
}));

/** The account behind the token is known, and the work begins. */
async function proven() {
  setMe(await get(`/user/manage/users/${ownId}`));
  await loadOrganisations();
  before = null;
  await show();
}

whenAsked({
  secret: askForProof,
  authenticator: () => ask(() => enrolView(() => proven().catch(error => say(notices, 'error', reason(error))))),
  ended: () => leave(t('flash.expired'), 'error'),
});

function leave(words, kind = 'success') {
  end();
  before = null;
  forgetProof();
  forgetRecovery();
  forgetUsers();
  forgetAudit();
  document.querySelectorAll('dialog').forEach(dialog => dialog.close());
  history.replaceState(null, '', location.pathname);
  show().then(() => say(notices, kind, words));
}

byId('logout').addEventListener('click', async () => {
  try {
    await send('POST', '/user/logout');
  } catch (error) {
    // A session that has ended already is what was wanted; anything else leaves it open.
    if (error.status !== 401) return say(notices, 'error', reason(error));
  }
  leave(t('flash.logout'));
});

// The address is for views: the skip link moves the keyboard only.
byId('skip').addEventListener('click', event => {
  event.preventDefault();
  byId('main').focus();
});

// The address of the view that could not be shown does not change when it is asked for once more.
byId('nav').addEventListener('click', event => { if (event.target.hash === location.hash) show(); });
addEventListener('hashchange', () => { if (isSignedIn()) show(); });
onLanguage(again);
startLanguage(byId('language'));
