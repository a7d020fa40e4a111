// The last section of the account: a copy of everything that is held, and the end of the account.

import { get, post } from './api.js';
import { openDialog } from './dialogs.js';
import { byId, el } from './dom.js';
import { leave } from './flash.js';
import { say } from './forms.js';
import { t } from './i18n.js';
import { proven } from './proof.js';
import { moment } from './times.js';

const region = byId('leave-notice');

export function startLeaving(failed) {
  const copy = byId('copy-data');
  copy.addEventListener('click', async () => {
    if (copy.getAttribute('aria-disabled') === 'true') return;
    copy.setAttribute('aria-disabled', 'true');
    say(region);
    try {
      save(await get('/api/user/copy'));
      say(region, 'success', t('leave.copy.done'));
    } catch (error) {
      failed(error, region);
    } finally {
      copy.removeAttribute('aria-disabled');
    }
  });

  byId('close-account').addEventListener('click', () => {
    const dialog = openDialog('confirm', t('leave.close.title'), [el('p', {}, t('leave.close.confirm'))], [
      el('button', { type: 'button', class: 'button quiet', onclick: () => dialog.close() }, t('cancel')),
      el('button', { type: 'button', class: 'button danger', id: 'confirm-submit', onclick: () => {
        dialog.close();
        close(failed);
      } }, t('leave.close')),
    ]);
  });
}

async function close(failed) {
  say(region);
  try {
    const { closes_time: closes } = await proven(proof => post('/api/user/close', proof));
    leave('success', t('leave.close.done', { time: moment(closes) }));
    location.replace('/');
  } catch (error) {
    failed(error, region);
    byId('leave-heading').focus();
  }
}

function save(data) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }));
  el('a', { href: url, download: `aegisauth-${data.account.aegisspeed_id}.json` }).click();
  // The browser has the blob by then; without this it stays in memory as long as the page.
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}
