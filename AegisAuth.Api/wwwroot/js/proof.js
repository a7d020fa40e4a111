// Changes to the ways in ask who is there: a login of the last few minutes, or the password once more.

import { Refusal } from './api.js';
import { el } from './dom.js';
import { noticeRegion, openDialog } from './dialogs.js';
import { handle } from './forms.js';
import { t } from './i18n.js';

/** Runs `action` with nothing, and where the service asks for it once more with the password from a dialog. */
export async function proven(action) {
  try {
    return await action({});
  } catch (error) {
    if (!(error instanceof Refusal && error.wantsProof)) throw error;
  }
  return ask(action);
}

function ask(action) {
  return new Promise((resolve, reject) => {
    const form = el('form', { id: 'proof-form', method: 'post' },
      el('p', {}, t('proof.text')),
      noticeRegion('proof-notice'),
      el('div', { class: 'field' },
        el('label', { for: 'proof-password' }, t('proof.password')),
        el('input', { 'id': 'proof-password', 'name': 'password', 'type': 'password',
          'autocomplete': 'current-password', 'required': true, 'data-missing': 'error.password' })),
      el('div', { class: 'row end' },
        el('button', { type: 'button', class: 'button quiet', onclick: () => dialog.close() }, t('cancel')),
        el('button', { type: 'submit', class: 'button primary', id: 'proof-submit' }, el('span', {}, t('proof.go')))));
    const dialog = openDialog('proof', t('proof.title'), [form]);
    // After a success this changes nothing: a promise settles once.
    dialog.addEventListener('close', () => reject(new Refusal(-1, t('proof.cancelled'))));
    handle(form, async ({ password }) => {
      // A wrong password is told in the dialog, which stays open.
      resolve(await action({ password }));
      dialog.close();
    });
  });
}
