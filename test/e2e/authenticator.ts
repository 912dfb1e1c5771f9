/** A virtual authenticator on a page, which verifies its user at once. */
import type { Page } from '@playwright/test';
import { ask } from './actions';

export interface Authenticator {
  /** Uses the vault's only passkey as our page does; what comes out is a proof. */
  use(): Promise<{ type: 'passkey'; slotId: string; prf: string }>;
  putAway(): Promise<void>;
}

export async function attachAuthenticator(page: Page, transport: 'internal' | 'usb'): Promise<Authenticator> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport,
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf: true,
    },
  });
  return {
    async use() {
      const { unlock } = await ask<{ unlock: { passkeys: Passkey[] } }>(page, 'vault/status');
      const [passkey] = unlock.passkeys;
      if (!passkey) throw new Error('Add a passkey first.');
      return { type: 'passkey', slotId: passkey.slotId, prf: await page.evaluate(evaluate, passkey) };
    },
    putAway: () => session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId }).then(),
  };
}

interface Passkey {
  readonly slotId: string;
  readonly credential: string;
  readonly salt: string;
}

async function evaluate({ credential, salt }: Passkey): Promise<string> {
  const bytes = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const used = (await navigator.credentials.get({
    publicKey: {
      challenge: new Uint8Array(32),
      userVerification: 'required',
      allowCredentials: [{ type: 'public-key', id: bytes(credential) }],
      extensions: { prf: { eval: { first: bytes(salt) } } },
    },
  })) as PublicKeyCredential;
  const first = used.getClientExtensionResults().prf?.results?.first as ArrayBuffer;
  return btoa(String.fromCharCode(...new Uint8Array(first)));
}
