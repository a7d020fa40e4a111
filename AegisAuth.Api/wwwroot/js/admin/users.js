// Accounts: find, filter, sort, page; and a new one.

import { el } from '../dom.js';
import { handle } from '../forms.js';
import { noticeRegion, openDialog } from '../dialogs.js';
import { t } from '../i18n.js';
import { ago } from '../times.js';
import { get, post, query } from './session.js';
import { knowOrganisations, organisationName, organisationOptions, ownOrganisation } from './organisations.js';
import { roleName, rolesToGive, seesEveryone, organisationAdmin } from './roles.js';
import { button, empty, field, firstPage, heading, input, onceShown, pager, select, submit, table, tag } from './parts.js';

const path = '/user/manage/users';
const rowsOfPage = 50;
const sorts = ['id', '-id', 'user_name', '-user_name', 'last_login', '-last_login'];

const noFilter = () => ({ text: '', role: '', organisation_id: '', enabled: '', sort: 'id' });

let filter = noFilter();
let list = firstPage();

export function forgetUsers() {
  filter = noFilter();
  list = firstPage();
}

/** The filter that an address brings. */
export function filterUsers(given) {
  forgetUsers();
  Object.assign(filter, given);
}

export const stateTag = user => (user.enabled ? tag(t('user.enabled'), 'good') : tag(t(user.closes_time ? 'user.closing' : 'user.disabled'), 'bad'));

export async function usersView(show) {
  const first = list.total === undefined;
  const page = await get(path + query({ ...filter, after: list.after, limit: rowsOfPage, count: first ? 'true' : '' }));
  if (first) list.total = page.total;
  list.next = page.next;
  await knowOrganisations(page.items.map(user => user.organisation_id));

  const begin = async change => {
    Object.assign(filter, change);
    list = firstPage();
    await show();
  };
  return el('section', { 'class': 'card wide', 'aria-labelledby': 'heading' },
    heading(t('users.heading'), button('user.create', () => createDialog(show), { id: 'user-new', class: 'button primary small' })),
    filters(begin),
    page.items.length ? userTable(page.items, begin) : empty('users.empty'),
    pager(list, show));
}

function filters(begin) {
  const form = el('form', { 'method': 'post', 'id': 'filter-form', 'class': 'filters', 'role': 'search', 'aria-label': t('users.find') },
    noticeRegion('filter-notice'),
    field('users.text', input('filter-text', 'text', { type: 'search', maxlength: '64', value: filter.text })),
    field('user.role', select('filter-role', 'role',
      [['', t('all')], ...['超级管理员', '管理员', organisationAdmin].map(role => [role, roleName(role)]), ['none', t('role.none')]], filter.role)),
    seesEveryone()
      ? field('user.organisation', select('filter-organisation', 'organisation_id', organisationOptions(t('all')), filter.organisation_id))
      : null,
    field('user.state', select('filter-enabled', 'enabled',
      [['', t('all')], ['true', t('user.enabled')], ['false', t('user.disabled')]], filter.enabled)),
    field('users.sort', select('filter-sort', 'sort', sorts.map(sort => [sort, t(`sort.${sort}`)]), filter.sort)),
    submit('users.find', 'filter-submit'));
  handle(form, begin);
  // A choice is complete as soon as it is made; a text is not.
  for (const choice of form.querySelectorAll('select')) choice.addEventListener('change', () => form.requestSubmit());
  return form;
}

function sortHead(words, key, begin) {
  const way = filter.sort === key ? 'ascending' : filter.sort === `-${key}` ? 'descending' : null;
  return {
    words,
    sorted: way,
    head: el('button', {
      'type': 'button', 'class': 'sort', 'id': `sort-${key}`,
      'onclick': () => begin({ sort: way === 'ascending' ? `-${key}` : key }),
    }, words, el('span', { 'aria-hidden': 'true' }, way === 'ascending' ? ' ↑' : way === 'descending' ? ' ↓' : '')),
  };
}

function userTable(users, begin) {
  const columns = [
    sortHead(t('user.id'), 'id', begin),
    sortHead(t('user.name'), 'user_name', begin),
    { words: t('user.role') },
    { words: t('user.organisation') },
    { words: t('user.state') },
    sortHead(t('user.last'), 'last_login', begin),
  ];
  return table(t('users.heading'), columns, users.map(user => [
    el('a', { 'href': `#user/${user.user_AegisSpeed_id}`, 'class': 'id' }, user.user_AegisSpeed_id),
    [user.nickname, user.nickname === user.user_name ? '' : el('span', { class: 'hint' }, ` ${user.user_name}`)],
    roleName(user.role),
    organisationName(user.organisation_id),
    stateTag(user),
    user.last_login ? ago(user.last_login) : t('user.never'),
  ]), 'users');
}

function createDialog(show) {
  const roles = rolesToGive();
  const everyone = seesEveryone();
  const form = el('form', { method: 'post', id: 'create-form' },
    noticeRegion('create-notice'),
    field('user.name', input('create-name', 'user_name', { required: true, maxlength: '64' }), 'create.name.hint'),
    field('user.nickname', input('create-nickname', 'nickname', { maxlength: '64' }), 'create.nickname.hint'),
    el('div', { class: 'pair' },
      roles.length > 1 ? field('user.role', select('create-role', 'role', roles.map(role => [role, roleName(role)]), '')) : null,
      everyone ? field('user.organisation', select('create-organisation', 'organisation_id', organisationOptions(t('org.none')), '')) : null),
    field('create.resident', input('create-resident', 'resident_id', { maxlength: '18' }), 'create.resident.hint'),
    el('div', { class: 'row end' },
      button('cancel', () => dialog.close(), { id: 'create-cancel' }),
      submit('user.create', 'create-submit')));
  const dialog = openDialog('create', t('user.create'), [form]);
  handle(form, async values => {
    const organisation = everyone ? Number(values.organisation_id) || null : ownOrganisation();
    const made = await post(path, {
      user_name: values.user_name.trim(),
      nickname: values.nickname.trim(),
      role: values.role ?? '',
      organisation_id: organisation,
      resident_id: values.resident_id.trim(),
    });
    dialog.close();
    codeDialog(t('created.title', { name: made.user.nickname }), made.set_password, made.user.user_AegisSpeed_id);
    list = firstPage();
    await show();
  });
}

/** The code that an account sets its password with, shown this once. */
export function codeDialog(title, code, id) {
  const hours = Math.max(1, Math.round((code.expires_time - Date.now() / 1000) / 3600));
  const dialog = openDialog('code', title, [
    el('p', {}, t('code.text', { id, hours })),
    onceShown(code.code, 'code-text'),
  ], [button('code.done', () => dialog.close(), { id: 'code-done', class: 'button primary' })]);
}
