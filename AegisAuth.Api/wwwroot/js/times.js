// Unix seconds to words. A missing time is 0 in this API and becomes nothing.

import { locale, t } from './i18n.js';

const format = (seconds, options) =>
  (seconds ? new Intl.DateTimeFormat(locale(), options).format(new Date(seconds * 1000)) : '');

export const day = seconds => format(seconds, { dateStyle: 'long' });

export const moment = seconds => format(seconds, { dateStyle: 'medium', timeStyle: 'short' });

/** "3 minutes ago", as long as that is easier to grasp than a date. */
export function ago(seconds) {
  const minutes = Math.round((seconds - Date.now() / 1000) / 60);
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  if (minutes > -1) return t('times.now');
  if (minutes > -60) return relative.format(minutes, 'minute');
  if (minutes > -24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
  if (minutes > -7 * 24 * 60) return relative.format(Math.round(minutes / 1440), 'day');
  return moment(seconds);
}
