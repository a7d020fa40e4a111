// The audit log: filters, pages, and its export with the hashes that chain it.

import { el } from '../dom.js';
import { handle } from '../forms.js';
import { noticeRegion, openDialog } from '../dialogs.js';
import { t, word } from '../i18n.js';
import { platformName } from '../platforms.js';
import { moment } from '../times.js';
import { get, query } from './session.js';
import { knowOrganisations, organisationName } from './organisations.js';
import { admin, mayExport, ordinary, organisationAdmin, roleName, superAdmin } from './roles.js';
import { button, empty, field, firstPage, heading, input, nothing, pager, select, submit, table, tag } from './parts.js';

const path = '/user/manage/audit';
const rowsOfPage = 50;
const linesOfStep = 5000;
const mostLines = 500_000;

const actions = ['admin-login', 'site-login', 'step-up', 'logout', 'register', 'password-change', 'password-reset-start', 'password-reset',
  'password-reset-ask', 'user-list', 'user-read', 'user-create', 'user-disable', 'user-enable', 'user-unlock', 'user-role',
  'sessions-read', 'sessions-revoke', 'session-revoke', 'logins-read', 'identity-link', 'identity-unlink', 'passkey-add', 'passkey-remove', 'passkey-revoke',
  'totp-enroll', 'totp-confirm', 'totp-remove', 'authenticator-reset', 'organisation-list', 'organisation-create', 'organisation-rename', 'detail-change',
  'contact-verify-start', 'contact-verify', 'phone-code-ask', 'token-revoke', 'account-copy', 'account-close', 'account-reopen',
  'account-erase', 'user-import', 'user-export', 'audit-read', 'audit-export', 'bootstrap'];

const noFilter = () => ({ action: '', target: '', actor: '', outcome: '', from: '', to: '' });

let filter = noFilter();
let list = firstPage();

export function forgetAudit() {
  filter = noFilter();
  list = firstPage();
}

/** The filter that an address brings. */
export function filterAudit(given) {
  forgetAudit();
  Object.assign(filter, given);
}

const actionName = action => word(`action.${action}`) ?? action;

// A refusal begins with a word of a fixed set; names and numbers follow.
const refusalText = reason => reason.replace(/^[a-z-]+/, first => word(`reason.${first}`) ?? first);

const rolesOfTheLog = new Map([['None', ordinary], ['Admin', admin], ['SuperAdmin', superAdmin], ['OrganisationAdmin', organisationAdmin]]);

const placeText = (role, organisation) =>
  roleName(rolesOfTheLog.get(role) ?? role) + (organisation ? ` · ${organisationName(Number(organisation))}` : '');

// A change of role says from where to where, such as "None to OrganisationAdmin of 1"; a login says by which platform.
function detailText(detail) {
  const [, before, from, after, to] = detail.match(/^(\w+)(?: of (\d+))? to (\w+)(?: of (\d+))?$/) ?? [];
  return before ? `${placeText(before, from)} → ${placeText(after, to)}` : platformName(detail);
}

/** What a field for date and time holds, as unix seconds; its last minute counts whole. */
const seconds = (text, last) => (text ? Math.floor(new Date(text).getTime() / 1000) + (last ? 59 : 0) : '');

const party = id => (id ? el('a', { href: `#user/${id}`, class: 'id' }, id) : t('audit.stranger'));

export function auditTable(lines, caption) {
  const columns = ['time', 'action', 'actor', 'target', 'organisation', 'outcome', 'address'].map(key => ({ words: t(`audit.${key}`) }));
  return table(caption, columns, lines.map(line => [
    moment(line.time),
    el('span', { title: line.action }, actionName(line.action)),
    party(line.actor),
    line.target ? party(line.target) : nothing,
    line.organisation_id === null ? nothing : organisationName(line.organisation_id),
    [line.outcome === 'success' ? tag(t('outcome.success'), 'good') : tag(t('outcome.refused'), 'bad'),
      line.reason ? el('span', { class: 'hint', title: line.reason }, ` ${line.outcome === 'success' ? detailText(line.reason) : refusalText(line.reason)}`) : ''],
    el('span', { title: `${line.user_agent}\n${line.correlation_id}` }, line.address || nothing),
  ]), 'audit');
}

