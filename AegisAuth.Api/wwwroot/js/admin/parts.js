// Pieces that several views are built of.

import { el } from '../dom.js';
import { openDialog, noticeRegion } from '../dialogs.js';
import { handle } from '../forms.js';
import { t } from '../i18n.js';

/** A labelled field; `hint` is a key, `input` the element inside. */
export function field(label, input, hint) {
  const hintId = `${input.id}-hint`;
  if (hint) input.setAttribute('aria-describedby', hintId);
  return el('div', { class: 'field' },
    el('label', { for: input.id }, t(label)),
    input,
    hint ? el('p', { class: 'hint', id: hintId }, t(hint)) : null);
}

export const input = (id, name, more = {}) =>
  el('input', { id, name, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', ...more });

/** A list to choose from; options are [value, words]. */
export function select(id, name, options, value) {
  const node = el('select', { id, name }, ...options.map(([key, words]) => el('option', { value: key }, words)));
  node.value = value ?? '';
  return node;
}

export const button = (words, onclick, more = {}) =>
  el('button', { type: 'button', class: 'button quiet', onclick, ...more }, t(words));

export const submit = (words, id, more = {}) =>
  el('button', { type: 'submit', class: 'button primary', id, ...more }, el('span', {}, t(words)));

/** A dialog with a form; `go` gets the values, and the dialog closes when it has succeeded. */
export function formDialog(id, title, content, words, go, danger = false) {
  const form = el('form', { method: 'post', id: `${id}-form` },
    ...content,
    noticeRegion(`${id}-notice`),
    el('div', { class: 'row end' },
      button('cancel', () => dialog.close(), { id: `${id}-cancel` }),
      submit(words, `${id}-submit`, { class: `button ${danger ? 'danger' : 'primary'}` })));
  const dialog = openDialog(id, title, [form]);
  handle(form, async values => {
    await go(values);
    dialog.close();
  });
  return dialog;
}

/** Something that is shown once, with a button that copies it. */
export function onceShown(text, id) {
  const copied = el('span', { 'aria-live': 'polite', 'class': 'hint' });
  const shown = el('output', { class: 'code', id }, text);
  return el('div', { class: 'once' },
    shown,
    el('div', { class: 'row' },
      button('copy', async () => {
        // Over plain http there is no clipboard: the text is marked for the reader to copy.
        if (navigator.clipboard) await navigator.clipboard.writeText(text);
        else getSelection().selectAllChildren(shown);
        copied.textContent = t(navigator.clipboard ? 'copied' : 'copy.marked');
      }, { class: 'button quiet small' }),
      copied));
}

/** A small word with a colour. */
export const tag = (words, kind = '') => el('span', { class: `tag ${kind}` }, words);

/** What stands where there is nothing; on a narrow screen it is left out. */
export const nothing = '–';

/** Rows with column heads; on a narrow screen each row is a card and `label` stands before its value. */
export function table(caption, columns, rows, id) {
  const body = el('tbody', {}, ...rows.map(cells => el('tr', {},
    ...cells.map((cell, at) => el('td', { 'data-label': columns[at].words, 'data-none': cell === nothing }, el('div', {}, ...[cell].flat()))))));
  return el('table', { id },
    el('caption', { class: 'visually-hidden' }, caption),
    el('thead', {}, el('tr', {}, ...columns.map(column =>
      el('th', { 'scope': 'col', 'aria-sort': column.sorted ?? null }, column.head ?? column.words)))),
    body);
}

/** Which page, and the way to its neighbours. A list knows no page numbers behind the next one. */
export function pager(list, show) {
  // The neighbours of the page that is shown: pressed twice, or once more after a failure, a button means the same place.
  const { before, after, next, total } = list;
  const step = (words, name, place, off) => el('button', {
    'type': 'button', 'class': 'button quiet small', 'id': `page-${name}`, 'disabled': off,
    'onclick': () => {
      Object.assign(list, place);
      return show();
    },
  }, t(words));
  const page = before.length + 1;
  return el('div', { class: 'pager' },
    step('page.back', 'back', { before: before.slice(0, -1), after: before.at(-1) }, before.length === 0),
    el('p', { class: 'hint', id: 'page-number' }, total === undefined ? t('page.number', { page }) : t('page.number.total', { page, total })),
    step('page.next', 'next', { before: [...before, after], after: next }, next === null));
}

/** The place in a list: the cursors of the pages before this one, the own one, and the next one. */
export const firstPage = () => ({ before: [], after: '', next: null, total: undefined });

export const heading = (words, ...beside) =>
  el('div', { class: 'heading' }, el('h1', { id: 'heading', tabindex: '-1' }, words), ...beside);

export const empty = words => el('p', { class: 'empty' }, t(words));
