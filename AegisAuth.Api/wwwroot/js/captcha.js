// The picture to type off, in the two forms that may ask for one. A picture serves once, right or wrong.

import { get } from './api.js';

export class Captcha {
  #id;

  constructor(root, purpose) {
    this.root = root;
    this.purpose = purpose;
    this.image = root.querySelector('img');
    this.input = root.querySelector('input');
    root.querySelector('button').addEventListener('click', async () => {
      await this.refresh();
      this.input.focus();
    });
  }

  get shown() { return !this.root.hidden; }

  /** Asks whether a picture is wanted and shows a new one if so. Never throws: a form without it still tells why. */
  async refresh() {
    let answer;
    try {
      answer = await get(`/api/captcha?purpose=${this.purpose}`);
    } catch {
      // The login that follows meets the same trouble and says it in the form, where it belongs.
      return;
    }
    this.input.value = '';
    this.root.hidden = answer.captcha_off === true;
    this.#id = answer.captcha_id;
    if (this.shown) this.image.src = answer.captcha;
    else this.image.removeAttribute('src');
  }

  answer() {
    return this.shown ? { captcha_id: this.#id, captcha: this.input.value.trim() } : {};
  }
}
