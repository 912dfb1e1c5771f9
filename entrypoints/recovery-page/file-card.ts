/** A backup file: read in here, kept where the worker finds it, and put back by the worker. */
import { momentText, numberText } from '../../components/text/when';
import { problemOf } from '../../components/text/problem-of';
import { t, type MessageKey } from '../../lib/platform/i18n';
import { Problem } from '../../lib/problem';
import { MAX_BACKUP_BYTES, readBackup, type Backup } from '../../lib/vault/backup-file';
import { standingOf, type FileStanding } from '../../lib/vault/file-standing';
import { createStaged } from '../../lib/vault/staged';
import { candidatesOf } from '../../lib/vault/unlocking';
import { passkeysIn } from '../../lib/vault/ways/passkeys';
import { needsWorker, restore, type Scene } from './choices';
import { card, element, field, outcomeLine, run, wordGate } from './dom';
import { accountsIn } from './found';
import { proofForm } from './proof-form';

const size = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 });

const standings: Readonly<Record<Exclude<FileStanding, 'current'>, MessageKey>> = {
  foreign: 'repair_file_foreign',
  former: 'repair_file_revoked',
  older: 'repair_file_older',
};

export function fileCard(scene: Scene): HTMLElement {
  const staged = createStaged(indexedDB);
  const { node, input } = field(t('repair_file_choose'), { type: 'file', accept: '.lockstep' });
  const outcome = outcomeLine();
  const rest = element('div', { hidden: '' });
  const done = (): void => {
    input.value = '';
  };

  const show = (bytes: Uint8Array): void => {
    const backup = readBackup(bytes);
    const kilobytes = size.format(Math.ceil(bytes.length / 1000));
    const here = scene.found.copies.map(({ stored }) => stored?.header);
    const standing = standingOf(backup.header, here);
    outcome.tell(
      t('repair_file_holds', momentText(backup.madeAt), kilobytes, numberText(accountsIn(backup))),
      ...(standing === 'current' ? [] : [' ', t(standings[standing])]),
    );
    rest.replaceChildren(
      ...(scene.told ? putBack(scene, backup, standing === 'foreign', done) : [needsWorker()]),
    );
    rest.hidden = false;
  };
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (!file) return;
    void run(input, outcome, async () => {
      rest.hidden = true;
      if (file.size > MAX_BACKUP_BYTES) throw new Problem('not-backup');
      const bytes = new Uint8Array(await file.arrayBuffer());
      readBackup(bytes);
      await staged.put(bytes);
      show(bytes);
    });
  });
  // One that was chosen before the worker could take it.
  void staged
    .get()
    .then((bytes) => bytes && show(bytes))
    .catch(() => undefined);
  return card(t('repair_file'), t('repair_file_says'), node, outcome.node, rest);
}

/** Where what lies here opens with something else, a word is asked for; the worker says so where this page can't tell. */
function putBack(
  { refresh }: Scene,
  backup: Backup,
  foreign: boolean,
  done: () => void,
): readonly HTMLElement[] {
  const word = t('repair_file_word');
  const gate = wordGate(t('start_over_type', word), word);
  const asked = element('div', {}, element('p', {}, t('repair_file_other')), gate.node);
  asked.hidden = !foreign;
  const unconfirmed = (): void => {
    asked.hidden = false;
    gate.input.focus();
  };
  const slots = candidatesOf([{ engine: 0, header: backup.header }]).flatMap(
    ({ sealed }) => sealed.header.slots,
  );
  const form = proofForm({
    text: t('repair_file_act'),
    passkeys: passkeysIn(slots),
    act: async (proof, { tell }) => {
      try {
        if (!asked.hidden && !gate.open()) throw new Problem('restore-unconfirmed');
        const words = await restore('file', proof, !asked.hidden);
        done();
        tell(...words);
      } catch (error) {
        if (problemOf(error) === 'restore-unconfirmed') unconfirmed();
        throw error;
      }
      await refresh();
    },
  });
  return [asked, form];
}
