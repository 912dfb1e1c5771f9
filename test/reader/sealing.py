"""Sealing, keys, and what a proof leads to: docs/vault-format.md, sections Sealing, Slots, Recovery key and Keys."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from typing import Any, Optional

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import load_der_private_key

import cbor


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def mac(key: bytes, data: bytes) -> bytes:
    return hmac.new(key, data, hashlib.sha256).digest()


def hkdf(root: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(root)


def unseal(root: bytes, sealed: dict[str, Any], info: bytes, aad: bytes) -> Optional[bytes]:
    """The plaintext of `salt`, `commit` and `ct`; None where anything does not belong together."""
    okm = hkdf(root, sealed["salt"], info, 64)
    if not hmac.compare_digest(okm[32:], sealed["commit"]) or len(sealed["ct"]) < 16:
        return None
    try:
        return AESGCM(okm[:32]).decrypt(bytes(12), sealed["ct"], aad)
    except InvalidTag:
        return None


@dataclass(frozen=True)
class Keys:
    header: bytes
    record: bytes
    index: bytes

    @staticmethod
    def of(vault_key: bytes, vault_id: bytes) -> "Keys":
        derived = [hkdf(vault_key, vault_id, b"lockstep/v1/" + use, 32) for use in (b"header", b"record", b"index")]
        return Keys(*derived)


def parse_recovery_key(text: str) -> Optional[bytes]:
    bare = "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Pd", "Cf"))
    if not re.fullmatch(r"[A-Za-z0-9]{34}", bare):
        return None
    spelled = bare.upper().translate(str.maketrans("018", "OIB"))
    try:
        key = base64.b32decode(spelled[:32])
    except ValueError:
        return None
    check = base64.b32encode(sha256(key)[:5])[:2].decode()
    return key if check == spelled[32:] else None


_stretched: dict[tuple[Any, ...], bytes] = {}


def root_of(slot: dict[str, Any], proof: dict[str, Any]) -> Optional[bytes]:
    """What the slot's wrappings are sealed under, if the proof is right."""
    if proof["type"] == "recovery":
        return parse_recovery_key(proof["text"])
    if proof["type"] == "passkey":
        return bytes.fromhex(proof["prf"])
    kdf, passphrase = slot.get("kdf"), unicodedata.normalize("NFKC", proof["passphrase"])
    if kdf is None or passphrase == "":
        return None
    cost = (passphrase, kdf["salt"], kdf["t"], kdf["m"], kdf["p"])
    if cost not in _stretched:
        _stretched[cost] = hash_secret_raw(passphrase.encode(), *cost[1:], hash_len=32, type=Type.ID, version=0x13)
    return _stretched[cost]


def is_payable(slot: dict[str, Any]) -> bool:
    kdf = slot.get("kdf")
    bounds = {"m": (47_104, 524_288), "t": (1, 10), "p": (1, 4)}
    return kdf is None or all(
        isinstance(kdf[name], int) and low <= kdf[name] <= high for name, (low, high) in bounds.items()
    )


def open_slot(slot: dict[str, Any], root: bytes, vault_id: bytes, epoch: int) -> Optional[bytes]:
    """The vault key that the slot holds, or that waits in it."""
    if "transfer" in slot:
        return _open_transfer(slot, root, vault_id, epoch)
    aad = cbor.encode({name: value for name, value in slot.items() if name != "wrapped"})
    sealed = {"salt": slot["salt"], "commit": slot["commit"], "ct": slot["wrapped"]}
    return unseal(root, sealed, _slot_info("slot/v1", slot, vault_id), aad)


def _slot_info(purpose: str, slot: dict[str, Any], vault_id: bytes) -> bytes:
    return cbor.encode([purpose, slot["type"], vault_id, slot["id"], sha256(cbor.encode(slot.get("kdf")))])


def _open_transfer(slot: dict[str, Any], root: bytes, vault_id: bytes, epoch: int) -> Optional[bytes]:
    if "pub" not in slot or "priv" not in slot:
        return None
    pub, transfer = slot["pub"], slot["transfer"]
    info = _slot_info("slot-pair/v1", slot, vault_id)
    pkcs8 = unseal(root, slot["priv"], info, cbor.encode([vault_id, slot["id"], pub]))
    shared = pkcs8 and _agree(pkcs8, transfer["eph"])
    if not shared:
        return None
    info = cbor.encode(["slot-transfer/v1", vault_id, slot["id"], epoch, transfer["eph"], pub])
    left_out = ("wrapped", "salt", "commit", "transfer")
    aad = cbor.encode({name: value for name, value in slot.items() if name not in left_out})
    return unseal(shared, transfer, info, aad)


def _agree(pkcs8: bytes, point: bytes) -> Optional[bytes]:
    try:
        private = load_der_private_key(pkcs8, None)
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        return private.exchange(ec.ECDH(), public) if isinstance(private, ec.EllipticCurvePrivateKey) else None
    except ValueError:
        return None
