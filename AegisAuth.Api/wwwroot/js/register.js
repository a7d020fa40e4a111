// A new account. Nothing is checked here but what is missing: which names and passwords will do, the server says.

import { goOn } from './next.js';
import { post } from './api.js';
import { Captcha } from './captcha.js';
import { byId } from './dom.js';
import { handle, say } from './forms.js';
import { t } from './i18n.js';
import { onEnter, showLogin } from './views.js';

export function startRegister() {
  const captcha = new Captcha(byId('register-captcha'), 'register');
  onEnter('register', () => captcha.refresh());

  handle(byId('register-form'), async fields => {
    let account;
    try {
      account = await post('/api/register', {
        user_name: fields.user_name,
        password: fields.password,
        email: fields.email,
        phone: fields.phone,
        invite_code: fields.invite_code,
        ...captcha.answer(),
      });
    } catch (error) {
      await captcha.refresh();
      if (error.wantsCaptcha && captcha.shown) captcha.input.focus();
      throw error;
    }
    // The answer of a login means that the cookie is set already.
    if (account?.token) return goOn();
    byId('register-form').reset();
    showLogin();
    byId('user_name').value = fields.user_name;
    say(byId('login-notice'), 'success', t('register.done'));
  });
}
