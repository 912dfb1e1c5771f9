#!/usr/bin/python3
"""Reads Lockstep vaults, sharing no code with the program: it follows docs/vault-format.md.

    python3 -B test/reader/lockstep_reader.py test/corpus/vault-vectors/*.json

Needs Debian's python3-cryptography and python3-argon2, and nothing else. Tells for each vector what it found, and ends
with 1 where that is not what the vector expects. `read(vector)` is the same as a function.

cbor.py, sealing.py, stored.py, contents.py and vault.py are the document's sections, from the inside out.
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path
from typing import Any

from stored import Refused, parse_header, read_backup, read_engine
from vault import read_vault

#: Worked examples, of another shape.
EXAMPLES = ("basic", "layout-1")


def read(vector: dict[str, Any]) -> dict[str, Any]:
    """What is found in a vector, as its `expect` says it."""
    try:
        if "backup" in vector:
            return _legible(_read_backup(base64.b64decode(vector["backup"]), vector["proof"]))
        return _legible(read_vault([read_engine(image) for image in vector["engines"]], vector["proof"]))
    except Refused as refused:
        return {"refused": str(refused)}


def _read_backup(data: bytes, proof: dict[str, Any]) -> dict[str, Any]:
    """A backup is one engine; a header that can't be read is damage of the file."""
    engine = read_backup(data)
    try:
        parse_header(engine.header or b"")
    except Refused:
        raise Refused("backup-damaged") from None
    return read_vault([engine], proof)


def _legible(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return [_legible(each) for each in value]
    if isinstance(value, dict):
        return {name: _legible(each) for name, each in value.items()}
    return value


def _summary(found: dict[str, Any]) -> str:
    if "refused" in found:
        return f"refused: {found['refused']}"
    damage = "" if found["whole"] else f", not whole, {len(found.get('unread', []))} unread"
    return f"opens as {found['role']}, accounts: {len(found.get('accounts', []))}{damage}"


def main(paths: list[str]) -> int:
    """Prints a line for each vector. 1 where any is not as expected, or none was given."""
    mismatches = checked = 0
    for path in map(Path, paths):
        if path.stem in EXAMPLES:
            continue
        vector = json.loads(path.read_text(encoding="utf-8"))
        found, checked = read(vector), checked + 1
        if found == vector["expect"]:
            print(f"{vector['name']}: {_summary(found)}")
            continue
        mismatches += 1
        print(f"{vector['name']}: MISMATCH\n  expected {vector['expect']}\n  found    {found}")
    print(f"{checked} vectors, {mismatches} not as expected")
    return 1 if mismatches or not checked else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
