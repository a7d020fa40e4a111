// Two languages, one at a time. The choice lives in a cookie, because nothing here is kept in localStorage.

import zh from './words.zh.js';
import en from './words.en.js';

const dictionaries = { zh, en };
const changed = 'aegis:language';
let language = remembered() ?? preferred();

function remembered() {
  return document.cookie.match(/(?:^|;\s*)lang=(zh|en)(?:;|$)/)?.[1];
}

function preferred() {
  const known = (navigator.languages ?? [navigator.language])
    .map(tag => tag.slice(0, 2).toLowerCase())
    .find(tag => tag in dictionaries);
  return known ?? 'en';
}

/** Adds the words that one page needs beside those of all pages. */
export function addWords(more) {
  for (const [name, words] of Object.entries(more)) Object.assign(dictionaries[name], words);
}

/** The words for a key in the language in use, with {name} filled in; undefined when there are none. */
export function word(key, values = {}) {
  return dictionaries[language][key]?.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** As word, but a missing key is a mistake of ours and is shown as itself. */
export const t = (key, values) => word(key, values) ?? key;

/** The tag for Intl, for lang= and for Accept-Language. */
export const locale = () => (language === 'zh' ? 'zh-CN' : 'en');

const attributes = { label: 'aria-label', alt: 'alt', placeholder: 'placeholder' };

/** Puts the words into everything that names a key: data-i18n for text, data-i18n-label and so on for attributes. */
export function translate(root = document) {
  for (const node of root.querySelectorAll('[data-i18n]')) node.textContent = t(node.dataset.i18n);
  for (const [name, attribute] of Object.entries(attributes)) {
    for (const node of root.querySelectorAll(`[data-i18n-${name}]`)) {
      node.setAttribute(attribute, t(node.getAttribute(`data-i18n-${name}`)));
    }
  }
}

export const onLanguage = listener => document.addEventListener(changed, listener);

/** Wires the switch in the page head and shows the page in the right language. */
export function startLanguage(button) {
  const apply = () => {
    document.documentElement.lang = locale();
    translate();
    document.documentElement.dataset.ready = '';
    document.dispatchEvent(new Event(changed));
  };
  button.addEventListener('click', () => {
    language = language === 'zh' ? 'en' : 'zh';
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = `lang=${language}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    apply();
  });
  apply();
}
