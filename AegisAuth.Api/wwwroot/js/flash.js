// One sentence carried over one page change of this tab: "you are signed out", "Google is linked".

const key = 'aegis.flash';

/** Where the code of a verification link waits for its owner to log in. */
export const waitingProof = 'aegis.verify';

export function leave(kind, text) {
  sessionStorage.setItem(key, JSON.stringify({ kind, text }));
}

/** Takes the sentence away; undefined when there is none. */
export function take() {
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  return kept ? JSON.parse(kept) : undefined;
}
