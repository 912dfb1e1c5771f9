"""What is sealed in records: the contents of each kind, as docs/vault-format.md gives them."""

from __future__ import annotations

import re
from typing import Any, Optional

import cbor
from sealing import sha256
from stored import Shape, base64url, boolean, data_of, fields, list_of, map_of, nat, number, one_of, text

_is_site = fields(
    {"host": text, "subdomains": boolean, "confirmedAt": nat},
    {
        "port": lambda port: nat(port) and 1 <= port <= 65_535,
        "field": fields({"traits": list_of(text), "cells": nat}, more=True),
        "submit": lambda flag: flag is True,
        "append": lambda flag: flag is True,
    },
    more=True,
)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ACCOUNT: dict[str, Shape] = {
    "id": lambda value: text(value) and _UUID.fullmatch(value) is not None,
    "issuer": text,
    "accountName": text,
    "otp": fields({"type": text}, more=True),
    "sites": list_of(_is_site),
    "provisional": boolean,
    "order": number,
    "createdAt": nat,
    "changedAt": map_of(nat),
}
#: What counts where a later version's account can't be read.
_ABSENT: dict[str, Any] = {
    "issuer": "",
    "accountName": "",
    "otp": {"type": "unknown"},
    "sites": [],
    "provisional": False,
    "order": 0,
    "createdAt": 0,
    "changedAt": {},
}
_is_account = fields(_ACCOUNT, {"deletedAt": nat}, more=True)


def account(content: Any, schema: int) -> Optional[dict[str, Any]]:
    if schema <= 1:
        return content if _is_account(content) else None
    if not isinstance(content, dict) or not _ACCOUNT["id"](content.get("id")):
        return None
    readable = {name: value for name, value in content.items() if _ACCOUNT.get(name, lambda _: True)(value)}
    if not nat(readable.get("deletedAt", 0)):
        del readable["deletedAt"]
    return {**_ABSENT, **readable, "readOnly": True}


_SETTINGS_NEED: dict[str, Shape] = {
    "id": one_of("settings"),
    "ways": map_of(fields({"name": text, "createdAt": nat}, more=True)),
    "backup": fields({"weeks": nat}, {"savedAt": nat}, more=True),
}
_SETTINGS_MAY: dict[str, Shape] = {
    "recovery": one_of("refused"),
    "recoveryAt": nat,
    "pin": fields(
        {"salt": data_of(32), "m": nat, "t": nat, "p": nat, "key": lambda key: isinstance(key, bytes)}, more=True
    ),
}
_is_settings = fields(_SETTINGS_NEED, _SETTINGS_MAY, more=True)


def settings(content: Any, schema: int) -> Optional[dict[str, Any]]:
    """Told without its `id`, which is always the same."""
    if schema > 1 and isinstance(content, dict):
        known = {**_SETTINGS_NEED, **_SETTINGS_MAY}
        readable = {name: value for name, value in content.items() if known.get(name, lambda _: True)(value)}
        content = {"ways": {}, "backup": {"weeks": 4}, **readable}
    if not _is_settings(content):
        return None
    return {name: value for name, value in content.items() if name != "id"}


_KINDS = (
    "create unlock unlock-failed elevate add edit delete restore erase copy fill export way-added way-removed"
    " way-changed backup snapshot-restore mended set-aside log-cleared"
).split()
_BY: dict[str, Shape] = {
    "type": one_of("passphrase", "recovery", "passkey", "pin", "other"),
    "role": one_of("owner", "viewer"),
}
_NAMES: dict[str, Shape] = {"id": text, "issuer": text, "accountName": text}
_ENTRY_NEED: dict[str, Shape] = {"at": nat, "kind": one_of(*_KINDS)}
_ENTRY_MAY: dict[str, Shape] = {
    "by": fields(_BY, more=True),
    "account": fields(_NAMES, more=True),
    "host": text,
    "count": nat,
}
_is_entry = fields(_ENTRY_NEED, _ENTRY_MAY, more=True)
_is_block = fields(
    {
        "id": lambda value: text(value) and re.fullmatch(r"log/[0-9]{1,15}", value) is not None,
        "first": nat,
        "prev": data_of(32),
        "last": data_of(32),
        "entries": list_of(lambda entry: isinstance(entry, dict)),
    },
    more=True,
)


def block(content: Any) -> Optional[dict[str, Any]]:
    return content if _is_block(content) else None


def log(blocks: list[dict[str, Any]], vault_id: bytes, whole: bool) -> Optional[dict[str, Any]]:
    """Entries, and whether the chain is broken; None where there is nothing to say."""
    broken = not whole
    chain, count = sha256(cbor.encode("log/v1") + vault_id), 0
    entries: list[dict[str, Any]] = []
    for i, each in enumerate(sorted(blocks, key=lambda one: int(one["id"][4:]))):
        goes_on = each["prev"] == chain and each["first"] == count
        cut = i == 0 and each["first"] > 0
        chain = each["prev"]
        for entry in each["entries"]:
            chain = sha256(chain + cbor.encode(entry))
            entries += [_known_part(entry)] if _is_entry(entry) else []
        broken = broken or not (goes_on or cut) or chain != each["last"]
        count = each["first"] + len(each["entries"])
    return {"entries": entries, "broken": broken} if entries or broken else None


def _known_part(entry: dict[str, Any]) -> dict[str, Any]:
    known = {name: entry[name] for name in (*_ENTRY_NEED, *_ENTRY_MAY) if name in entry}
    for name, inside in (("by", _BY), ("account", _NAMES)):
        if name in known:
            known[name] = {each: known[name][each] for each in inside}
    return known


_is_manifest = fields(
    {
        "id": text,
        "at": nat,
        "tier": one_of("daily", "weekly", "before"),
        "header": text,
        "digest": data_of(32),
        "members": list_of(fields({"id": data_of(32), "version": nat, "hash": text}, more=True)),
    },
    more=True,
)


def manifest(content: Any) -> Optional[dict[str, Any]]:
    return content if _is_manifest(content) else None


def key_of(kind: str, blinded: bytes) -> str:
    return f"{kind}/{base64url(blinded)}"
