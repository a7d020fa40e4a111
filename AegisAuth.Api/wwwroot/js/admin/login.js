// Before the work begins: the login, the proof of presence, a password that must be changed, a code that sets one.

import { el } from '../dom.js';
import { noticeRegion, openDialog } from '../dialogs.js';
import { handle } from '../forms.js';
import { t } from '../i18n.js';
import { Refusal } from '../api.js';
import { knowsPasskeys, showPasskey } from '../webauthn.js';
import { begin, post, send, stepUp } from './session.js';
import { field, heading, input, submit } from './parts.js';

const loginPath = '/user/login/login_admin_info_by_aegisspeed_id';
const wrongProof = '10005';
const wrongKind = '10006';
const mustChange = '10011';

const password = (id, name, words, more = {}) =>
  field(words, input(id, name, { 'type': 'password', 'required': true, 'data-missing': 'error.password', ...more }),
    more.hint);

const card = (title, text, ...content) =>
  el('section', { 'class': 'card narrow', 'aria-labelledby': 'heading' }, heading(t(title)), el('p', { class: 'lead' }, t(text)), ...content);

/** The login; `done` runs with a token, `useCode` shows where a reset code is used. */
export function loginView(done, useCode) {
  const form = el('form', { method: 'post', id: 'login-form' },
    noticeRegion('login-notice'),
    field('login.id', input('login-id', 'user_AegisSpeed_id',
      { 'autocomplete': 'username', 'maxlength': '16', 'required': true, 'data-missing': 'login.id.missing' }), 'login.id.hint'),
    password('login-password', 'user_password', 'password', { autocomplete: 'current-password' }),
    submit('login.submit', 'login-submit', { class: 'button primary wide' }));
  handle(form, async values => {
    values.user_AegisSpeed_id = values.user_AegisSpeed_id.trim();
    const { token } = await send('POST', loginPath, values);
    begin(token);
    await done(values.user_AegisSpeed_id.toUpperCase());
  });
  return card('admin.login.heading', 'admin.login.text', form,
    el('p', { class: 'below' }, el('button', { type: 'button', class: 'link', id: 'use-code', onclick: useCode }, t('reset.code.use'))));
}

// What counted last time is what the next question begins with.
let usual = 'password';

export const forgetProof = () => { usual = 'password'; };

/**
 * The form that proves presence. Which proof counts only the service knows: once an authenticator is enrolled, the
 * password is refused as the wrong kind, and the form asks for the code.
 */
function proofForm(prefix, done, changeFirst) {
  const region = noticeRegion(`${prefix}-notice`);
  const fields = el('div', {});
  const other = el('button', { type: 'button', class: 'link', id: `${prefix}-other` });
  const form = el('form', { method: 'post', id: `${prefix}-form` },
    region, fields, submit('stepup.submit', `${prefix}-submit`, { class: 'button primary wide' }), el('div', { class: 'row' }, other));
  let kind;
  const prove = async bring => {
    try {
      await stepUp(await bring());
    } catch (error) {
      // Every role may step up: this can only mean that the password comes first.
      if (error.code === mustChange && changeFirst) return changeFirst();
      throw error;
    }
    return done();
  };

  const show = (next, focus = true) => {
    kind = next;
    fields.replaceChildren(kind === 'code'
      ? field('stepup.code', input(`${prefix}-code`, 'totp_code',
        { 'inputmode': 'numeric', 'autocomplete': 'one-time-code', 'maxlength': '6', 'required': true, 'data-missing': 'stepup.code.missing' }), 'stepup.code.hint')
      : password(`${prefix}-password`, 'user_password', 'proof.password', { autocomplete: 'current-password' }));
    other.textContent = t(kind === 'code' ? 'stepup.by.password' : 'stepup.by.code');
    if (focus) fields.querySelector('input').focus();
  };
  other.addEventListener('click', () => show(kind === 'code' ? 'password' : 'code'));
  handle(form, async values => {
    try {
      await prove(() => values);
    } catch (error) {
      if (error.code === wrongKind && kind === 'password') {
        show('code');
        throw new Refusal(error.code, t('stepup.wants.code'), error.status);
      }
      throw error;
    }
    usual = kind;
  });
  show(usual, false);
  return el('div', { class: 'proof' }, form, knowsPasskeys() ? passkeyForm(prefix, prove) : null);
}

