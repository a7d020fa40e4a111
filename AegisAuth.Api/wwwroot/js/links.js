// The outside accounts that open this one: seen, linked, unlinked.

import { get, post } from './api.js';
import { byId, el, icon } from './dom.js';
import { noticeRegion, openDialog } from './dialogs.js';
import { handle, say } from './forms.js';
import { begin } from './hints.js';
import { onLanguage, t } from './i18n.js';
import { externalLogins, platformName, wayButtons } from './platforms.js';
import { ago, moment } from './times.js';

export async function startLinks(failed) {
  const region = byId('logins-notice');
  let linked = [];
  let ways = [];

  const show = () => {
    const rows = linked.map(login => row(login, () => askUnlink(login, unlinked)));
    byId('login-list').replaceChildren(...(rows.length ? rows : [el('li', { class: 'none' }, t('logins.none'))]));
    byId('link-ways').replaceChildren(...wayButtons(ways, 'link', way =>
      begin(way, 'link', error => failed(error, region), bound)));
    byId('logins-add').hidden = ways.length === 0;
  };
  const load = async () => {
    linked = await get('/api/user/logins');
    show();
  };
  const settle = async text => {
    try {
      await load();
      say(region, 'success', text);
    } catch (error) {
      failed(error, region);
    }
    byId('logins-heading').focus();
  };
  const unlinked = login => settle(t('logins.unlinked', { platform: platformName(login.provider) }));
  const bound = platform => settle(t('logins.linked', { platform }));

  onLanguage(show);
  try {
    [ways] = await Promise.all([externalLogins(), load()]);
    show();
  } catch (error) {
    failed(error, region);
  }
}

function row(login, unlink) {
  const platform = platformName(login.provider);
  const time = login.last_login
    ? t('logins.last', { time: ago(login.last_login) })
    : t('logins.never', { time: moment(login.created_time) });
  return el('li', { 'data-login': login.id, 'data-platform': login.provider },
    icon(login.provider),
    el('div', { class: 'what' },
      el('p', {}, el('span', { class: 'provider' }, platform), el('span', { class: 'name' }, login.display_name || '')),
      el('p', { class: 'hint' }, time)),
    el('button', {
      'type': 'button', 'class': 'button quiet small', 'data-unlink': true, 'onclick': unlink,
      'aria-label': t('logins.unlink.label', { platform, name: login.display_name || '' }),
    }, t('logins.unlink')));
}

/** Asks for the password, since who only found an open browser must not change the ways in. */
function askUnlink(login, done) {
  const platform = platformName(login.provider);
  const form = el('form', { id: 'unlink-form', method: 'post' },
    el('p', {}, t('logins.unlink.text', { name: login.display_name || platform })),
    noticeRegion('unlink-notice'),
    el('div', { class: 'field' },
      el('label', { for: 'unlink-password' }, t('logins.unlink.password')),
      el('input', { id: 'unlink-password', name: 'password', type: 'password', autocomplete: 'current-password' })),
    el('div', { class: 'row end' },
      el('button', { type: 'button', class: 'button quiet', onclick: () => dialog.close() }, t('cancel')),
      el('button', { type: 'submit', class: 'button danger', id: 'unlink-submit' },
        el('span', {}, t('logins.unlink')))));
  const dialog = openDialog('unlink', t('logins.unlink.title', { platform }), [form]);
  handle(form, async ({ password }) => {
    await post('/api/user/logins/unlink', {
      provider: login.provider, id: login.id, ...(password ? { password } : {}),
    });
    dialog.close();
    await done(login);
  });
}
