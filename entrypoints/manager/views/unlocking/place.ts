import type { WayView } from '../../../../lib/messaging/views';

/** Which change to the ways to unlock is being made. */
export type Place =
  | { readonly name: 'passphrase' | 'recovery' | 'passkey' | 'viewer' | 'pin' | 'pin-off' }
  | { readonly name: 'remove'; readonly way: WayView };
