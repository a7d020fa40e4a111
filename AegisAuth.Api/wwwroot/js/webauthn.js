// Passkeys (WebAuthn level 3): the browser's own dialogs, and their refusals in words. The service decides everything else.

import { Refusal } from './api.js';
import { t } from './i18n.js';

/** Whether this browser knows passkeys, in the JSON form that the service speaks. */
export const knowsPasskeys = () => typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';

const words = {
  // The user said no, or let it wait too long: browsers do not tell the one from the other.
  NotAllowedError: 'passkey.cancelled',
  AbortError: 'passkey.cancelled',
  InvalidStateError: 'passkey.exists',
  // Opened by another address than the one that passkeys belong to.
  SecurityError: 'passkey.elsewhere',
};

async function asked(ceremony) {
  try {
    return (await ceremony()).toJSON();
  } catch (error) {
    throw new Refusal(error.name, t(words[error.name] ?? 'passkey.failed'));
  }
}

/** Makes a passkey by these options. */
export const makePasskey = options => asked(() =>
  navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }));

/** Shows a passkey by these options. */
export const showPasskey = options => asked(() =>
  navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }));
