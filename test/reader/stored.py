"""What lies where, and its shape, none of it believed: sections Where it lies, Header, Records and Backup file."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

import cbor
from sealing import sha256

KINDS = ("account", "label", "setting", "icon", "usage", "log", "snapshot")
SHARDS = [f"{byte:02x}" for byte in range(256)]


class Refused(Exception):
    """No vault is shown, for this reason."""


@dataclass
class Engine:
    header: Optional[bytes]
    #: By key, those under `aside/` left out.
    records: dict[str, bytes]
    trace: bool
    #: By the hash they lie under, and have.
    blobs: dict[str, bytes] = field(default_factory=dict)


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_base64(value: Any) -> bytes:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return b""


def read_engine(image: dict[str, Any]) -> Engine:
    return _read_local(image["storage.local"]) if "storage.local" in image else _read_disk(image["indexeddb"])


def _read_disk(image: dict[str, Any]) -> Engine:
    header = None if image["header"] is None else _from_base64(image["header"])
    everything = {key: _from_base64(text) for key, text in image["records"].items()}
    records = {key: data for key, data in everything.items() if key.split("/")[0] in KINDS}
    trace = header is not None or any(not key.startswith("remains/") for key in everything)
    return Engine(header, records, trace)


def _read_local(area: dict[str, Any]) -> Engine:
    stored = area.get("vault/header")
    header = None if stored is None else _from_base64(stored)
    records: dict[str, bytes] = {}
    for kind in KINDS:
        for shard in SHARDS:
            for name, data in _shard(area.get(f"vault/{kind}/{shard}")).items():
                records[f"{kind}/{name}"] = data
    names = ["trace"] + [f"vault/{kind}/{shard}" for kind in (*KINDS, "aside") for shard in SHARDS]
    trace = header is not None or any(area.get(name) not in (None, {}) for name in names)
    shards = [_shard(area.get(f"blob/{shard}")) for shard in SHARDS]
    blobs = {name: data for shard in shards for name, data in shard.items() if base64url(sha256(data)) == name}
    return Engine(header, records, trace, blobs)


def _shard(value: Any) -> dict[str, bytes]:
    return {name: _from_base64(text) for name, text in value.items()} if isinstance(value, dict) else {}


# Shapes. Each of these says whether a value is one.
Shape = Callable[[Any], bool]


def nat(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= cbor.MAX_NUMBER


def text(value: Any) -> bool:
    return isinstance(value, str)


def number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def boolean(value: Any) -> bool:
    return isinstance(value, bool)


def data_of(length: int) -> Shape:
    return lambda value: isinstance(value, bytes) and len(value) == length


def data_up_to(length: int) -> Shape:
    return lambda value: isinstance(value, bytes) and len(value) <= length


def one_of(*values: Any) -> Shape:
    return lambda value: type(value) in map(type, values) and value in values


def list_of(shape: Shape) -> Shape:
    return lambda value: isinstance(value, list) and all(map(shape, value))


def map_of(shape: Shape) -> Shape:
    return lambda value: isinstance(value, dict) and all(map(shape, value.values()))


def fields(need: dict[str, Shape], may: Optional[dict[str, Shape]] = None, more: bool = False) -> Shape:
    """A map with these fields; with `more`, others are let through."""
    known = {**need, **(may or {})}

    def fits(value: Any) -> bool:
        if not isinstance(value, dict) or not need.keys() <= value.keys():
            return False
        if not more and not value.keys() <= known.keys():
            return False
        return all(known[name](each) for name, each in value.items() if name in known)

    return fits


_is_kdf = fields({"name": one_of("argon2id"), "m": number, "t": number, "p": number, "salt": data_of(32)})
_sealed = {"salt": data_of(32), "commit": data_of(32)}
_is_slot = fields(
    {"id": data_of(16), "type": text, "role": one_of("owner", "viewer"), **_sealed, "wrapped": data_of(48)},
    {
        "kdf": _is_kdf,
        "pub": data_of(65),
        "priv": fields({**_sealed, "ct": data_up_to(512)}),
        "transfer": fields({"eph": data_of(65), **_sealed, "ct": data_of(48)}),
        "passkey": fields({"credential": data_up_to(1023), "salt": data_of(32)}),
    },
    more=True,
)
_is_header = fields(
    {
        "magic": one_of("LOCKSTEP"),
        "format": one_of(1),
        "suite": one_of(1),
        "vaultId": data_of(16),
        "epoch": nat,
        "generation": nat,
        "writer": data_of(16),
        "prev": data_of(32),
        "slots": lambda value: list_of(_is_slot)(value) and 1 <= len(value) <= 64,
        "sets": map_of(fields({"count": nat, "digest": data_of(32)})),
    },
    more=True,
)
_is_versioned = fields({"magic": one_of("LOCKSTEP"), "format": nat, "suite": nat}, more=True)
_is_record = fields(
    {"kind": one_of(*KINDS), "id": data_of(32), "schema": nat, "version": nat, "writer": data_of(16), **_sealed}
    | {"ct": lambda value: isinstance(value, bytes)}
)


@dataclass(frozen=True)
class Header:
    fields: dict[str, Any]
    body: bytes
    mac: bytes


def parse_header(data: bytes) -> Header:
    """Raises Refused: `vault-newer` or `header-damaged`."""
    try:
        pair = cbor.decode(data) if len(data) <= 1_048_576 else None
        if not (list_of(lambda each: isinstance(each, bytes))(pair) and len(pair) == 2 and len(pair[1]) == 32):
            raise Refused("header-damaged")
        found = cbor.decode(pair[0])
    except cbor.NotCanonical:
        raise Refused("header-damaged") from None
    if _is_header(found):
        return Header(found, pair[0], pair[1])
    newer = _is_versioned(found) and (found["format"] > 1 or found["suite"] > 1)
    raise Refused("vault-newer" if newer else "header-damaged")


def parse_record(key: str, data: bytes) -> Optional[dict[str, Any]]:
    try:
        found = cbor.decode(data)
    except cbor.NotCanonical:
        return None
    return found if _is_record(found) and f"{found['kind']}/{base64url(found['id'])}" == key else None


_KEY = re.compile(rf"(?:aside/)?(?:{'|'.join(KINDS)})/[A-Za-z0-9_-]{{43}}")


def read_backup(data: bytes) -> Engine:
    """Raises Refused: `not-backup`, `backup-newer` or `backup-damaged`."""
    version = _backup_format(data)
    if version is None:
        raise Refused("not-backup")
    if version > 1:
        raise Refused("backup-newer")
    try:
        found = cbor.decode(data) if len(data) <= 268_435_456 else None
    except cbor.NotCanonical:
        raise Refused("backup-damaged") from None
    is_bytes = data_up_to(len(data))
    shape = fields(
        {
            "magic": one_of("LOCKSTEP-BACKUP"),
            "format": one_of(1),
            "madeAt": lambda at: nat(at) and at <= 8_640_000_000_000_000,
            "records": lambda all_: map_of(is_bytes)(all_) and len(all_) <= 100_000 and all(map(_KEY.fullmatch, all_)),
        },
        {"header": is_bytes},
    )
    if not shape(found):
        raise Refused("backup-damaged")
    records = {key: each for key, each in found["records"].items() if not key.startswith("aside/")}
    return Engine(found.get("header"), records, True)


def _backup_format(data: bytes) -> Optional[int]:
    """Reads the beginning alone: a later format may go on in any way."""
    start = cbor.encode("magic") + cbor.encode("LOCKSTEP-BACKUP") + cbor.encode("format")
    try:
        if data[0] >> 5 != 5:
            return None
        at = 1 + (0 if data[0] & 31 < 24 else 1 << (data[0] & 31) - 24)
        if data[at : at + len(start)] != start:
            return None
        version, _ = cbor.decode_at(data, at + len(start))
        return version if nat(version) else None
    except (IndexError, cbor.NotCanonical):
        return None
