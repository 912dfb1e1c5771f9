import type { Send } from '../../../../lib/messaging/send';

/** What every change to the ways to unlock is given. */
export interface Flow {
  readonly send: Send;
  /** It is done; what is told of it. */
  readonly ondone: (told: string) => void;
  readonly onback: () => void;
}
