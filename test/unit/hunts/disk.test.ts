import { describe, expect, test } from 'vitest';
import { createDice } from '../../hunts/dice';
import { createDisk, OUTCOMES, type DiskEvent, type Outcome } from '../../hunts/disk';
import { readStrace } from '../../hunts/strace';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (said: string) => new TextEncoder().encode(said);
const write = (path: string, at: number, said: string): DiskEvent => ({
  kind: 'written',
  path,
  at,
  bytes: bytes(said),
});
const sync = (path: string, number = 1): DiskEvent[] => [
  { kind: 'sync-begun', sync: number, path },
  { kind: 'sync-ended', sync: number },
];

function cut(events: readonly DiskEvent[], outcome: Outcome, seed = 1): Record<string, string> {
  const disk = createDisk(new Map([['/old', bytes('old')]]));
  for (const event of events) disk.apply(event);
  return Object.fromEntries(
    [...disk.cut(outcome, createDice(seed))].map(([path, content]) => [path, text(content)]),
  );
}

describe('a power cut', () => {
  const made: DiskEvent = { kind: 'created', path: '/new' };
  test.each<[string, DiskEvent[], Record<string, string>, Record<string, string>]>([
    ['nothing happened', [], { '/old': 'old' }, { '/old': 'old' }],
    ['a write was not synced', [write('/old', 3, 'er')], { '/old': 'old' }, { '/old': 'older' }],
    ['it was', [write('/old', 3, 'er'), ...sync('/old')], { '/old': 'older' }, { '/old': 'older' }],
    [
      'it came while the sync was under way',
      [sync('/old')[0]!, write('/old', 3, 'er'), sync('/old')[1]!],
      { '/old': 'old' },
      { '/old': 'older' },
    ],
    ['a file was made', [made, write('/new', 0, 'a')], { '/old': 'old' }, { '/old': 'old', '/new': 'a' }],
    [
      'another file was synced since',
      [made, write('/new', 0, 'a'), ...sync('/old')],
      { '/old': 'old', '/new': '' },
      { '/old': 'old', '/new': 'a' },
    ],
    [
      'a file took the name of another, synced before',
      [made, write('/new', 0, 'a'), ...sync('/new'), { kind: 'renamed', path: '/new', to: '/old' }],
      { '/old': 'old', '/new': 'a' },
      { '/old': 'a' },
    ],
    ['a file was removed', [{ kind: 'removed', path: '/old' }], { '/old': 'old' }, {}],
    [
      'a file was cut short and written over',
      [
        { kind: 'truncated', path: '/old', size: 1 },
        ...sync('/old'),
        write('/old', 1, 'x'),
        ...sync('/old', 2),
      ],
      { '/old': 'ox' },
      { '/old': 'ox' },
    ],
  ])('where %s leaves what it must, and may leave all', (_, events, least, all) => {
    expect(cut(events, 'least')).toEqual(least);
    expect(cut(events, 'all')).toEqual(all);
  });

  test('that tears leaves every beginning of what was not synced, and nothing else', () => {
    const events = [write('/old', 3, 'er'), write('/old', 5, '!')];
    const found = new Set(Array.from({ length: 200 }, (_, seed) => cut(events, 'torn', seed)['/old']));
    expect([...found].sort()).toEqual(['old', 'olde', 'older', 'older!']);
  });

  test.each(OUTCOMES)('never takes what was synced (%s)', (outcome) => {
    for (let seed = 0; seed < 50; seed++) {
      const [content] = Object.values(
        cut([write('/old', 3, 'er'), ...sync('/old'), write('/old', 5, '!')], outcome, seed),
      );
      expect(content).toMatch(/^older!?$/);
    }
  });
});

const hex = (said: string) =>
  [...bytes(said)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
const file = (number: number, path: string) => `${number}<${hex(path)}>`;

async function read(lines: readonly string[]): Promise<DiskEvent[]> {
  const source = (async function* () {
    for (const line of lines) yield await Promise.resolve(line);
  })();
  const found: DiskEvent[] = [];
  const said = (message: string) => (message.startsWith('saved') ? [message] : []);
  for await (const event of readStrace(source, { inside: (path) => path.startsWith('/in/'), said }))
    found.push(event);
  return found;
}

describe('a record of strace', () => {
  const open = `7 openat(AT_FDCWD<${hex('/')}>, "${hex('/in/a')}", O_RDWR|O_CREAT, 0600) = ${file(5, '/in/a')}`;
  test.each<[string, string[], object[]]>([
    ['a file that is made', [open], [{ kind: 'created', path: '/in/a' }]],
    ['one that is elsewhere', [open.replaceAll(hex('/in/'), hex('/un/'))], []],
    ['one that can not be', [open.replace(/= .*/, '= -1 ENOENT (No such file or directory)')], []],
    [
      'writes one after the other',
      [
        open,
        ...['ab', 'c'].map((said) => `7 write(${file(5, '/in/a')}, "${hex(said)}", 9) = ${said.length}`),
      ],
      [{ kind: 'created' }, { kind: 'written', at: 0 }, { kind: 'written', at: 2, bytes: { length: 1 } }],
    ],
    [
      'a write at its place',
      [`7 pwrite64(${file(5, '/in/a')}, "${hex('x')}", 1, 40) = 1`],
      [{ kind: 'written', at: 40, path: '/in/a' }],
    ],
    [
      'a sync that another call came between',
      [
        `7 fsync(${file(5, '/in/a')} <unfinished ...>`,
        `8 rename("${hex('/in/a')}", "${hex('/in/b')}") = 0`,
        '7 <... fsync resumed>) = 0',
      ],
      [
        { kind: 'sync-begun', sync: 1, path: '/in/a' },
        { kind: 'renamed', to: '/in/b' },
        { kind: 'sync-ended', sync: 1 },
      ],
    ],
    ['a removal', [`7 unlink("${hex('/in/a')}") = 0`], [{ kind: 'removed', path: '/in/a' }]],
    [
      'what the browser says',
      [`7 write(4<${hex('pipe:[1]')}>, "${hex('saved')}", 5) = 5`],
      [{ kind: 'acknowledged' }],
    ],
  ])('tells of %s', async (_, lines, events) => {
    expect(await read(lines)).toMatchObject(events);
    expect(await read(lines)).toHaveLength(events.length);
  });

  test('is no use where a call writes in a way that is not replayed', async () => {
    await expect(read([`7 fallocate(${file(5, '/in/a')}, 0, 0, 9) = 0`])).rejects.toThrow('fallocate');
  });
});
