#!/usr/bin/env python3
"""Writes the golden vectors of the receipt: identity.json, receipt.json and mutated.ndjson
beside this file.

Signatures, tree, note and proof are computed with Python integers and hashlib only
(demo_keys.py of the event
vectors), so that nothing comes from the code that they test. Deterministic: running it again
must leave the files
unchanged.
"""

import base64
import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "event"))
from demo_keys import (
    ED_KID,
    ED_PUBLIC,
    ED_SEED,
    b64,
    compact,
    ed25519_public,
    ed25519_sign,
    thumbprint,
)  # noqa: E402

ORIGIN = "ledger.example/yorozu"
LOG_SEED = bytes(range(32, 64))
OTHER_SEED = bytes(range(64, 96))
RECORDED_AT = "2026-06-03T01:00:00.000000Z"
ID = "01997a5b-7c00-7000-8000-0000000000a1"
POSITION = 2
SIZE = 5
SURPLUS = b64(compact([b64(bytes([9]) * 16), "narrative", "別の相談"]).encode())
SHOWN = b64(compact([b64(bytes([1]) * 16), "narrative", "資金繰りの相談"]).encode())
KEPT = b64(compact([b64(bytes([2]) * 16), "memo", None]).encode())


def standard64(raw):
    return base64.b64encode(raw).decode()


def digest(text):
    return b64(hashlib.sha256(text.encode()).digest())


def key_kid(seed):
    return thumbprint({"crv": "Ed25519", "kty": "OKP", "x": b64(ed25519_public(seed))})


def jws(seed=ED_SEED, algorithm="Ed25519", kid=None, aud=ORIGIN):
    payload = {
        "aud": aud,
        "id": ID,
        "type": "session.held",
        "v": 1,
        "stream": "case/k-1",
        "occurred_at": "2026-06-03T10:00:00+09:00",
        "actor": {"person": "p-17", "role": "co", "center": "c40"},
        "purpose": "consultation",
        "data": {"case_id": "k-1", "minutes": 45, "_sd": sorted([digest(SHOWN), digest(KEPT)])},
        "_sd_alg": "sha-256",
    }
    head = {"alg": algorithm, "typ": "daicho-event+sd-jwt", "kid": kid or key_kid(seed)}
    signing_input = b64(compact(head).encode()) + "." + b64(compact(payload).encode())
    return signing_input + "." + b64(ed25519_sign(seed, signing_input.encode()))


def entry_of(event):
    return compact({"v": 1, "recorded_at": RECORDED_AT, "ix": [["actor/p-17", 1, 0]], "event": event})


# --- RFC 9162 §2.1: tree, root, inclusion path --------------------------------------------------------------
def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry.encode()).digest()


def split(count):
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return hashlib.sha256(b"\1" + root(leaves[:k]) + root(leaves[k:])).digest()


