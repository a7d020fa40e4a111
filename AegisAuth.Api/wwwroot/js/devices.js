// Which browser on which system: the words for a user agent.

import { t } from './i18n.js';
import { platformName } from './platforms.js';

// In this order: a later name also appears in the agents of those before it.
const browsers = [['Edg', 'Edge'], ['OPR', 'Opera'], ['Firefox', 'Firefox'], ['Chrome', 'Chrome'],
  ['Safari', 'Safari']];
const systems = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'], ['Windows', 'Windows'],
  ['CrOS', 'ChromeOS'], ['Mac OS', 'macOS'], ['Linux', 'Linux']];

// Pages inside an app name the app beside the browser it is built on.
const apps = [['MicroMessenger', 'wechat'], ['AlipayClient', 'alipay'], ['QQ/', 'qq']];

const find = (pairs, agent) => pairs.find(([mark]) => agent.includes(mark))?.[1];

function inApp(agent) {
  const app = find(apps, agent);
  return app && platformName(app);
}

/** A browser's own long name cut down to what a person recognises. */
export function device(agent) {
  const browser = inApp(agent) ?? find(browsers, agent);
  const system = find(systems, agent);
  if (browser && system) return t('sessions.device', { browser, system });
  return browser ?? system ?? (agent.slice(0, 60) || t('sessions.unknown'));
}
