// The passkeys of the administrator: each confirms the identity in the place of password or code.

import { device } from '../devices.js';
import { noticeRegion } from '../dialogs.js';
import { el, icon } from '../dom.js';
import { handle } from '../forms.js';
import { t } from '../i18n.js';
import { moment } from '../times.js';
import { knowsPasskeys, makePasskey } from '../webauthn.js';
import { get, post } from './session.js';
import { button, field, formDialog, input, submit, tag } from './parts.js';

const path = '/user/passkeys';

/** The card; `show` draws the page anew, `done` says what has happened. */
export async function passkeysCard(show, done) {
  const { passkeys } = await get(path);
  return el('section', { 'class': 'card', 'id': 'passkeys', 'aria-labelledby': 'passkeys-heading' },
    el('h2', { id: 'passkeys-heading' }, t('passkeys.heading')),
    el('p', { class: 'lead' }, t('admin.passkeys.text')),
    passkeys.length
      ? el('ul', { class: 'list', id: 'passkey-list' }, ...passkeys.map(passkey => row(passkey, show, done)))
      : el('p', { class: 'empty' }, t('passkeys.none')),
    knowsPasskeys() ? addForm(show, done) : null);
}

function addForm(show, done) {
  const form = el('form', { method: 'post', id: 'passkey-form' },
    noticeRegion('passkey-notice'),
    el('div', { class: 'row' }, submit('passkeys.add', 'passkey-add')));
  handle(form, async () => {
    const passkey = await makePasskey(await post(`${path}/begin`));
    await post(`${path}/finish`, { name: device(navigator.userAgent), passkey });
    await show();
    done(t('passkeys.added'));
  });
  return form;
}

function row(passkey, show, done) {
  const { id, name } = passkey;
  const changed = async words => {
    await show();
    done(words);
  };
  const rename = () => formDialog('rename', t('passkeys.rename.title'), [
    field('passkeys.name', input('rename-name', 'name', { value: name, maxlength: '64', required: true })),
  ], 'passkeys.rename', async values => {
    await post(`${path}/${id}/rename`, values);
    await changed(t('passkeys.renamed'));
  });
  const remove = () => formDialog('remove', t('passkeys.remove.title', { name }), [el('p', {}, t('admin.passkeys.remove.text'))],
    'passkeys.remove', async () => {
      await post(`${path}/${id}/remove`);
      await changed(t('passkeys.removed', { name }));
    }, true);
  return el('li', { 'data-passkey': id },
    icon('passkey'),
    el('div', { class: 'what' },
      el('p', {}, name, ' ', passkey.step_up ? null : tag(t('admin.passkeys.site'))),
      el('p', { class: 'hint' }, t('passkeys.times', { added: moment(passkey.created_time), used: moment(passkey.last_used) }))),
    el('div', { class: 'row' },
      button('passkeys.rename', rename, { 'class': 'button quiet small', 'data-rename': true, 'aria-label': t('passkeys.rename.label', { name }) }),
      button('passkeys.remove', remove, { 'class': 'button quiet small warn', 'data-remove': true, 'aria-label': t('passkeys.remove.label', { name }) })));
}
