"""From engines and a proof to what is in the vault: sections Unlocking, in this order, and Two copies."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any, Iterator, Optional

import cbor
import contents
from sealing import Keys, is_payable, mac, open_slot, parse_recovery_key, root_of, sha256, unseal
from stored import KINDS, Engine, Header, Refused, parse_header, parse_record

WRONG = {"passphrase": "wrong-passphrase", "recovery": "wrong-recovery-key", "passkey": "wrong-passkey"}


@dataclass(frozen=True)
class Proven:
    """A record that opens: its content, and its row in the digest."""

    data: bytes
    record: dict[str, Any]
    content: bytes


Copy = dict[str, Optional[Proven]]


@dataclass(frozen=True)
class Found:
    keys: Keys
    role: str
    header: Header
    engine: int


def read_vault(engines: list[Engine], proof: dict[str, Any]) -> dict[str, Any]:
    """What is found, in the words of the vectors. Raises Refused."""
    headers = _readable_headers(engines)
    if proof["type"] == "recovery" and parse_recovery_key(proof["text"]) is None:
        raise Refused(WRONG["recovery"])
    found = _unlock(headers, proof)
    whole, mended, engines = _heal(engines, found)
    found = _truth(found, engines)
    return {**_facts(found, whole, mended), **_told(found, engines)}


def _facts(found: Found, whole: bool, mended: int) -> dict[str, Any]:
    fields = found.header.fields
    always = {"opens": True, "role": found.role, "epoch": fields["epoch"], "generation": fields["generation"]}
    return {**always, "whole": whole, **({"mended": mended} if mended else {})}


def _readable_headers(engines: list[Engine]) -> list[tuple[int, Header]]:
    readable, codes = [], set()
    for number, engine in enumerate(engines):
        try:
            if engine.header is not None:
                readable.append((number, parse_header(engine.header)))
        except Refused as refused:
            codes.add(str(refused))
    if readable:
        return readable
    if "vault-newer" in codes:
        raise Refused("vault-newer")
    raise Refused("header-damaged" if any(engine.trace for engine in engines) else "no-vault")


def _place(header: Header) -> tuple[int, int]:
    return header.fields["epoch"], header.fields["generation"]


def _unlock(headers: list[tuple[int, Header]], proof: dict[str, Any]) -> Found:
    verdicts = set()
    for number, header in sorted(headers, key=lambda each: _place(each[1]), reverse=True):
        for slot in filter(lambda each: _is_for(each, proof), header.fields["slots"]):
            if not is_payable(slot):
                verdicts.add("unpayable")
                continue
            root = root_of(slot, proof)
            vault_id, epoch = header.fields["vaultId"], header.fields["epoch"]
            key = root and open_slot(slot, root, vault_id, epoch)
            result = _judge(headers, number, header, slot["id"], key) if key else "wrong"
            if isinstance(result, Found):
                return result
            verdicts.add(result)
    damaged = "damaged" in verdicts or verdicts == {"unpayable"}
    raise Refused("header-damaged" if damaged else WRONG[proof["type"]])


def _is_for(slot: dict[str, Any], proof: dict[str, Any]) -> bool:
    if slot["type"] != proof["type"]:
        return False
    return proof["type"] != "passkey" or slot["id"].hex() == proof["slotId"]


def _is_authentic(header: Header, keys: Keys) -> bool:
    return hmac.compare_digest(mac(keys.header, cbor.encode("header/v1") + header.body), header.mac)


def _slot_with(header: Header, slot_id: bytes) -> Optional[dict[str, Any]]:
    return next((slot for slot in header.fields["slots"] if slot["id"] == slot_id), None)


def _judge(headers: list[tuple[int, Header]], number: int, header: Header, slot_id: bytes, key: bytes) -> Any:
    """Steps 4 and 5: what a key is worth, beside what the other headers say."""
    vault_id, epoch = header.fields["vaultId"], header.fields["epoch"]
    keys = Keys.of(key, vault_id)
    if not _is_authentic(header, keys):
        return "damaged"
    believed = []
    for other_number, other in headers:
        ours = other.fields["vaultId"] == vault_id
        if ours and other.fields["epoch"] == epoch:
            believed += [(other_number, other)] if _is_authentic(other, keys) else []
        elif ours and other.fields["epoch"] > epoch and _slot_with(other, slot_id) is None:
            return "wrong"
    truth_number, truth = min(believed, key=lambda each: (-each[1].fields["generation"], each[0]))
    slot = _slot_with(truth, slot_id)
    return Found(keys, slot["role"], truth, truth_number) if slot else "wrong"


def _prove(key: str, data: bytes, keys: Keys, vault_id: bytes) -> Optional[Proven]:
    record = parse_record(key, data)
    if record is None:
        return None
    info = cbor.encode(["rec/v1", vault_id, record["id"]])
    bound = [vault_id, *(record[name] for name in ("id", "schema", "version", "writer", "kind"))]
    padded = unseal(keys.record, record, info, cbor.encode(bound))
    if padded is None:
        return None
    content, mark, _ = (padded.rstrip(b"\0")).rpartition(b"\x80")
    return Proven(data, record, content) if mark and padded.rstrip(b"\0").endswith(b"\x80") else None


def _prove_all(engine: Engine, keys: Keys, vault_id: bytes) -> Copy:
    return {key: _prove(key, data, keys, vault_id) for key, data in engine.records.items()}


def _adds_up(proven: list[Proven], row: Optional[dict[str, Any]]) -> bool:
    if row is None:
        return not proven
    records = sorted((each.record for each in proven), key=lambda record: record["id"])
    rows = [each["id"] + each["version"].to_bytes(8, "big") + sha256(each["ct"]) for each in records]
    return len(rows) == row["count"] and sha256(b"".join(rows)) == row["digest"]


def _heal(engines: list[Engine], found: Found) -> tuple[bool, int, list[Engine]]:
    """Whether there is a whole state, how many records differ from it, and the engines as they are then."""
    vault_id = found.header.fields["vaultId"]
    copies = [_prove_all(engine, found.keys, vault_id) for engine in engines]
    looks = [_look(engine) for engine in engines]
    authentic = [header for header in looks if isinstance(header, Header) and _is_authentic(header, found.keys)]
    for state in _states(authentic):
        records = _assemble(state, copies)
        if records is None:
            continue
        if any(_is_beyond_us(look, copy, state, found.keys) for look, copy in zip(looks, copies)):
            break
        header = next(engine.header for engine, look in zip(engines, looks) if look is state)
        mended, healed = 0, []
        for engine, look in zip(engines, looks):
            rival = _is_rival(look, state, found.keys)
            names = set() if rival else engine.records.keys() | records.keys()
            mended += sum(engine.records.get(name) != records.get(name) for name in names)
            healed.append(engine if rival else Engine(header, records, True, engine.blobs))
        return True, mended, healed
    return False, 0, engines


def _look(engine: Engine) -> Any:
    try:
        return None if engine.header is None else parse_header(engine.header)
    except Refused as refused:
        return str(refused)


def _is_rival(look: Any, state: Header, keys: Keys) -> bool:
    if not isinstance(look, Header) or look.mac == state.mac or not _is_authentic(look, keys):
        return False
    return look.fields["generation"] == state.fields["generation"]


def _states(authentic: list[Header]) -> Iterator[Header]:
    top = max((header.fields["generation"] for header in authentic), default=0)
    highest = [header for header in authentic if header.fields["generation"] == top]
    yield from highest
    yield from (each for each in authentic if all(high.fields["prev"] == each.mac for high in highest))


def _is_beyond_us(look: Any, copy: Copy, state: Header, keys: Keys) -> bool:
    if look == "vault-newer":
        return True
    if not isinstance(look, Header) or _is_authentic(look, keys):
        return False
    other = look.fields["vaultId"] != state.fields["vaultId"] or look.fields["epoch"] > state.fields["epoch"]
    return other and not any(copy.values())


def _assemble(state: Header, copies: list[Copy]) -> Optional[dict[str, bytes]]:
    whole: dict[str, bytes] = {}
    for kind in KINDS:
        of_kind = [{key: each for key, each in copy.items() if key.startswith(f"{kind}/")} for copy in copies]
        row = state.fields["sets"].get(kind)
        fitting = next((one for one in _candidates(of_kind) if _adds_up(list(one.values()), row)), None)
        if fitting is None:
            return None
        whole.update({key: each.data for key, each in fitting.items()})
    return whole


def _candidates(copies: list[Copy]) -> Iterator[dict[str, Proven]]:
    newest: dict[str, Proven] = {}
    for copy in copies:
        for key, each in copy.items():
            if each and (key not in newest or each.record["version"] > newest[key].record["version"]):
                newest[key] = each
    yield from ({key: each for key, each in copy.items() if each} for copy in copies)
    yield from ({key: newest[key] for key in copy if key in newest} for copy in copies)
    yield newest
    yield {}


def _truth(found: Found, engines: list[Engine]) -> Found:
    """The believed header once more: healing may have gone one step back."""
    looks = [(number, _look(engine)) for number, engine in enumerate(engines)]
    authentic = [
        (number, look) for number, look in looks if isinstance(look, Header) and _is_authentic(look, found.keys)
    ]
    number, header = min(authentic, key=lambda each: (-each[1].fields["generation"], each[0]))
    return Found(found.keys, found.role, header, number)


def _told(found: Found, engines: list[Engine]) -> dict[str, Any]:
    fields, engine = found.header.fields, engines[found.engine]
    copy = _prove_all(engine, found.keys, fields["vaultId"])

    def opened(kind: str, read: Any) -> tuple[list[Any], list[str], bool]:
        """Contents that can be read, keys that can't, and whether the kind is whole."""
        ours = {key: each for key, each in copy.items() if key.startswith(f"{kind}/")}
        read_all = {key: each and read(cbor.decode(each.content), each.record["schema"]) for key, each in ours.items()}
        unread = sorted(key for key, value in read_all.items() if value is None)
        whole = not unread and _adds_up([each for each in ours.values() if each], fields["sets"].get(kind))
        return [value for value in read_all.values() if value is not None], unread, whole

    accounts, unread, _ = opened("account", contents.account)
    set_, _, settings_whole = opened("setting", contents.settings)
    blocks, _, log_whole = opened("log", lambda content, _: contents.block(content))
    manifests, _, _ = opened("snapshot", lambda content, _: contents.manifest(content))
    blobs = {name: data for each in engines for name, data in each.blobs.items()}
    everything = {
        "accounts": sorted(accounts, key=lambda each: each["order"]),
        "unread": unread,
        "settings": set_[0] if set_ and settings_whole else None,
        "log": contents.log(blocks, fields["vaultId"], log_whole),
        "snapshots": [
            _snapshot(each, blobs, found) for each in sorted(manifests, key=lambda one: one["at"], reverse=True)
        ],
    }
    return {name: value for name, value in everything.items() if value}


def _snapshot(manifest: dict[str, Any], blobs: dict[str, bytes], found: Found) -> dict[str, Any]:
    ids = []
    for member in manifest["members"]:
        data = blobs.get(member["hash"])
        key = contents.key_of("account", member["id"])
        proven = data and _prove(key, data, found.keys, found.header.fields["vaultId"])
        if proven and proven.record["version"] == member["version"]:
            account = contents.account(cbor.decode(proven.content), proven.record["schema"])
            ids += [account["id"]] if account else []
    unread = len(manifest["members"]) - len(ids)
    told = {name: manifest[name] for name in ("id", "at", "tier")}
    return {**told, "accounts": sorted(ids), "unread": unread}
