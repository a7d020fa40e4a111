// Six digits that go to a phone: a button sends them and counts down until there may be others, a field takes them.

import { post } from './api.js';
import { Captcha } from './captcha.js';
import { byId } from './dom.js';
import { handle, mark, reason, say } from './forms.js';
import { onLanguage, t } from './i18n.js';
import { sendsCodes } from './platforms.js';
import { onEnter } from './views.js';
import { orReopen } from './reopen.js';

const oneMinute = 60;

/** A button that runs `send` and then rests: a minute, or as long as the service says. It stays focusable. */
export class CodeButton {
  #until = 0;

  #timer;

  constructor(button, word, send) {
    this.button = button;
    this.word = word;
    let busy = false;
    button.addEventListener('click', async () => {
      if (busy || this.#left() > 0) return;
      busy = true;
      button.setAttribute('aria-disabled', 'true');
      try {
        await send();
        this.#rest(oneMinute);
      } catch (error) {
        // Told where the sentence belongs already; only how long to wait counts here.
        this.#rest(error.retryAfter ?? 0);
      } finally {
        busy = false;
        this.show();
      }
    });
    onLanguage(() => this.show());
  }

  #left() { return Math.ceil((this.#until - Date.now()) / 1000); }

  #rest(seconds) {
    this.#until = Date.now() + seconds * 1000;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.show(), 1000);
  }

  /** Writes what the button can do now. */
  show() {
    const seconds = this.#left();
    if (seconds > 0) {
      this.button.setAttribute('aria-disabled', 'true');
      this.button.dataset.counting = '';
      this.button.textContent = t('phone.again', { seconds });
      return;
    }
    clearInterval(this.#timer);
    delete this.button.dataset.counting;
    this.button.removeAttribute('aria-disabled');
    this.button.textContent = t(this.word);
  }
}

/** The login by a code, where codes can be sent. */
export function startPhoneLogin(enter) {
  const captcha = new Captcha(byId('phone-captcha'), 'code');
  const notices = byId('phone-notice');
  onEnter('phone', () => captcha.refresh());
  sendsCodes().then(able => {
    for (const part of document.querySelectorAll('[data-needs-phone]')) part.hidden = !able;
  });

  new CodeButton(byId('phone-send'), 'phone.send', async () => {
    const number = byId('phone');
    say(notices);
    if (!number.value.trim()) {
      mark(number, t('error.phone'));
      number.focus();
      throw new Error('no number');
    }
    try {
      await post('/api/login/code', { phone: number.value, ...captcha.answer() });
    } catch (error) {
      say(notices, 'error', reason(error));
      throw error;
    } finally {
      // The picture is spent by any answer.
      await captcha.refresh();
    }
    say(notices, 'success', t('phone.sent'));
    byId('phone-code').focus();
  });

  handle(byId('phone-form'), async fields => {
    const body = { phone: fields.phone, code: fields.code, remember: fields.remember === 'on' };
    await orReopen(() => post('/api/login', body), () => post('/api/user/reopen', body));
    enter();
  });
}
