/** What was found, and a file of each part of it. */
import { momentText, numberText } from '../../components/text/when';
import { t } from '../../lib/platform/i18n';
import { saveFile } from '../../lib/platform/save-file';
import { lookOf } from '../../lib/vault/state';
import { backupName, forBackup, writeBackup } from '../../lib/vault/backup-file';
import type { Stored } from '../../lib/vault/engines/store';
import { button, card, element, outcomeLine, run, type ButtonKind } from './dom';
import { accountsIn, isEmpty, type Found, type FoundCopy } from './found';

export function copiesView({ copies }: Found): readonly HTMLElement[] {
  const best = copies.find(({ header }) => header === 'readable');
  return copies.map((copy) => {
    const { engine, stored } = copy;
    const name = t(engine === 0 ? 'repair_first' : 'repair_second');
    const kind = copy === best ? 'primary' : 'plain';
    const save = stored && !isEmpty(stored) ? saveAct(name, stored, kind) : [];
    return card(name, stateText(copy), ...save);
  });
}

export function remainsView({ remains }: Found): readonly HTMLElement[] {
  return remains.map(({ id, stored }) => {
    const name = t('repair_remains_from', timeText(id));
    const says = t('repair_records', numberText(accountsIn(stored)));
    return card(name, says, ...saveAct(name, stored, 'plain'));
  });
}

function stateText({ header, stored }: FoundCopy): string {
  if (!stored) return t('repair_failed');
  if (isEmpty(stored)) return t('repair_nothing');
  const records = t('repair_records', numberText(accountsIn(stored)));
  if (header === 'readable') return t('repair_readable', records);
  if (header === 'newer') return t('repair_newer', records);
  return t(header === 'missing' ? 'repair_missing' : 'repair_damaged', records);
}

function saveAct(of: string, stored: Stored, kind: ButtonKind): readonly HTMLElement[] {
  const save = button(t('repair_save'), kind);
  save.setAttribute('aria-label', t('repair_save_of', of));
  const outcome = outcomeLine();
  const header = lookOf({ engine: 0, header: stored.header, failed: false });
  save.addEventListener('click', () => {
    void run(save, outcome, () => {
      const now = Date.now();
      saveFile(backupName(now), writeBackup(forBackup(stored), now), 'application/octet-stream');
      outcome.tell(t(header === 'readable' ? 'repair_saved' : 'repair_saved_perhaps', backupName(now)));
    });
  });
  return [element('div', { class: 'acts' }, save), outcome.node];
}

/** Ids of remains begin with their time, as ISO 8601 has it. */
function timeText(id: string): string {
  const at = Date.parse(id.slice(0, 24));
  return Number.isNaN(at) ? id : momentText(at);
}