/** Beside both kinds: a passkey counts for every account that has one. */
function passkeyForm(prefix, prove) {
  const form = el('form', { method: 'post', id: `${prefix}-passkey-form` },
    noticeRegion(`${prefix}-passkey-notice`),
    submit('stepup.by.passkey', `${prefix}-passkey`, { class: 'button quiet wide' }));
  handle(form, async () => {
    let why = 'stepup.passkey.none';
    try {
      await prove(async () => {
        const { data: options } = await send('POST', '/user/login_admin_info/verify/passkey_options');
        why = 'stepup.passkey.wrong';
        return { passkey: await showPasskey(options) };
      });
    } catch (error) {
      if (error.code === wrongProof) throw new Refusal(error.code, t(why), error.status);
      throw error;
    }
  });
  return form;
}

/** The proof right after the login. A password that must be changed is found out here. */
export const stepUpView = (done, changeFirst) =>
  card('stepup.heading', 'stepup.text', proofForm('stepup', done, changeFirst));

let asking = null;

/** Asks in a dialog, once for all requests that wait for it; rejects when the dialog is closed. */
export function askForProof() {
  asking ??= new Promise((resolve, reject) => {
    const dialog = openDialog('proof', t('stepup.heading'), [
      el('p', {}, t('stepup.again')),
      proofForm('proof', () => {
        resolve();
        dialog.close();
      }),
    ]);
    dialog.addEventListener('close', () => reject(new Refusal(-1, t('proof.cancelled'))));
    dialog.querySelector('input').focus();
  }).finally(() => { asking = null; });
  return asking;
}

function newPassword(prefix) {
  return [
    password(`${prefix}-new`, 'new_password', 'password.new', { autocomplete: 'new-password', hint: 'admin.password.hint' }),
    field('password.repeat', el('input', { 'id': `${prefix}-repeat`, 'type': 'password', 'autocomplete': 'new-password', 'data-repeats': `${prefix}-new` })),
  ];
}

/** The form that changes the own password. */
export function passwordForm(prefix, done) {
  const form = el('form', { method: 'post', id: `${prefix}-form` },
    noticeRegion(`${prefix}-notice`),
    password(`${prefix}-old`, 'user_password', 'change.old', { autocomplete: 'current-password' }),
    ...newPassword(prefix),
    el('div', { class: 'row' }, submit('change.submit', `${prefix}-submit`)));
  handle(form, async values => {
    await post('/user/password', values);
    form.reset();
    return done();
  });
  return form;
}

export const mustChangeView = done => card('must.heading', 'admin.must.text', passwordForm('must', done));

/** Where a code from an administrator sets a password. */
export function resetView(done) {
  const form = el('form', { method: 'post', id: 'reset-form' },
    noticeRegion('reset-notice'),
    field('reset.code', input('reset-code', 'code', { 'required': true, 'maxlength': '128' }), 'reset.code.hint'),
    ...newPassword('reset'),
    submit('reset.submit', 'reset-submit', { class: 'button primary wide' }));
  handle(form, async values => {
    try {
      await send('POST', '/user/password/reset', { ...values, code: values.code.trim() });
    } catch (error) {
      if (error.code === wrongProof) throw new Refusal(error.code, t('reset.code.wrong'), error.status);
      throw error;
    }
    done(t('reset.done'));
  });
  return card('reset.heading', 'reset.text', form,
    el('p', { class: 'below' }, el('button', { type: 'button', class: 'link', id: 'reset-back', onclick: () => done() }, t('back'))));
}
