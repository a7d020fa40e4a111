// Building nodes by hand: text always goes in as text, so nothing a server or a provider says can become markup.

const drawn = new Set(['wechat', 'inwechat', 'weapp', 'qq', 'alipay', 'tt', 'swan', 'google',
  'mark', 'refresh', 'close', 'check', 'alert', 'desktop', 'phone', 'passkey']);

export const byId = id => document.getElementById(id);

/** Makes an element; names that start with "on" are listeners, false and null attributes are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

/** A picture that says nothing to a screen reader; the words beside it do. */
export function icon(name, className = 'icon') {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(space, 'use');
  use.setAttribute('href', `/img/icons.svg#${drawn.has(name) ? name : 'other'}`);
  svg.append(use);
  return svg;
}
