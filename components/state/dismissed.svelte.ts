import { memoryCell } from '../../lib/platform/session-area';

const cell = memoryCell<readonly string[]>('dismissed');

/** Reminders that were sent away, for as long as the browser runs. */
export class Dismissed {
  ids = $state.raw<readonly string[]>([]);
  /** Nothing is shown before it is known what was sent away: it would only go again. */
  known = $state(false);

  async load(): Promise<void> {
    this.ids = (await cell.get().catch(() => undefined)) ?? [];
    this.known = true;
  }

  dismiss(id: string): void {
    this.ids = [...this.ids, id];
    // Only a convenience: elsewhere it would be shown once more.
    cell.set(this.ids).catch(() => undefined);
  }
}
