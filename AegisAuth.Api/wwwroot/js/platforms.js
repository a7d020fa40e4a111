// The external logins. Which ones exist and of what kind the server says; names and pictures are ours.

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
export async function externalLogins() {
  const all = await get('/api/platforms');
  return all
    .filter(way => way.enabled && way.kind !== 'password')
    // A mini program begins in its own app: a button here helps only where the simulator hands out a code.
    .filter(way => way.kind !== 'mini' || way.demo_codes)
    // Inside WeChat a user cannot scan the screen in the same hand.
    .filter(way => !(insideWechat && way.name === 'wechat'))
    .sort((one, other) => rank(one) - rank(other));
}

let website;

/** What the service can send; asked once for a page. A service that cannot be asked sends nothing. */
const sends = () => website ??= get('/api/platforms').then(all => all.find(way => way.name === 'website') ?? {}, () => ({}));

/** Whether a code can be sent to a phone. */
export const sendsCodes = () => sends().then(able => able.phone_code === true);

/** Whether passkeys log in. */
export const takesPasskeys = () => sends().then(able => able.passkey === true);

/** Whether a link to a new password can be mailed. */
export const sendsResetMail = () => sends().then(able => able.reset_mail === true);

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
