/** The demo sites: what `npm start` opens, and the counterpart of the end-to-end tests. */
import { serverOf } from './shared/http';
import { listen } from './shared/listen';
import { openState } from './shared/state';
import { createDesk } from './s2/site';
import { createTickets } from './s4/site';

export interface Sites {
  /** Origins, such as `http://s2.localhost:4402`. */
  readonly s2: string;
  readonly s4: string;
  readonly stop: () => Promise<void>;
  /** Forgets enrolments, sessions and wrong guesses, as if nobody had ever come. */
  readonly reset: () => void;
}

interface Options {
  /** Where enrolments are kept between two starts; in memory without it. */
  readonly stateFile?: string;
  /** 0 for any free one. The port is part of what an account is bound to, so it is fixed where not given. */
  readonly ports?: { readonly s2?: number; readonly s4?: number };
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export async function startSites({ stateFile, ports = {}, now = Date.now }: Options = {}): Promise<Sites> {
  const state = openState(stateFile);
  const desk = createDesk({ slot: state.slot('s2'), now });
  const tickets = createTickets({ slot: state.slot('s4'), now });
  const s2 = await listen(() => serverOf(desk.routes), ports.s2 ?? 4402);
  const s4 = await listen(() => serverOf(tickets.routes), ports.s4 ?? 4404).catch(async (error: unknown) => {
    await s2.stop();
    throw error;
  });
  return {
    s2: `http://s2.localhost:${s2.port}`,
    s4: `http://s4.localhost:${s4.port}`,
    async stop() {
      await Promise.all([s2.stop(), s4.stop()]);
    },
    reset() {
      state.reset();
      desk.forget();
      tickets.forget();
    },
  };
}
