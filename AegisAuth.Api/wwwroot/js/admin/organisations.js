// Organisations: their names for every view, and the view that makes and renames them.

import { el } from '../dom.js';
import { t } from '../i18n.js';
import { get, me, post, query } from './session.js';
import { mayNameOrganisations, seesEveryone } from './roles.js';
import { button, empty, field, formDialog, heading, input, table } from './parts.js';

const path = '/user/manage/organisations';

let known = new Map();

/** Reads the names, page by page. */
export async function loadOrganisations() {
  const fresh = new Map();
  let after = '';
  do {
    const page = await get(path + query({ after }));
    for (const { id, name } of page.items) fresh.set(id, name);
    after = page.next;
  } while (after);
  known = fresh;
}

/** Reads the names again where one of these is of an organisation that is newer than what has been read. */
export async function knowOrganisations(ids) {
  if (ids.some(id => id !== null && id !== undefined && !known.has(id))) await loadOrganisations();
}

export function organisationName(id) {
  if (id === null || id === undefined) return t('org.none');
  return known.get(id) || t('org.number', { id });
}

/** Options for a list; `first` are the words for none, or for all. */
export const organisationOptions = first =>
  [['', first], ...[...known.keys()].map(id => [String(id), organisationName(id)])];

function nameDialog(id, title, name, words, go) {
  const dialog = formDialog(id, title,
    [field('org.name', input(`${id}-name`, 'name', { maxlength: '64', required: true, value: name }))], words, go);
  dialog.querySelector('input').select();
  return dialog;
}

export async function organisationsView(show, done) {
  await loadOrganisations();
  const again = async words => {
    await loadOrganisations();
    await show();
    done(words);
  };
  const create = () => nameDialog('org-create', t('org.create'), '', 'org.create', async ({ name }) => {
    await post(path, { name });
    await again(t('org.created', { name }));
  });
  const rename = id => nameDialog('org-rename', t('org.rename.title', { name: organisationName(id) }), known.get(id), 'org.rename',
    async ({ name }) => {
      await post(`${path}/${id}/rename`, { name });
      await again(t('org.renamed', { name }));
    });

  const mine = mayNameOrganisations();
  const columns = [{ words: t('org.id') }, { words: t('org.name') }, ...(mine ? [{ words: t('acts') }] : [])];
  const rows = [...known].map(([id]) => [
    String(id),
    el('a', { href: `#users?organisation_id=${id}` }, organisationName(id)),
    ...(mine ? [button('org.rename', () => rename(id), {
      'class': 'button quiet small', 'data-rename': id, 'aria-label': t('org.rename.title', { name: organisationName(id) }),
    })] : []),
  ]);
  return el('section', { 'class': 'card', 'aria-labelledby': 'heading' },
    heading(t('orgs.heading'), mine ? button('org.create', create, { id: 'org-new', class: 'button primary small' }) : null),
    el('p', { class: 'lead' }, t(seesEveryone() ? 'orgs.text' : 'orgs.text.own')),
    rows.length ? table(t('orgs.heading'), columns, rows, 'organisations') : empty('org.empty'));
}

/** The organisation of the signed-in administrator, for those who have no choice. */
export const ownOrganisation = () => me.organisation_id;
