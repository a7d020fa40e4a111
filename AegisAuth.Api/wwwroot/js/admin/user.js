// One account: what is known of it, and what the role of the reader may do to it.

import { el, icon } from '../dom.js';
import { device } from '../devices.js';
import { t } from '../i18n.js';
import { platformName } from '../platforms.js';
import { ago, moment } from '../times.js';
import { Refusal } from '../api.js';
import { get, post, query } from './session.js';
import { knowOrganisations, organisationName, organisationOptions } from './organisations.js';
import { isMe, mayManage, maySetRole, roleName, rolesToGive } from './roles.js';
import { codeDialog, stateTag } from './users.js';
import { auditTable } from './audit.js';
import { button, empty, field, formDialog, heading, select, tag } from './parts.js';

const path = id => `/user/manage/users/${encodeURIComponent(id)}`;
const linesRead = 100;
const linesShown = 10;
const mustStay = '10013';

export async function userView(id, show, done) {
  const user = await get(path(id));
  const [sessions, logins, lines] = await Promise.all([
    get(`${path(id)}/sessions`),
    get(`${path(id)}/logins`),
    get('/user/manage/audit' + query({ target: id, limit: linesRead })),
  ]);
  // A list without the user's organisation would offer none, and saving it would take the user out of it.
  await knowOrganisations([user.organisation_id]);
  const name = user.nickname || user.user_name;
  // Looks, such as this one, would leave no room for what was done.
  const acted = lines.items.filter(line => !/-(?:read|list)$/.test(line.action)).slice(0, linesShown);
  return el('div', { class: 'stack' },
    el('p', { class: 'back' }, el('a', { href: '#users' }, t('user.back'))),
    el('section', { 'class': 'card', 'aria-labelledby': 'heading' },
      heading(name, stateTag(user), isMe(user) ? tag(t('user.me')) : null),
      facts(user, logins),
      mayManage(user) ? acts(user, logins, show, done) : null),
    section('user.sessions', sessions.sessions.length ? sessionList(sessions.sessions) : empty('user.sessions.none'), 'sessions'),
    section('user.logins', logins.logins.length ? loginList(logins.logins) : empty('user.logins.none'), 'logins'),
    section('passkeys.heading', logins.passkeys.length ? passkeyList(user, logins.passkeys, show, done) : empty('user.passkeys.none'), 'passkeys'),
    section('user.lines', acted.length
      ? [auditTable(acted, t('user.lines')), el('p', { class: 'below' }, el('a', { href: `#audit?target=${id}` }, t('user.lines.all')))]
      : empty('user.lines.none'), 'lines'));
}

const section = (words, content, id) => el('section', { 'class': 'card', 'id': id, 'aria-labelledby': `${id}-heading` },
  el('h2', { id: `${id}-heading` }, t(words)), ...[content].flat());

function facts(user, logins) {
  const password = !user.has_password ? 'user.password.none' : user.must_change_password ? 'user.password.change' : 'user.password.set';
  const rows = [
    ['user.id', user.user_AegisSpeed_id], ['user.name', user.user_name], ['user.role', roleName(user.role)],
    ['user.organisation', organisationName(user.organisation_id)], ['password', t(password)],
    ['user.authenticator', t(logins.authenticator ? 'yes' : 'no')],
    ...(user.closes_time ? [['user.closes', moment(user.closes_time)]] : []),
    ['user.last', user.last_login ? moment(user.last_login) : t('user.never')], ['user.created', moment(user.created_time)],
  ];
  return el('dl', { class: 'facts' }, ...rows.map(([words, value]) => el('div', {}, el('dt', {}, t(words)), el('dd', {}, value))));
}

