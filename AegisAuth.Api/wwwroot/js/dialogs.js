// Dialogs are the browser's own: it keeps the keyboard inside, closes on Escape and gives the focus back.

import { byId, el, icon } from './dom.js';
import { t } from './i18n.js';

/** Opens a dialog with a title, content and buttons, and returns it; it leaves the page when it closes. */
export function openDialog(id, title, content, actions = []) {
  const opener = document.activeElement?.id;
  const dialog = el('dialog', { id, 'aria-labelledby': `${id}-title` },
    el('div', { class: 'dialog-head' },
      el('h2', { id: `${id}-title` }, title),
      el('button', { type: 'button', class: 'icon-button', id: `${id}-close`, 'aria-label': t('hint.close'),
        onclick: () => dialog.close() }, icon('close'))),
    el('div', { class: 'dialog-body' }, ...content),
    actions.length ? el('div', { class: 'dialog-actions' }, ...actions) : null);
  // The backdrop belongs to the dialog; the padding-free head and body do not.
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener('close', () => {
    dialog.remove();
    // What opened it may have been drawn anew meanwhile: then the browser has given the focus to nothing.
    if (document.activeElement === document.body) ((opener && byId(opener)) || byId('heading'))?.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

export const noticeRegion = id => el('div', { 'id': id, 'data-notices': true, 'aria-live': 'assertive' });
