/** A row for everything that changes a vault, and what is made of it where it is cut short. */
import {
  addAccount,
  advanceCounter,
  changeAccount,
  moveAccount,
  restoreAccount,
  trashAccount,
} from '../../../lib/vault/accounts/accounts';
import { appendLog, clearLog } from '../../../lib/vault/log';
import { migrate } from '../../../lib/vault/migrate';
import type { OpenVault } from '../../../lib/vault/open-vault';
import { restoreAccounts } from '../../../lib/vault/restore';
import { changeSettings } from '../../../lib/vault/settings';
import { listSnapshots, takeSnapshot } from '../../../lib/vault/snapshots';
import { eraseForGood } from '../../../lib/vault/trash';
import type { Proof } from '../../../lib/vault/ways/proof';
import { parseRecoveryKey } from '../../../lib/vault/ways/recovery-key';
import type { Device, Running } from './faults-device';
import type { Facet } from './faults-found';
import {
  COUNTING,
  moment,
  OTHER,
  OWNER,
  PLAIN,
  SECOND,
  TRASHED,
  VIEWER,
  wayNamed,
  type Scene,
  type Start,
} from './faults-starts';
import { draft, PASSPHRASE } from './world';

const DAY = 24 * 60 * 60 * 1000;

export interface Row {
  readonly name: string;
  /** `two alike`, unless given. */
  readonly from?: readonly Start[];
  readonly act: (running: Running, device: Device, scene: Scene) => Promise<unknown>;
  /** Begins without a session. */
  readonly locked?: boolean;
  /** Opens before and after. The owner's passphrase, unless given. */
  readonly lasting?: (scene: Scene) => Proof;
  /** Opens before, and never again once that was acknowledged. */
  readonly gone?: (scene: Scene) => Proof;
  /** Opens from then on, and not before. */
  readonly come?: (scene: Scene) => Proof;
  /** What is there is the same before and after. */
  readonly same?: boolean;
  /** Of what is not one commit: what is done first, and then, and at last the rest. */
  readonly steps?: readonly (readonly Facet[])[];
  /** What is done where it can be, and the rest counts without it. */
  readonly loose?: readonly Facet[];
  /** Takes away what one engine holds before the other: no `set` may be imagined that is applied by half. */
  readonly moves?: boolean;
  /** Many calls, and much to look at: the short pass tries one fault at each, of every kind in turn. */
  readonly dear?: boolean;
}

const change = (act: (open: OpenVault, running: Running, device: Device) => Promise<unknown>): Row['act'] => {
  return (running, device) => running.vault.change((open) => act(open, running, device));
};

const accounts: readonly Row[] = [
  { name: 'add', act: change((open) => addAccount(open, draft('new'), moment(7))) },
  { name: 'edit', act: change((open) => changeAccount(open, PLAIN, { issuer: 'edited' }, 9)) },
  { name: 'delete', act: change((open) => trashAccount(open, SECOND, 9)) },
  { name: 'restore from the trash', act: change((open) => restoreAccount(open, TRASHED, 9)) },
  { name: 'move', act: change((open) => moveAccount(open, COUNTING, PLAIN, 9)) },
  { name: 'advance a counter', act: change((open) => advanceCounter(open, COUNTING, 9)) },
  {
    name: 'erase for good',
    act: change((open, { shelf }) => eraseForGood(open, shelf, [TRASHED])),
    steps: [['snapshots']],
    dear: true,
  },
  { name: 'set aside', from: ['both damaged'], act: change((open) => open.setAside()) },
];

