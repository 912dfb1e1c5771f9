import type { Send } from '../../lib/messaging/send';
import type { AddOutcome } from '../../lib/messaging/views';
import { formatKeyUri, parseKeyUri, type ParsedKeyUri } from '../../lib/otp/key-uri';
import type { MessageKey } from '../../lib/platform/i18n';
import type { ProblemCode } from '../../lib/problem';
import type { DecodeResult } from '../../lib/qr/decode';
import { placeKey } from '../text/place';
import { problemOf } from '../text/problem-of';

/** One QR code on the page: an account, or why it is none. */
export type Found = Account | Other;

export interface Account {
  readonly place: MessageKey;
  readonly parsed: ParsedKeyUri;
  /** Absent: the worker could not be asked. */
  readonly status: AddOutcome['status'] | undefined;
}

export interface Other {
  readonly place: MessageKey;
  readonly problem: ProblemCode;
  readonly text: string;
}

interface Parts {
  readonly send: Send;
  readonly capture: () => Promise<Blob>;
  readonly decode: (image: Blob, signal: AbortSignal) => Promise<DecodeResult>;
  readonly sizeOf: (image: Blob) => Promise<{ readonly width: number; readonly height: number }>;
}

/** Below this a progress line would only flicker. */
const SLOW_MS = 1000;

/** Looks for QR codes on the tab, once. What is read stays in this page's memory. */
export class Scan {
  phase = $state<'looking' | 'done' | 'failed'>('looking');
  slow = $state(false);
  found = $state.raw<readonly Found[]>([]);
  /** Codes that were seen but could not be read. */
  unreadable = $state(0);
  problem = $state<ProblemCode | undefined>();
  readonly #parts: Parts;
  readonly #over = new AbortController();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async run(): Promise<void> {
    const timer = setTimeout(() => (this.slow = true), SLOW_MS);
    try {
      const image = await this.#parts.capture();
      const [result, size] = await Promise.all([
        this.#parts.decode(image, this.#over.signal),
        this.#parts.sizeOf(image),
      ]);
      this.unreadable = result.unreadable;
      this.found = await this.#checked(
        result.codes.map(({ text, tooLong, place }) =>
          read(tooLong ? undefined : text, placeKey(place, size)),
        ),
      );
      this.phase = 'done';
    } catch (error) {
      this.problem = problemOf(error);
      this.phase = 'failed';
    } finally {
      clearTimeout(timer);
    }
  }

  cancel(): void {
    this.#over.abort();
  }

  /** Tells of each account whether it is there already; that it can't be told is no reason to hide it. */
  async #checked(found: readonly Found[]): Promise<readonly Found[]> {
    const keyUris = found.flatMap((one) => ('parsed' in one ? [formatKeyUri(one.parsed)] : []));
    if (keyUris.length === 0) return found;
    const statuses = await this.#parts.send('accounts/check', { keyUris }).catch(() => []);
    let at = 0;
    return found.map((one) => ('parsed' in one ? { ...one, status: statuses[at++] } : one));
  }
}

function read(text: string | undefined, place: MessageKey): Found {
  if (text === undefined) return { place, problem: 'too-long', text: '' };
  try {
    return { place, parsed: parseKeyUri(text), status: undefined };
  } catch (error) {
    return { place, problem: problemOf(error), text };
  }
}

export async function imageSize(image: Blob): Promise<{ width: number; height: number }> {
  const bitmap = await createImageBitmap(image);
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}