export async function auditView(show) {
  const page = await get(path + query({
    ...filter, from: seconds(filter.from), to: seconds(filter.to, true), after: list.after, limit: rowsOfPage,
  }));
  list.next = page.next;
  await knowOrganisations(page.items.map(line => line.organisation_id));
  return el('section', { 'class': 'card wide', 'aria-labelledby': 'heading' },
    heading(t('audit.heading'), mayExport() ? button('export.open', exportDialog, { id: 'export-open', class: 'button quiet small' }) : null),
    filters(async values => {
      filterAudit(values);
      await show();
    }),
    page.items.length ? auditTable(page.items, t('audit.heading')) : empty('audit.empty'),
    pager(list, show));
}

function filters(begin) {
  const time = (id, name) => input(id, name, { type: 'datetime-local', value: filter[name] });
  const form = el('form', { 'method': 'post', 'id': 'filter-form', 'class': 'filters timed', 'role': 'search', 'aria-label': t('audit.find') },
    noticeRegion('filter-notice'),
    field('audit.action', select('filter-action', 'action', [['', t('all')], ...actions.map(action => [action, actionName(action)])], filter.action)),
    field('audit.target', input('filter-target', 'target', { maxlength: '9', value: filter.target, placeholder: 'ASD000004' })),
    field('audit.actor', input('filter-actor', 'actor', { maxlength: '9', value: filter.actor, placeholder: 'ASD000001' })),
    field('audit.outcome', select('filter-outcome', 'outcome',
      [['', t('all')], ['success', t('outcome.success')], ['refused', t('outcome.refused')]], filter.outcome)),
    field('audit.from', time('filter-from', 'from')),
    field('audit.to', time('filter-to', 'to')),
    submit('audit.find', 'filter-submit'));
  handle(form, values => begin({ ...values, target: values.target.trim(), actor: values.actor.trim() }));
  for (const choice of form.querySelectorAll('select')) choice.addEventListener('change', () => form.requestSubmit());
  return form;
}

function exportDialog() {
  let stopped = false;
  const form = el('form', { method: 'post', id: 'export-form' },
    el('p', {}, t('export.text')),
    noticeRegion('export-notice'),
    field('export.after', input('export-after', 'after', { type: 'number', min: '0', step: '1', value: '0', required: true }), 'export.after.hint'),
    el('p', { 'class': 'hint', 'id': 'export-progress', 'aria-live': 'polite' }),
    el('div', { class: 'row end' },
      button('cancel', () => dialog.close(), { id: 'export-cancel' }),
      submit('export.go', 'export-submit')));
  const dialog = openDialog('export', t('export.open'), [form]);
  dialog.addEventListener('close', () => { stopped = true; });
  const progress = form.querySelector('#export-progress');
  handle(form, async values => {
    const parts = [];
    let [after, lines] = [Number(values.after), 0];
    while (lines < mostLines && !stopped) {
      const text = await get(`${path}/export${query({ after, limit: linesOfStep })}`);
      const rows = text.trimEnd().split('\n');
      if (!text) break;
      parts.push(text);
      lines += rows.length;
      after = JSON.parse(rows.at(-1)).sequence;
      progress.textContent = t('export.progress', { lines });
      if (rows.length < linesOfStep) break;
    }
    if (stopped) return undefined;
    progress.textContent = '';
    if (lines > 0) save(parts, after);
    return lines === 0 ? t('export.nothing') : t('export.done', { lines, after });
  });
}

function save(parts, last) {
  const address = URL.createObjectURL(new Blob(parts, { type: 'application/x-ndjson' }));
  el('a', { href: address, download: `audit-${last}.ndjson` }).click();
  URL.revokeObjectURL(address);
}
