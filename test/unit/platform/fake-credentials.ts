/** An authenticator for tests, as `navigator.credentials` shows it. Its secrets are told by `prf`. */
import { createHash } from 'node:crypto';

type Creation = PublicKeyCredentialCreationOptions;
type Request = PublicKeyCredentialRequestOptions;

export type FakeCredentials = ReturnType<typeof createFakeCredentials>;

export function createFakeCredentials() {
  class PublicKeyCredential {
    static getClientCapabilities?: () => Promise<Record<string, boolean>>;
    readonly rawId: ArrayBuffer;
    readonly #prf: object;
    constructor(rawId: Buffer, prf: object) {
      this.rawId = Uint8Array.from(rawId).buffer;
      this.#prf = prf;
    }
    getClientExtensionResults(): object {
      return { prf: this.#prf };
    }
  }
  let count = 0;

  const fake = {
    PublicKeyCredential,
    created: [] as Creation[],
    got: [] as Request[],
    /** When the authenticator answers with its secret. */
    computes: 'create' as 'create' | 'get' | 'never',
    /** Thrown by the next acts. */
    fails: undefined as Error | undefined,
    /** Which of the allowed credentials the user takes. */
    chosen: 0,
    capabilities: (known: Record<string, boolean>): void => {
      PublicKeyCredential.getClientCapabilities = () => Promise.resolve(known);
    },
    /** In base64, as are both arguments. */
    prf: (credential: string, salt: string): string =>
      evaluate(Buffer.from(credential, 'base64'), Buffer.from(salt, 'base64')).toString('base64'),

    credentials: {
      create({ publicKey }: { publicKey: Creation }): Promise<PublicKeyCredential> {
        if (fake.fails) return Promise.reject(fake.fails);
        fake.created.push(publicKey);
        if (publicKey.excludeCredentials?.length) {
          return Promise.reject(Object.assign(new Error('held'), { name: 'InvalidStateError' }));
        }
        count += 1;
        const id = Buffer.from([251, 255, count]); // Its base64 and base64url differ.
        const salt = publicKey.extensions?.prf?.eval?.first;
        if (!salt) throw new Error('The fake knows passkeys with PRF alone: ask for it.');
        const first = evaluate(id, bytes(salt));
        return Promise.resolve(
          new PublicKeyCredential(id, {
            enabled: fake.computes !== 'never',
            ...(fake.computes === 'create' ? { results: { first: Uint8Array.from(first).buffer } } : {}),
          }),
        );
      },

      get({ publicKey }: { publicKey: Request }): Promise<PublicKeyCredential> {
        if (fake.fails) return Promise.reject(fake.fails);
        fake.got.push(publicKey);
        const allowed = publicKey.allowCredentials?.[fake.chosen];
        if (!allowed) throw new Error('The fake finds no passkey by itself: allow some.');
        const id = bytes(allowed.id);
        const salt = publicKey.extensions?.prf?.evalByCredential?.[id.toString('base64url')]?.first;
        if (!salt || fake.computes === 'never') return Promise.resolve(new PublicKeyCredential(id, {}));
        const results = { first: Uint8Array.from(evaluate(id, bytes(salt))).buffer };
        return Promise.resolve(new PublicKeyCredential(id, { results }));
      },
    },
  };
  return fake;
}

const evaluate = (id: Buffer, salt: Buffer): Buffer => createHash('sha256').update(id).update(salt).digest();

function bytes(source: BufferSource): Buffer {
  return ArrayBuffer.isView(source)
    ? Buffer.from(source.buffer, source.byteOffset, source.byteLength)
    : Buffer.from(source);
}
