// What every form does alike: check, be busy, say what went wrong, in sight and to a screen reader.

import { el, icon } from './dom.js';
import { onLanguage, t } from './i18n.js';
import { Refusal } from './api.js';

/** Shows one sentence in a live region that is already in the page; an empty one clears it. */
export function say(region, kind, text) {
  region.replaceChildren();
  if (text) region.append(el('p', { class: `notice ${kind}` }, icon(kind === 'error' ? 'alert' : 'check'), el('span', {}, text)));
}

/** The sentence for anything that was thrown; a fault of ours still reaches the console. */
export function reason(error) {
  if (error instanceof Refusal) return error.message;
  console.error(error);
  return t('error.server');
}

function unmark(input) {
  const message = document.getElementById(`${input.id}-error`);
  if (!message) return;
  message.remove();
  input.removeAttribute('aria-invalid');
  const rest = (input.getAttribute('aria-describedby') ?? '').split(' ').filter(id => id && id !== message.id);
  if (rest.length) input.setAttribute('aria-describedby', rest.join(' '));
  else input.removeAttribute('aria-describedby');
}

export function mark(input, text) {
  unmark(input);
  const id = `${input.id}-error`;
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', [id, input.getAttribute('aria-describedby')].filter(Boolean).join(' '));
  input.closest('.field').append(el('p', { class: 'field-error', id }, text));
}

function faults(form) {
  const bad = [];
  for (const input of form.querySelectorAll('input')) {
    if (input.closest('[hidden]')) continue;
    if (input.required && !input.value) bad.push([input, t(input.dataset.missing ?? 'error.required')]);
    else if (input.type === 'email' && input.validity.typeMismatch) bad.push([input, t('error.email')]);
    else if (input.dataset.repeats && input.value !== document.getElementById(input.dataset.repeats).value) {
      bad.push([input, t('error.repeat')]);
    }
  }
  return bad;
}

/**
 * Runs `submit` with the form's values when they pass. The button stays focusable while busy (a disabled one would
 * throw the keyboard back to the top of the page) and a second press does nothing.
 */
export function handle(form, submit) {
  const region = form.querySelector('[data-notices]');
  const button = form.querySelector('[type="submit"]');
  let busy = false;
  const clear = () => {
    say(region);
    form.querySelectorAll('[aria-invalid]').forEach(unmark);
  };

  form.noValidate = true;
  form.addEventListener('input', event => unmark(event.target));
  // Sentences of the server cannot be translated here, and half a form in another language is worse than none.
  onLanguage(clear);
  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (busy) return;
    clear();
    const bad = faults(form);
    bad.forEach(([input, text]) => mark(input, text));
    if (bad.length) return bad[0][0].focus();

    busy = true;
    form.setAttribute('aria-busy', 'true');
    button.setAttribute('aria-disabled', 'true');
    try {
      const done = await submit(Object.fromEntries(new FormData(form)));
      if (done) say(region, 'success', done);
    } catch (error) {
      say(region, 'error', reason(error));
    } finally {
      busy = false;
      form.removeAttribute('aria-busy');
      button.removeAttribute('aria-disabled');
    }
  });
}

/** Wires the show/hide buttons beside password fields. */
export function revealButtons(root = document) {
  for (const button of root.querySelectorAll('[data-reveals]')) {
    const input = document.getElementById(button.dataset.reveals);
    const label = () => {
      const shown = input.type === 'text';
      button.setAttribute('aria-pressed', String(shown));
      button.textContent = t(shown ? 'password.hide' : 'password.show');
      button.setAttribute('aria-label', t(shown ? 'password.hide.label' : 'password.show.label'));
    };
    button.addEventListener('click', () => {
      input.type = input.type === 'password' ? 'text' : 'password';
      label();
    });
    // Left open, the word would be written into the browser's form history as plain text.
    input.form.addEventListener('submit', () => { input.type = 'password'; label(); });
    onLanguage(label);
    label();
  }
}
