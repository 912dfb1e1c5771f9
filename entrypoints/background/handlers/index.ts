/** One handler per message, each a few lines that call lib/. */
import type { Handlers } from '../../../lib/messaging/receive';
import { accountHandlers, codeHandlers, trashHandlers } from './accounts';
import { backupHandlers, logHandlers, remainsHandlers, snapshotHandlers } from './keeping';
import type { HandlerOptions } from './parts';
import { recoveryHandlers } from './recovery';
import { tabHandlers } from './tabs';
import { healthHandlers, vaultHandlers } from './vault';
import { knownWaysHandlers, waysHandlers } from './ways';

export function createHandlers(options: HandlerOptions): Handlers {
  return {
    ...vaultHandlers(options),
    ...healthHandlers(options),
    ...waysHandlers(options),
    ...knownWaysHandlers(options),
    ...accountHandlers(options),
    ...trashHandlers(options),
    ...codeHandlers(options),
    ...logHandlers(options),
    ...snapshotHandlers(options),
    ...backupHandlers(options),
    ...remainsHandlers(options),
    ...recoveryHandlers(options),
    ...tabHandlers(options),
  };
}
