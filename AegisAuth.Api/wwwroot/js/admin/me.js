// The own account: the authenticator app, the passkeys, the password, the other sessions.

import { el } from '../dom.js';
import { handle } from '../forms.js';
import { noticeRegion } from '../dialogs.js';
import { t } from '../i18n.js';
import { get, me, post } from './session.js';
import { organisationName } from './organisations.js';
import { roleName } from './roles.js';
import { passwordForm } from './login.js';
import { passkeysCard } from './passkeys.js';
import { button, field, formDialog, heading, input, onceShown, submit, tag } from './parts.js';

const code = (id, more) => input(id, 'totp_code', {
  'inputmode': 'numeric', 'autocomplete': 'one-time-code', 'maxlength': '6', 'required': true, 'data-missing': 'stepup.code.missing', ...more,
});

export async function meView(show, done) {
  const { authenticator } = await get(`/user/manage/users/${me.user_AegisSpeed_id}/logins`);
  const passkeys = await passkeysCard(show, done);
  const rows = [['user.id', me.user_AegisSpeed_id], ['user.name', me.user_name], ['user.role', roleName(me.role)],
    ['user.organisation', organisationName(me.organisation_id)]];
  return el('div', { class: 'stack' },
    el('section', { 'class': 'card', 'aria-labelledby': 'heading' },
      heading(t('me.heading')),
      el('dl', { class: 'facts' }, ...rows.map(([words, value]) => el('div', {}, el('dt', {}, t(words)), el('dd', {}, value)))),
      el('div', { class: 'acts' },
        el('a', { class: 'button quiet small', href: `#user/${me.user_AegisSpeed_id}` }, t('me.sessions')),
        button('sessions.others', () => formDialog('others', t('sessions.others.title'), [el('p', {}, t('sessions.others.text'))],
          'sessions.others', async () => {
            await post('/user/sessions/revoke', { others: true });
            done(t('sessions.others.done'));
          }, true), { id: 'revoke-others', class: 'button quiet small warn' }))),
    // What proves presence: each kind has a card of its own.
    el('section', { 'class': 'card', 'id': 'authenticator', 'aria-labelledby': 'authenticator-heading' },
      el('h2', { id: 'authenticator-heading' }, t('totp.heading'), ' ', authenticator ? tag(t('totp.on'), 'good') : tag(t('totp.off'))),
      el('p', { class: 'lead' }, t(authenticator ? 'totp.text.on' : 'totp.text.off')),
      authenticator && !unkept ? removal(show, done) : enrolment(show)),
    passkeys,
    el('section', { 'class': 'card', 'id': 'password', 'aria-labelledby': 'password-heading' },
      el('h2', { id: 'password-heading' }, t('change.heading')),
      el('p', { class: 'lead' }, t('me.password.text')),
      passwordForm('change', () => t('change.done'))));
}

// Recovery codes that have not been said to be kept. They are given once: another language, or a look at another view, must not lose them.
let unkept = null;

export const forgetRecovery = () => { unkept = null; };

/** In three steps: a key for the app, a code of it, the recovery codes; then `done`. */
export function enrolment(done) {
  const place = el('div', { id: 'enrolment' });
  const region = noticeRegion('enrol-notice');
  const begin = el('form', { method: 'post', id: 'enrol-form' }, region, el('div', { class: 'row' }, submit('totp.begin', 'enrol-submit')));
  handle(begin, async () => {
    const key = await post('/user/totp/enroll');
    place.replaceChildren(...confirmation(key, codes => {
      unkept = codes;
      place.replaceChildren(...recovery(done));
      place.querySelector('h3').focus();
    }));
    place.querySelector('input').focus();
  });
  place.append(...(unkept ? recovery(done) : [begin]));
  return place;
}

function confirmation(key, confirmed) {
  const form = el('form', { method: 'post', id: 'confirm-form' },
    noticeRegion('confirm-notice'),
    field('stepup.code', code('confirm-code'), 'totp.code.hint'),
    el('div', { class: 'row' }, submit('totp.confirm', 'confirm-submit')));
  handle(form, async values => {
    const { recovery_codes: codes } = await post('/user/totp/confirm', values);
    confirmed(codes);
  });
  return [el('div', { class: 'enrol' },
    el('img', { class: 'qr', src: key.qr_code, alt: t('totp.qr') }),
    el('div', { class: 'stack' },
      el('p', {}, t('totp.scan')),
      onceShown(key.secret, 'totp-secret'),
      form))];
}

function recovery(done) {
  const kept = () => {
    forgetRecovery();
    return done();
  };
  return [
    el('h3', { tabindex: '-1' }, t('totp.recovery')),
    el('p', { class: 'lead' }, t('totp.recovery.text')),
    onceShown(unkept.join('\n'), 'recovery-codes'),
    el('div', { class: 'row' }, button('totp.recovery.done', kept, { id: 'recovery-done', class: 'button primary' })),
  ];
}

function removal(show, done) {
  return button('totp.remove', () => formDialog('remove', t('totp.remove.title'), [
    el('p', {}, t('totp.remove.text')),
    field('totp.remove.code', input('remove-code', 'code', { required: true, autocomplete: 'one-time-code', maxlength: '32' }), 'totp.remove.hint'),
  ], 'totp.remove', async ({ code: given }) => {
    const text = given.trim();
    await post('/user/totp/remove', /^\d{6}$/.test(text) ? { totp_code: text } : { recovery_code: text });
    await show();
    done(t('totp.removed'));
  }, true), { id: 'totp-remove', class: 'button quiet small warn' });
}

/** Shown instead of everything else where the role must have an authenticator. */
export const enrolView = done => el('section', { 'class': 'card narrow', 'aria-labelledby': 'heading' },
  heading(t('enrol.heading')), el('p', { class: 'lead' }, t('enrol.text')), enrolment(done));
