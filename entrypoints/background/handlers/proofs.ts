/** Proofs and ways as messages carry them, read into what the vault takes. */
import { fromBase64, fromHex, type Bytes } from '../../../lib/encoding/bytes';
import type { RequestOf } from '../../../lib/messaging/contract';
import type { ProofRequest, WayRequest } from '../../../lib/messaging/requests';
import { Problem, type ProblemCode } from '../../../lib/problem';
import type { UnlockProof } from '../../../lib/vault/vault';
import type { Proof, Way } from '../../../lib/vault/ways/proof';
import { parseRecoveryKey } from '../../../lib/vault/ways/recovery-key';

const PRF_BYTES = 32;
const SALT_BYTES = 32;

/** @throws {Problem} `wrong-passkey` */
export function readProof(proof: ProofRequest): Proof {
  if (proof.type !== 'passkey') return proof;
  const { type, slotId, prf } = proof;
  return { type, slotId: fromHex(slotId) ?? new Uint8Array(), prf: bytesOf(prf, PRF_BYTES, 'wrong-passkey') };
}

export function readUnlockProof(proof: RequestOf<'vault/unlock'>['proof']): UnlockProof {
  return proof.type === 'pin' ? proof : readProof(proof);
}

/** @throws {Problem} `wrong-recovery-key`, `bad-message` */
export async function readWay(way: WayRequest): Promise<Way> {
  switch (way.type) {
    case 'viewer':
      return { type: 'passphrase', passphrase: way.passphrase };
    case 'recovery': {
      const key = await parseRecoveryKey(way.text);
      if (!key) throw new Problem('wrong-recovery-key');
      return { type: 'recovery', key };
    }
    case 'passkey': {
      const credential = fromBase64(way.credential);
      if (!credential || credential.length === 0) throw new Problem('bad-message');
      const prf = bytesOf(way.prf, PRF_BYTES, 'bad-message');
      return { type: 'passkey', credential, prf, salt: bytesOf(way.salt, SALT_BYTES, 'bad-message') };
    }
  }
}

function bytesOf(base64: string, length: number, problem: ProblemCode): Bytes {
  const bytes = fromBase64(base64);
  if (bytes?.length !== length) throw new Problem(problem);
  return bytes;
}
