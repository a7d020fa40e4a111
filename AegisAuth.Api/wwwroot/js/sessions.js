// Where the account is signed in, and ending it.

import { get, post } from './api.js';
import { device } from './devices.js';
import { byId, el, icon } from './dom.js';
import { openDialog } from './dialogs.js';
import { say } from './forms.js';
import { onLanguage, t } from './i18n.js';
import { ago, moment } from './times.js';

export async function startSessions(failed) {
  const region = byId('sessions-notice');
  const others = byId('revoke-others');
  let sessions = [];

  const show = () => {
    byId('session-list').replaceChildren(...sessions.map(session => row(session, end)));
    others.hidden = !sessions.some(session => !session.current);
  };
  const load = async () => {
    sessions = await get('/api/user/sessions');
    sessions.sort((one, other) => other.current - one.current || other.last_seen - one.last_seen);
    show();
  };
  const revoke = async (body, done) => {
    try {
      await post('/api/user/sessions/revoke', body);
      await load();
      say(region, 'success', t(done));
    } catch (error) {
      failed(error, region);
    }
    // The button that was pressed is gone with its row.
    byId('sessions-heading').focus();
  };
  const end = session => revoke({ session_id: session.id }, 'sessions.revoked');

  others.addEventListener('click', () => {
    const dialog = openDialog('confirm', t('sessions.others.title'), [el('p', {}, t('sessions.others.text'))], [
      el('button', { type: 'button', class: 'button quiet', onclick: () => dialog.close() }, t('cancel')),
      el('button', { type: 'button', class: 'button danger', id: 'confirm-submit', onclick: () => {
        dialog.close();
        revoke({ others: true }, 'sessions.others.done');
      } }, t('sessions.others')),
    ]);
  });

  onLanguage(show);
  const reload = async () => {
    try {
      await load();
    } catch (error) {
      failed(error, region);
    }
  };
  await reload();
  return reload;
}

function row(session, end) {
  const agent = session.user_agent ?? '';
  const name = device(agent);
  return el('li', { 'data-session': session.id, 'data-current': session.current },
    icon(/Mobile|Android|iPhone/.test(agent) ? 'phone' : 'desktop'),
    el('div', { class: 'what' },
      el('p', { title: agent }, name,
        session.current ? el('span', { class: 'tag good' }, t('sessions.current')) : null),
      el('p', { class: 'hint' }, [session.address, t('sessions.seen', { time: ago(session.last_seen) })]
        .filter(Boolean).join(' · ')),
      el('p', { class: 'hint' }, t('sessions.since', { time: moment(session.created_time) }))),
    session.current ? null : el('button', {
      'type': 'button', 'class': 'button quiet small', 'data-revoke': true, 'onclick': () => end(session),
      'aria-label': t('sessions.revoke.label', { device: name }),
    }, t('sessions.revoke')));
}
