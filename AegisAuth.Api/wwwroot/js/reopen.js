// A right login of an account that is being closed: the reader is told, and may take the closing back by the same proof.

import { Refusal } from './api.js';
import { openDialog } from './dialogs.js';
import { el } from './dom.js';
import { t } from './i18n.js';

/** Runs `login`; where the account is being closed and the reader wants it back, `reopen`. */
export async function orReopen(login, reopen) {
  try {
    return await login();
  } catch (error) {
    if (!(error instanceof Refusal && error.isClosing && await wanted(error.message))) throw error;
  }
  return reopen();
}

function wanted(words) {
  return new Promise(resolve => {
    const dialog = openDialog('reopen', t('reopen.title'), [el('p', {}, words), el('p', {}, t('reopen.text'))], [
      el('button', { type: 'button', class: 'button quiet', onclick: () => dialog.close() }, t('cancel')),
      el('button', { type: 'button', class: 'button primary', id: 'reopen-submit', onclick: () => {
        resolve(true);
        dialog.close();
      } }, t('reopen.go')),
    ]);
    // After the button this changes nothing: a promise settles once.
    dialog.addEventListener('close', () => resolve(false));
  });
}