const ways: readonly Row[] = [
  {
    name: 'change the passphrase',
    act: ({ vault }) => vault.ways.changePassphrase(OWNER, OTHER.passphrase),
    lasting: ({ recovery }) => recovery,
    gone: () => OWNER,
    come: () => OTHER,
    loose: ['names'],
    dear: true,
  },
  {
    name: 'add a way',
    act: ({ vault }) => vault.ways.add(OWNER, OTHER, 'viewer', 'Bob'),
    come: () => OTHER,
    loose: ['names'],
  },
  {
    name: 'another recovery key',
    act: async ({ vault }) => {
      const key = (await parseRecoveryKey(await vault.ways.freshRecoveryKey()))!;
      await vault.ways.add(OWNER, { type: 'recovery', key }, 'owner', '');
    },
    gone: ({ recovery }) => recovery,
    loose: ['names'],
    dear: true,
  },
  {
    name: 'remove a way',
    from: ['two alike', 'the second behind'],
    act: async ({ vault }) => vault.ways.remove(OWNER, await wayNamed(vault, 'Ann')),
    gone: () => VIEWER,
    loose: ['names'],
    dear: true,
  },
  {
    name: 'set the PIN',
    act: ({ vault }) => vault.ways.setPin(OWNER, '314159'),
  },
];

const keeping: readonly Row[] = [
  {
    name: 'settings',
    act: change((open) => changeSettings(open, (settings) => ({ ...settings, backup: { weeks: 2 } }))),
  },
  { name: 'append to the log', act: change((open) => appendLog(open, [{ at: 2, kind: 'fill' }])) },
  { name: 'clear the log', act: change((open) => clearLog(open, { at: 3, kind: 'log-cleared' })) },
  {
    name: 'take a snapshot',
    act: change((open, { shelf }, { now }) =>
      takeSnapshot(open, shelf, open.sets.stored().bytes, now, 'before'),
    ),
  },
  {
    name: 'restore from a snapshot',
    act: change(async (open, { shelf }, { now }) => {
      const [newest] = await listSnapshots(open);
      await takeSnapshot(open, shelf, open.sets.stored().bytes, now, 'before');
      await restoreAccounts(open, shelf.blobs, newest!.id, undefined, now);
    }),
    steps: [['snapshots']],
    dear: true,
  },
];

const whole: readonly Row[] = [
  {
    name: 'create',
    from: ['nothing'],
    act: ({ vault }) => vault.create(PASSPHRASE),
    loose: ['names'],
    locked: true,
  },
  {
    name: 'unlock',
    from: ['a way that waits', 'the first layout', 'the first behind', 'the second behind'],
    act: ({ vault }) => vault.unlock(OWNER),
    locked: true,
    steps: [['remains']],
    loose: ['waiting', 'layout', 'remains'],
    same: true,
    dear: true,
  },
  {
    name: 'migrate',
    from: ['the first layout'],
    act: change((open, { copies }, { now }) => migrate(open, copies, now)),
    steps: [['remains']],
  },
  {
    name: 'heal',
    from: ['the first behind', 'the second behind', 'the first emptied', 'the second emptied'],
    act: ({ vault }) => vault.care.health(),
    same: true,
    dear: true,
  },
  {
    name: 'what falls due on another day',
    act: async ({ vault }, device) => {
      device.now += DAY;
      await vault.unlock(OWNER);
      await vault.care.tend();
    },
    locked: true,
    steps: [['snapshots']],
    loose: ['snapshots', 'settings'],
    dear: true,
  },
  {
    name: 'restore from a file',
    from: ['a file waits'],
    act: ({ vault }) => vault.recovery.restore('file', OWNER),
    steps: [['remains'], ['accounts', 'snapshots', 'log', 'settings']],
    locked: true,
    dear: true,
  },
  {
    name: 'restore without a header',
    from: ['no header'],
    act: ({ vault }) => vault.recovery.restore('snapshot', OWNER),
    steps: [['remains']],
    locked: true,
    dear: true,
  },
  {
    name: 'start over',
    act: async ({ vault }) => {
      await vault.lock();
      await vault.recovery.startOver();
    },
    moves: true,
    steps: [['remains']],
  },
  { name: 'erase this device', act: ({ vault }) => vault.recovery.erase(), moves: true },
];

export const rows: readonly Row[] = [...accounts, ...ways, ...keeping, ...whole];
