// The passkeys that open the account: seen, added, renamed, removed.

import { get, post } from './api.js';
import { device } from './devices.js';
import { noticeRegion, openDialog } from './dialogs.js';
import { byId, el, icon } from './dom.js';
import { handle, say } from './forms.js';
import { onLanguage, t } from './i18n.js';
import { takesPasskeys } from './platforms.js';
import { proven } from './proof.js';
import { ago, moment } from './times.js';
import { knowsPasskeys, makePasskey } from './webauthn.js';

const path = '/api/user/passkeys';

export async function startPasskeys(failed) {
  const region = byId('passkeys-notice');
  const add = byId('passkey-add');
  let passkeys = [];

  const show = () => {
    const rows = passkeys.map(passkey => row(passkey, {
      rename: () => askName(passkey, () => settle(t('passkeys.renamed'))),
      remove: () => askRemove(passkey, remove),
    }));
    byId('passkey-list').replaceChildren(...(rows.length ? rows : [el('li', { class: 'none' }, t('passkeys.none'))]));
  };
  const load = async () => {
    passkeys = await get(path);
    show();
  };
  const settle = async text => {
    try {
      await load();
      say(region, 'success', text);
    } catch (error) {
      failed(error, region);
    }
    byId('passkeys-heading').focus();
  };
  // To a site user this means: an administrator changes passkeys on the page of administrators.
  const refused = error => failed(error.notAllowed ? Object.assign(error, { message: t('passkeys.admin') }) : error, region);
  const remove = async passkey => {
    try {
      await proven(proof => post(`${path}/${passkey.id}/remove`, proof));
    } catch (error) {
      return refused(error);
    }
    return settle(t('passkeys.removed', { name: passkey.name }));
  };

  add.addEventListener('click', async () => {
    if (add.hasAttribute('aria-disabled')) return;
    say(region);
    add.setAttribute('aria-disabled', 'true');
    try {
      const passkey = await makePasskey(await proven(proof => post(`${path}/begin`, proof)));
      await post(`${path}/finish`, { name: device(navigator.userAgent), passkey });
      await settle(t('passkeys.added'));
    } catch (error) {
      refused(error);
    } finally {
      add.removeAttribute('aria-disabled');
    }
  });
  onLanguage(show);
  takesPasskeys().then(able => {
    byId('passkeys').hidden = byId('to-passkeys').hidden = !able;
    // In an older browser they can still be seen and removed.
    add.hidden = !knowsPasskeys();
  });
  try {
    await load();
  } catch (error) {
    failed(error, region);
  }
}

function row(passkey, { rename, remove }) {
  const act = (name, run, label) => el('button', {
    'type': 'button', 'class': 'button quiet small', [`data-${name}`]: true, 'onclick': run, 'aria-label': t(label, { name: passkey.name }),
  }, t(`passkeys.${name}`));
  return el('li', { 'data-passkey': passkey.id },
    icon('passkey'),
    el('div', { class: 'what' },
      el('p', {}, passkey.name),
      el('p', { class: 'hint' }, t('passkeys.times', { added: moment(passkey.created_time), used: ago(passkey.last_used) }))),
    el('div', { class: 'row acts' },
      act('rename', rename, 'passkeys.rename.label'),
      act('remove', remove, 'passkeys.remove.label')));
}

function askName(passkey, done) {
  const form = el('form', { id: 'rename-form', method: 'post' },
    noticeRegion('rename-notice'),
    el('div', { class: 'field' },
      el('label', { for: 'rename-name' }, t('passkeys.name')),
      el('input', { id: 'rename-name', name: 'name', value: passkey.name, maxlength: '64', autocomplete: 'off', required: true })),
    el('div', { class: 'row end' },
      el('button', { type: 'button', class: 'button quiet', onclick: () => dialog.close() }, t('cancel')),
      el('button', { type: 'submit', class: 'button primary', id: 'rename-submit' }, el('span', {}, t('passkeys.rename')))));
  const dialog = openDialog('rename', t('passkeys.rename.title'), [form]);
  byId('rename-name').select();
  handle(form, async ({ name }) => {
    await post(`${path}/${passkey.id}/rename`, { name });
    dialog.close();
    await done();
  });
}

function askRemove(passkey, remove) {
  const dialog = openDialog('confirm', t('passkeys.remove.title', { name: passkey.name }), [el('p', {}, t('passkeys.remove.text'))], [
    el('button', { type: 'button', class: 'button quiet', onclick: () => dialog.close() }, t('cancel')),
    el('button', { type: 'button', class: 'button danger', id: 'confirm-submit', onclick: () => {
      dialog.close();
      remove(passkey);
    } }, t('passkeys.remove')),
  ]);
}