def path(position, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if position < k:
        return path(position, leaves[:k]) + [root(leaves[k:])]
    return path(position - k, leaves[k:]) + [root(leaves[:k])]


def note(tree_root, size=SIZE, origin=ORIGIN, seed=LOG_SEED, name=ORIGIN, spoil=False):
    text = f"{origin}\n{size}\n{standard64(tree_root)}\n"
    public = ed25519_public(seed)
    key_id = hashlib.sha256(name.encode() + b"\n\1" + public).digest()[:4]
    signature = bytearray(ed25519_sign(seed, text.encode()))
    signature[0] ^= spoil
    return f"{text}\n— {name} {standard64(key_id + bytes(signature))}\n"


def proof(hashes, checkpoint, index=POSITION, header="c2sp.org/tlog-proof@v1"):
    return (
        "".join(line + "\n" for line in [header, f"index {index}", *map(standard64, hashes), ""])
        + checkpoint
    )


class Made:
    """A receipt for an event, in a tree of SIZE entries."""

    def __init__(self, event):
        self.entry = entry_of(event)
        self.leaves = [leaf_hash(f"entry {i}") for i in range(SIZE)]
        self.leaves[POSITION] = leaf_hash(self.entry)
        self.root = root(self.leaves)
        self.path = path(POSITION, self.leaves)

    def receipt(self, **changes):
        members = {
            "id": ID,
            "position": POSITION,
            "recorded_at": RECORDED_AT,
            "leaf_hash": self.leaves[POSITION].hex(),
            "entry": self.entry,
            "proof": proof(self.path, note(self.root)),
        }
        members.update(changes)
        return members


GOOD = Made(jws())


def flipped(text):
    """The last-but-one signature byte of a JWS changed, in canonical base64url."""
    head, signature = text.rsplit(".", 1)
    raw = bytearray(base64.urlsafe_b64decode(signature + "=="))
    raw[-2] ^= 1
    return head + "." + b64(bytes(raw))


def rows():
    def row(name, step, reason, receipt, disclosures=(SHOWN,), only=True):
        return {
            "name": name,
            "step": step,
            "reason": reason,
            "only": only,
            "receipt": receipt,
            "disclosures": list(disclosures),
        }

    def proof_row(name, step, reason, text, **changes):
        return row(name, step, reason, GOOD.receipt(proof=text, **changes), only=step == "inclusion")

    wrong = hashlib.sha256(b"another").digest()
    good_note = note(GOOD.root)
    spaced = GOOD.entry.replace('{"v"', '{ "v"')
    yield row("entry_not_canonical", "entry", "entry.not_canonical", GOOD.receipt(entry=spaced), only=False)
    yield row(
        "recorded_at_changed",
        "entry",
        "receipt.recorded_at",
        GOOD.receipt(recorded_at="2026-06-03T01:00:00.000001Z"),
    )
    yield row("leaf_hash_changed", "entry", "receipt.leaf_hash", GOOD.receipt(leaf_hash=wrong.hex()))
    yield row("id_of_another_event", "event", "receipt.id", GOOD.receipt(id=ID[:-1] + "2"))
    yield row("event_for_another_ledger", "event", "event.aud", Made(jws(aud="ledger.other")).receipt())
    yield row("event_is_no_jws", "event", "jws.malformed", Made("e30.e30").receipt(), ())
    yield row("event_signature_changed", "signature", "signature.invalid", Made(flipped(jws())).receipt())
    yield row("event_key_not_pinned", "signature", "key.not_pinned", Made(jws(seed=OTHER_SEED)).receipt())
    yield row(
        "event_key_of_somebody_else",
        "signature",
        "signature.invalid",
        Made(jws(seed=OTHER_SEED, kid=ED_KID)).receipt(),
    )
    yield row(
        "event_algorithm_changed", "signature", "signature.invalid", Made(jws(algorithm="ES256")).receipt()
    )
    yield row(
        "disclosure_of_another_event", "disclosures", "disclosure.surplus", GOOD.receipt(), [SHOWN, SURPLUS]
    )
    yield row(
        "disclosure_malformed",
        "disclosures",
        "disclosure.malformed",
        GOOD.receipt(),
        [b64(compact(["narrative"]).encode())],
    )
    yield proof_row(
        "proof_of_another_format",
        "checkpoint",
        "tlog_proof.header",
        proof(GOOD.path, good_note, header="c2sp.org/tlog-proof@v9"),
    )
    yield proof_row(
        "checkpoint_signature_changed",
        "checkpoint",
        "note.signature_invalid",
        proof(GOOD.path, note(GOOD.root, spoil=True)),
    )
    yield proof_row(
        "checkpoint_root_changed",
        "checkpoint",
        "note.signature_invalid",
        proof(GOOD.path, good_note.replace(standard64(GOOD.root), standard64(wrong))),
    )
    yield proof_row(
        "checkpoint_size_changed",
        "checkpoint",
        "note.signature_invalid",
        proof(GOOD.path, good_note.replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n")),
    )
    yield proof_row(
        "checkpoint_of_another_log",
        "checkpoint",
        "checkpoint.origin",
        proof(GOOD.path, note(GOOD.root, origin="ledger.other")),
    )
    yield proof_row(
        "checkpoint_by_another_key",
        "checkpoint",
        "note.no_known_signature",
        proof(GOOD.path, note(GOOD.root, seed=OTHER_SEED)),
    )
    yield proof_row(
        "checkpoint_under_another_name",
        "checkpoint",
        "note.no_known_signature",
        proof(GOOD.path, note(GOOD.root, name="ledger.other")),
    )
    yield proof_row(
        "signed_root_of_another_tree", "inclusion", "proof.root_mismatch", proof(GOOD.path, note(wrong))
    )
    yield proof_row(
        "path_hash_changed", "inclusion", "proof.root_mismatch", proof([wrong] + GOOD.path[1:], good_note)
    )
    yield proof_row("path_too_short", "inclusion", "proof.too_short", proof(GOOD.path[:-1], good_note))
    yield proof_row("path_too_long", "inclusion", "proof.too_long", proof(GOOD.path + [wrong], good_note))
    yield proof_row(
        "position_is_not_the_proofs",
        "inclusion",
        "receipt.position",
        proof(GOOD.path, good_note),
        position=POSITION + 1,
    )
    yield proof_row(
        "both_positions_changed",
        "inclusion",
        "proof.root_mismatch",
        proof(GOOD.path, good_note, index=3),
        position=3,
    )
    yield proof_row(
        "position_beyond_the_tree",
        "inclusion",
        "proof.position_beyond_size",
        proof(GOOD.path, good_note, index=SIZE),
        position=SIZE,
    )


def write(name, text):
    (HERE / name).write_text(text, encoding="utf-8")


log_public = ed25519_public(LOG_SEED)
log_id = hashlib.sha256(ORIGIN.encode() + b"\n\1" + log_public).digest()[:4].hex()
write(
    "identity.json",
    compact(
        {
            "origin": ORIGIN,
            "log": f"{ORIGIN}+{log_id}+{standard64(bytes([1]) + log_public)}",
            "event_keys": [
                {"holder": "p-17", "kid": ED_KID, "alg": "Ed25519", "public_key": b64(ED_PUBLIC)}
            ],
        }
    )
    + "\n",
)
write("receipt.json", compact(dict(GOOD.receipt(), disclosures=[SHOWN])) + "\n")
write("mutated.ndjson", "".join(compact(one) + "\n" for one in rows()))
