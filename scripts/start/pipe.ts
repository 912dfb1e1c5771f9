/** The one command we give a browser over its debugging pipe: messages are JSON, each ended by a zero byte. */
import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import * as v from 'valibot';

const answerSchema = v.object({ id: v.number(), error: v.optional(v.object({ message: v.string() })) });

export async function installOverPipe(child: ChildProcess, folder: string): Promise<void> {
  const [, , , toBrowser, fromBrowser] = child.stdio as unknown as [null, null, null, Writable, Readable];
  const command = { id: 1, method: 'Extensions.loadUnpacked', params: { path: folder } };
  toBrowser.write(`${JSON.stringify(command)}\0`);
  for await (const message of messages(fromBrowser)) {
    const answer = v.safeParse(answerSchema, message);
    if (!answer.success) continue; // An event, not an answer.
    if (answer.output.error) {
      throw new Error(
        `The browser took no extension: ${answer.output.error.message}. Chromium or Edge will.`,
      );
    }
    fromBrowser.resume(); // Nobody reads on; a full pipe would stop the browser.
    return;
  }
}

async function* messages(stream: Readable): AsyncGenerator {
  let rest = '';
  for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    const parts = (rest + chunk.toString('utf8')).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) yield JSON.parse(part);
  }
}
