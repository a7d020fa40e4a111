// The login page holds several views and shows one. Those that can be asked for have an address (#register,
// #forgot, #phone), so Back works; the others follow from what an e-mail link or a provider brought.

import { byId } from './dom.js';
import { onLanguage, t } from './i18n.js';

const addressed = { '#register': 'register', '#forgot': 'forgot', '#phone': 'phone' };
const entered = new Map();
let current = 'login';

/** Runs `listener` each time the view comes up. */
export const onEnter = (name, listener) => entered.set(name, listener);

/** Shows a view and takes the reader to its heading; `focus` false leaves the keyboard alone on the first page. */
export function show(name, { focus = true } = {}) {
  current = name;
  for (const view of document.querySelectorAll('[data-view]')) view.hidden = view.dataset.view !== name;
  title();
  if (focus) byId(`${name}-heading`).focus();
  entered.get(name)?.();
}

/** Back to the login view, with a clean address. */
export function showLogin() {
  history.replaceState(null, '', location.pathname);
  show('login');
}

const title = () => { document.title = t(`title.${current}`); };

export function startViews() {
  onLanguage(title);
  addEventListener('hashchange', () => show(addressed[location.hash] ?? 'login'));
  return addressed[location.hash] ?? 'login';
}
