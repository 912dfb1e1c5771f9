/** Reads what strace recorded of a browser: how it wrote to its disk, and what it said meanwhile. */
import type { DiskEvent } from './disk';

/** Every string in hex, paths beside descriptors, one line per call, whoever makes it. */
export const STRACE = [
  '--follow-forks',
  '--seccomp-bpf',
  '--decode-fds=path',
  '--strings-in-hex=all',
  '--string-limit=67108864',
  '--quiet=all',
  '--signal=none',
  '--trace=' +
    'openat,open,creat,write,pwrite64,writev,pwritev,pwritev2,ftruncate,truncate,fallocate,lseek,' +
    'fsync,fdatasync,sync_file_range,msync,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,' +
    'link,linkat,sendfile,copy_file_range',
] as const;

/** Calls that would write past this model; where one meets the folders, the record is no use. */
const UNKNOWN =
  /^(writev|pwritev2?|truncate|fallocate|sync_file_range|link|linkat|sendfile|copy_file_range|msync)$/;

interface Call {
  readonly name: string;
  readonly args: string;
  readonly result: string;
}

export interface Reading {
  /** Whether a path is of what is replayed. */
  readonly inside: (path: string) => boolean;
  /** What a message of the browser says has been acknowledged. */
  readonly said: (message: string) => readonly string[];
}

/** @param lines As strace wrote them. A call that others came between stands on two lines. */
export async function* readStrace(
  lines: AsyncIterable<string>,
  { inside, said }: Reading,
): AsyncGenerator<DiskEvent> {
  const begun = new Map<string, string>();
  const offsets = new Map<string, number>();
  let syncs = 0;
  const syncing = new Map<string, number>();
  for await (const line of lines) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (rest.endsWith('<unfinished ...>')) {
      const start = rest.slice(0, -'<unfinished ...>'.length).trimEnd();
      begun.set(thread, start);
      const path = /^(?:fsync|fdatasync)\(/.test(start) ? pathOf(start) : undefined;
      if (path !== undefined && inside(path)) {
        syncing.set(thread, ++syncs);
        yield { kind: 'sync-begun', sync: syncs, path };
      }
      yield* acknowledgements(start, said);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    const whole = resumed ? `${begun.get(thread) ?? ''}${resumed[1] ?? ''}` : rest;
    begun.delete(thread);
    const call = parseCall(whole);
    if (!call) continue;
    if (!resumed) yield* acknowledgements(whole, said);
    if (/^-1|^\?/.test(call.result)) continue;
    if (call.name === 'fsync' || call.name === 'fdatasync') {
      const path = pathOf(call.args);
      if (path === undefined || !inside(path)) continue;
      let sync = syncing.get(thread);
      syncing.delete(thread);
      if (sync === undefined) {
        sync = ++syncs;
        yield { kind: 'sync-begun', sync, path };
      }
      yield { kind: 'sync-ended', sync };
      continue;
    }
    yield* fileEvents(call, inside, offsets);
  }
}

function parseCall(text: string): Call | undefined {
  const found = /^(\w+)\((.*)\)\s+= (.*)$/.exec(text);
  return found ? { name: found[1]!, args: found[2]!, result: found[3]! } : undefined;
}

/** What the browser writes into the pipe to whoever drives it. */
function* acknowledgements(text: string, said: Reading['said']): Generator<DiskEvent> {
  const message = /^write\(\d+<[^>]*>, "([^"]*)"/.exec(text)?.[1];
  if (message === undefined) return;
  for (const change of said(fromHex(message).toString('latin1'))) yield { kind: 'acknowledged', change };
}

function* fileEvents(
  call: Call,
  inside: Reading['inside'],
  offsets: Map<string, number>,
): Generator<DiskEvent> {
  const { name, args, result } = call;
  const descriptor = descriptorIn(args);
  switch (name) {
    case 'open':
    case 'openat':
    case 'creat': {
      const opened = descriptorIn(result);
      if (!opened || !inside(opened.path)) return;
      const flags = name === 'creat' ? 'O_CREAT|O_TRUNC' : args;
      offsets.set(opened.key, flags.includes('O_APPEND') ? Number.POSITIVE_INFINITY : 0);
      if (flags.includes('O_CREAT')) yield { kind: 'created', path: opened.path };
      if (flags.includes('O_TRUNC')) yield { kind: 'truncated', path: opened.path, size: 0 };
      return;
    }
    case 'lseek':
      if (descriptor && inside(descriptor.path)) offsets.set(descriptor.key, Number(result));
      return;
    case 'write':
    case 'pwrite64': {
      if (!descriptor || !inside(descriptor.path)) return;
      const bytes = fromHex(/"([^"]*)"/.exec(args)?.[1] ?? '').subarray(0, Number(result));
      const own = offsets.get(descriptor.key) ?? 0;
      const at = name === 'pwrite64' ? Number(/, (\d+)$/.exec(args)?.[1]) : own;
      if (name === 'write') offsets.set(descriptor.key, own + bytes.length);
      if (!descriptor.deleted) yield { kind: 'written', path: descriptor.path, at, bytes };
      return;
    }
    case 'ftruncate':
      if (!descriptor || !inside(descriptor.path) || descriptor.deleted) return;
      yield { kind: 'truncated', path: descriptor.path, size: Number(/, (\d+)$/.exec(args)?.[1]) };
      return;
    default:
      yield* nameEvents(call, inside);
  }
}

function* nameEvents({ name, args }: Call, inside: Reading['inside']): Generator<DiskEvent> {
  const [path, other] = pathsIn(args);
  if (path === undefined || ![path, other].some((each) => each !== undefined && inside(each))) {
    const at = descriptorIn(args);
    if (UNKNOWN.test(name) && at && inside(at.path)) throw new Error(`A call that is not replayed: ${name}.`);
    return;
  }
  if (/^rename/.test(name)) yield { kind: 'renamed', path, to: other! };
  else if (/^unlink|^rmdir/.test(name)) yield { kind: 'removed', path };
  else if (UNKNOWN.test(name)) throw new Error(`A call that is not replayed: ${name}.`);
}

interface Descriptor {
  readonly key: string;
  readonly path: string;
  readonly deleted: boolean;
}

/** The first descriptor, with its path: `87<\\x2f...>`. */
function descriptorIn(text: string): Descriptor | undefined {
  const found = /^(\d+)<([^>]*)>(\(deleted\))?/.exec(text);
  if (!found) return undefined;
  const path = fromHex(found[2]!).toString();
  return { key: `${found[1]!} ${path}`, path, deleted: found[3] !== undefined };
}

function pathOf(call: string): string | undefined {
  return descriptorIn(call.replace(/^\w+\(/, ''))?.path;
}

/** Full paths in quotes, relative ones with the folder that they are in. */
function pathsIn(args: string): string[] {
  return [...args.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"([^"]*)"/g)].map(([, folder, name]) => {
    const path = fromHex(name!).toString();
    return path.startsWith('/') || folder === undefined ? path : `${fromHex(folder).toString()}/${path}`;
  });
}

function fromHex(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}
