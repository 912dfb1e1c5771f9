"""Canonical bytes: CBOR under RFC 8949, section 4.2.1, as docs/vault-format.md narrows it. Nothing else is read."""

from __future__ import annotations

import math
import struct
from typing import Any

MAX_NUMBER = 2**53 - 1
HALF, SINGLE, DOUBLE = 25, 26, 27


class NotCanonical(ValueError):
    """The bytes are not the one spelling of a value."""


def encode(value: Any) -> bytes:
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, float):
        return _encode_float(value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return _head(3, len(text)) + text
    if isinstance(value, (list, tuple)):
        return _head(4, len(value)) + b"".join(encode(each) for each in value)
    if isinstance(value, dict):
        rows = sorted((encode(name), encode(each)) for name, each in value.items())
        return _head(5, len(rows)) + b"".join(name + each for name, each in rows)
    raise NotCanonical("a value of no known type")


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for code, size in ((24, 1), (25, 2), (26, 4), (27, 8)):
        if number < 1 << 8 * size:
            return bytes([major << 5 | code]) + number.to_bytes(size, "big")
    raise NotCanonical("a number too large")


def _encode_float(value: float) -> bytes:
    if not math.isfinite(value):
        raise NotCanonical("no finite number")
    if value == int(value) and abs(value) <= MAX_NUMBER:
        return encode(int(value))
    for code, shape in ((HALF, ">e"), (SINGLE, ">f")):
        try:
            packed = struct.pack(shape, value)
        except OverflowError:
            continue
        if struct.unpack(shape, packed)[0] == value:
            return bytes([7 << 5 | code]) + packed
    return bytes([7 << 5 | DOUBLE]) + struct.pack(">d", value)


def decode(data: bytes) -> Any:
    """The value, where `data` is its one canonical spelling."""
    try:
        value, end = decode_at(data, 0)
        if end != len(data) or encode(value) != data:
            raise NotCanonical("another spelling, or more behind it")
        return value
    except (IndexError, struct.error, UnicodeDecodeError, RecursionError) as error:
        raise NotCanonical("cut short, or no text") from error


def decode_at(data: bytes, at: int) -> tuple[Any, int]:
    """A value in whatever spelling, and where it ends."""
    major, code = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        return _decode_simple(data, at, code)
    if code > 27:
        raise NotCanonical("no length")
    size = 0 if code < 24 else 1 << code - 24
    number = code if size == 0 else int.from_bytes(_take(data, at, size), "big")
    at += size
    if major in (0, 1):
        if number > MAX_NUMBER - major:
            raise NotCanonical("a number too large")
        return (number if major == 0 else -1 - number), at
    if major in (2, 3):
        piece = _take(data, at, number)
        return (piece if major == 2 else piece.decode()), at + number
    if major == 4:
        return _decode_list(data, at, number)
    if major == 5:
        return _decode_map(data, at, number)
    raise NotCanonical("a tag")


def _take(data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise NotCanonical("cut short")
    return data[at : at + size]


def _decode_simple(data: bytes, at: int, code: int) -> tuple[Any, int]:
    known = {20: False, 21: True, 22: None}
    if code in known:
        return known[code], at
    if code not in (HALF, SINGLE, DOUBLE):
        raise NotCanonical("no value of ours")
    size = 1 << code - 24
    shape = {HALF: ">e", SINGLE: ">f", DOUBLE: ">d"}[code]
    value = struct.unpack(shape, _take(data, at, size))[0]
    if not math.isfinite(value):
        raise NotCanonical("no finite number")
    return value, at + size


def _decode_list(data: bytes, at: int, count: int) -> tuple[list[Any], int]:
    items = []
    for _ in range(count):
        item, at = decode_at(data, at)
        items.append(item)
    return items, at


def _decode_map(data: bytes, at: int, count: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    for _ in range(count):
        name, at = decode_at(data, at)
        if not isinstance(name, str) or name in found:
            raise NotCanonical("a name that is no text, or twice")
        found[name], at = decode_at(data, at)
    return found, at
