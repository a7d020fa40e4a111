// Own details, and the proof that the e-mail address is one's own.

import { get, post } from './api.js';
import { byId } from './dom.js';
import { handle, say } from './forms.js';
import { t } from './i18n.js';
import { CodeButton } from './phone.js';
import { sendsCodes } from './platforms.js';
import { proven } from './proof.js';

const editable = { real_name: 'detail-real', email: 'detail-email', phone: 'detail-phone' };

/** Puts what is stored into the fields. */
export function fillDetails(account) {
  for (const [name, id] of Object.entries(editable)) byId(id).value = account[name] ?? '';
}

/** Shows what is not a field; in another language the fields keep what the user typed. */
export function showDetails(account) {
  byId('detail-name').textContent = account.user_name;
  byId('detail-invite').textContent = account.invite_code || '–';
  state('email-state', account.email, account.email_verified);
  state('phone-state', account.phone, account.phone_verified);
  byId('verify-email').hidden = !account.email || account.email_verified === true;
  const unproven = Boolean(account.phone) && account.phone_verified !== true;
  sendsCodes().then(able => { byId('verify-phone').hidden = !(able && unproven); });
}

function state(id, value, verified) {
  const tag = byId(id);
  // A server that does not say leaves the tag out rather than claiming something.
  tag.hidden = !value || typeof verified !== 'boolean';
  tag.textContent = t(verified ? 'details.verified' : 'details.unverified');
  tag.classList.toggle('good', verified === true);
}

/** `changed` gets what the server now holds; `failed` sees an ended session first. */
export function startDetails(changed, failed) {
  handle(byId('details-form'), async fields => {
    await guarded(() => proven(proof => post('/api/user/detail', { ...fields, ...proof })), failed);
    changed(await get('/api/user/detail'));
    return t('details.saved');
  });

  byId('verify-email').addEventListener('click', async () => {
    const region = byId('verify-notice');
    byId('verify-form').hidden = false;
    try {
      await post('/api/verify/email', { email: byId('detail-email').value });
      say(region, 'success', t('details.verify.sent'));
      byId('verify-code').focus();
    } catch (error) {
      failed(error, region);
    }
  });

  handle(byId('verify-form'), async ({ token }) => {
    await guarded(() => get(`/api/verify/email?token=${encodeURIComponent(token.trim())}`), failed);
    byId('verify-form').reset();
    changed(await get('/api/user/detail'));
    byId('verify-form').hidden = true;
    say(byId('details-notice'), 'success', t('details.verify.done'));
  });
}

/** The number is proven by six digits: one button sends them and counts down, one field takes them. */
export function startPhoneProof(changed, failed) {
  const number = () => ({ phone: byId('detail-phone').value });
  new CodeButton(byId('verify-phone'), 'details.phone', async () => {
    byId('phone-form').hidden = false;
    try {
      await proven(proof => post('/api/verify/phone', { ...number(), ...proof }));
    } catch (error) {
      failed(error, byId('phone-notice'));
      throw error;
    }
    say(byId('phone-notice'), 'success', t('phone.sent'));
    byId('phone-code').focus();
  });

  handle(byId('phone-form'), async ({ code }) => {
    await guarded(() => proven(proof => post('/api/verify/phone', { ...number(), code, ...proof })), failed);
    byId('phone-form').reset();
    changed(await get('/api/user/detail'));
    byId('phone-form').hidden = true;
    say(byId('details-notice'), 'success', t('details.phone.done'));
  });
}

async function guarded(action, failed) {
  try {
    return await action();
  } catch (error) {
    if (error.notLoggedIn) failed(error);
    throw error;
  }
}
