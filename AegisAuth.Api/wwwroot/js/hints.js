// What to do when the way in begins somewhere else: on WeChat's QR page, inside WeChat, or in a mini program.

import { el, icon } from './dom.js';
import { t } from './i18n.js';
import { noticeRegion, openDialog } from './dialogs.js';
import { handle } from './forms.js';
import { appName, insideWechat, platformName } from './platforms.js';
import { depart, redeemCode } from './redirect.js';

/**
 * Begins one way. Redirects leave at once, unless a QR code is coming: then the user hears of it first.
 * `intent` is "login" or "link"; `failed` gets what went wrong; `done` runs after a code was taken in a dialog.
 */
export async function begin(way, intent, failed, done) {
  const leave = async () => {
    try {
      await depart(way.name, intent);
    } catch (error) {
      failed(error);
    }
  };
  if (way.kind === 'mini') return miniHint(way, intent, done);
  if (way.name === 'wechat') return scanHint(leave);
  if (way.name === 'inwechat' && !insideWechat) return openInWechatHint(leave);
  return leave();
}

function goButton(dialog, words, style, leave) {
  return el('button', { type: 'button', id: 'hint-continue', class: `button ${style}`, onclick: async () => {
    dialog().close();
    await leave();
  } }, t(words));
}

function scanHint(leave) {
  const steps = ['hint.wechat.1', 'hint.wechat.2', 'hint.wechat.3'].map(key => el('li', {}, t(key)));
  const dialog = openDialog('hint', t('hint.wechat.title'),
    [el('div', { class: 'scan' }, icon('phone'), icon('wechat')), el('ol', { class: 'steps' }, ...steps)],
    [goButton(() => dialog, 'hint.wechat.go', 'primary', leave)]);
}

function openInWechatHint(leave) {
  const dialog = openDialog('hint', t('hint.inwechat.title'),
    [el('img', { src: `/img/here.svg?scheme=${location.protocol.slice(0, -1)}`, class: 'qr', alt: t('hint.inwechat.alt') }), el('p', {}, t('hint.inwechat.text'))],
    [goButton(() => dialog, 'hint.inwechat.go', 'quiet', leave)]);
}

function miniHint(way, intent, done) {
  const dialog = openDialog('hint', t('hint.mini.title', { app: appName(way.name) }), [
    el('div', { class: 'scan' }, icon('phone'), icon(way.name)),
    el('p', {}, t('hint.mini.text', { app: appName(way.name) })),
  ]);
  if (way.demo_codes) dialog.append(codeForm(dialog, way, intent, done));
}

function codeForm(dialog, way, intent, done) {
  const form = el('form', { class: 'dev', method: 'post', id: 'hint-form' },
    el('h3', {}, t('hint.dev.title')),
    el('p', {}, el('a', { href: `/dev/simulator?platform=${way.name}`, target: '_blank', rel: 'noopener', id: 'hint-simulator' },
      t('hint.dev.link'))),
    noticeRegion('hint-notice'),
    el('div', { class: 'field' },
      el('label', { for: 'hint-code' }, t('hint.dev.code')),
      el('input', { id: 'hint-code', name: 'code', autocomplete: 'off', required: true })),
    el('button', { type: 'submit', class: 'button primary', id: 'hint-submit' },
      t(intent === 'link' ? 'hint.dev.bind' : 'hint.dev.login')));
  handle(form, async ({ code }) => {
    await redeemCode({ platform: way.name, code: code.trim() }, intent);
    dialog.close();
    done(platformName(way.name));
  });
  return form;
}
