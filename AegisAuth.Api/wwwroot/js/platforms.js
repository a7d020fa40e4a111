// The outside ways in. Which ones exist and of what kind the server says; names and pictures are ours.

import { get } from './api.js';
import { el, icon } from './dom.js';
import { t, word } from './i18n.js';

const usual = ['wechat', 'inwechat', 'weapp', 'qq', 'alipay', 'tt', 'swan', 'google'];

export const insideWechat = /MicroMessenger/i.test(navigator.userAgent);

/** A platform we have no words for yet is still usable under its own name. */
export const platformName = name => word(`platform.${name}`) ?? name;

/** The app in which a mini program is opened. */
export const appName = name => word(`app.${name}`) ?? platformName(name);

const rank = ({ name }) => (usual.includes(name) ? usual.indexOf(name) : usual.length);

/** The enabled ones, in the order people here expect them. */
export async function outsideWays() {
  const all = await get('/api/platforms');
  return all
    .filter(way => way.enabled && way.kind !== 'password')
    // Inside WeChat a user cannot scan the screen in the same hand.
    .filter(way => !(insideWechat && way.name === 'wechat'))
    .sort((one, other) => rank(one) - rank(other));
}

let offered;

/** Whether a code can be sent to a phone; asked once for a page. A service that cannot be asked sends none. */
export const sendsCodes = () => offered ??= get('/api/platforms').then(all => all.some(way => way.phone_code === true), () => false);

/** A list item with one button per way; `choose` gets the way. */
export function wayButtons(ways, prefix, choose) {
  return ways.map(way => el('li', {}, el('button', {
    'type': 'button',
    'class': 'way',
    'id': `${prefix}-${way.name}`,
    'data-platform': way.name,
    'data-kind': way.kind,
    'onclick': () => choose(way),
  }, icon(way.name), el('span', {}, platformName(way.name)))));
}