function acts(user, logins, show, done) {
  const id = user.user_AegisSpeed_id;
  const name = user.nickname || user.user_name;
  const run = async (act, body) => {
    try {
      return await post(`${path(id)}/${act}`, body);
    } catch (error) {
      // No name can be taken here: it is the last super administrator who must stay.
      if (error.code === mustStay) throw new Refusal(error.code, t('act.last'), error.status);
      throw error;
    }
  };
  const after = async words => {
    await show();
    done(words);
  };
  const confirmed = (act, words, danger) => button(`act.${act}`, () => formDialog(`act-${act}`, t(`act.${act}.title`, { name }),
    [el('p', {}, t(`act.${act}.text`))], `act.${act}`, async () => {
      const made = await run(act);
      // What is erased cannot be shown again.
      if (act === 'erase') history.replaceState(null, '', '#users');
      await after(t(words, { name }));
      if (act === 'reset-password') codeDialog(t('code.title', { name }), made, id);
    }, danger), { id: act, class: `button quiet small${danger ? ' warn' : ''}` });

  return el('div', { 'class': 'acts', 'role': 'group', 'aria-label': t('acts') },
    maySetRole(user) ? button('act.role', () => roleDialog(user, run, after), { id: 'role', class: 'button quiet small' }) : null,
    confirmed('reset-password', 'act.reset-password.done'),
    confirmed('unlock', 'act.unlock.done'),
    confirmed('revoke-sessions', 'act.revoke-sessions.done'),
    logins.authenticator ? confirmed('reset-authenticator', 'act.reset-authenticator.done', true) : null,
    // Closing, an account is disabled already: what can be done is to keep its owner from taking that back, and to let go.
    user.enabled || user.closes_time ? confirmed('disable', 'act.disable.done', true) : null,
    user.enabled ? null : confirmed('enable', 'act.enable.done'),
    confirmed('erase', 'act.erase.done', true));
}

function roleDialog(user, run, after) {
  const roles = rolesToGive();
  formDialog('act-role', t('act.role.title', { name: user.nickname || user.user_name }), [
    el('p', {}, t('act.role.text')),
    roles.length > 1 ? field('user.role', select('role-role', 'role', roles.map(role => [role, roleName(role)]), user.role)) : null,
    field('user.organisation', select('role-organisation', 'organisation_id', organisationOptions(t('org.none')), user.organisation_id ?? '')),
  ].filter(Boolean), 'act.role.go', async values => {
    await run('role', { role: values.role ?? '', organisation_id: Number(values.organisation_id) || null });
    await after(t('act.role.done', { name: user.nickname || user.user_name }));
  });
}

const sessionList = sessions => el('ul', { class: 'list' }, ...sessions.map(session => el('li', {},
  icon(/Mobile|Android|iPhone/.test(session.user_agent) ? 'phone' : 'desktop'),
  el('div', { class: 'what' },
    el('p', { title: session.user_agent }, device(session.user_agent), ' ', tag(t(`surface.${session.surface}`)), ' ',
      session.current ? tag(t('sessions.current'), 'good') : null),
    el('p', { class: 'hint' }, [session.address, t('sessions.seen', { time: ago(session.last_seen) }),
      t('sessions.since', { time: moment(session.created_time) })].filter(Boolean).join(' · '))))));

const loginList = logins => el('ul', { class: 'list' }, ...logins.map(login => el('li', {},
  icon(login.provider),
  el('div', { class: 'what' },
    el('p', {}, platformName(login.provider), login.display_name ? el('span', { class: 'hint' }, ` ${login.display_name}`) : null),
    el('p', { class: 'hint' }, t('logins.last', { time: ago(login.last_login) }))))));

const passkeyList = (user, passkeys, show, done) => el('ul', { class: 'list' }, ...passkeys.map(passkey => el('li', { 'data-passkey': passkey.id },
  icon('passkey'),
  el('div', { class: 'what' },
    el('p', {}, passkey.name, ' ', tag(t(`surface.${passkey.step_up ? 'admin' : 'site'}`))),
    el('p', { class: 'hint' }, t('passkeys.times', { added: moment(passkey.created_time), used: moment(passkey.last_used) }))),
  mayManage(user) ? el('div', { class: 'row' }, removePasskey(user, passkey, show, done)) : null)));

function removePasskey(user, passkey, show, done) {
  const names = { name: user.nickname || user.user_name, passkey: passkey.name };
  const ask = () => formDialog('act-passkey', t('act.passkey.title', names), [el('p', {}, t('act.passkey.text'))], 'passkeys.remove', async () => {
    try {
      await post(`${path(user.user_AegisSpeed_id)}/passkeys/${passkey.id}/remove`);
    } catch (error) {
      if (error.code === mustStay) throw new Refusal(error.code, t('act.passkey.last'), error.status);
      throw error;
    }
    await show();
    done(t('act.passkey.done', names));
  }, true);
  return button('passkeys.remove', ask, {
    'class': 'button quiet small warn', 'data-remove': true, 'aria-label': t('passkeys.remove.label', { name: passkey.name }),
  });
}
