"""A second verifier of receipts, written from the written format alone (RFC 6962, RFC 9162, RFC
7515, C2SP
signed-note, tlog-checkpoint and tlog-proof). It shares no code with the product; signatures are
checked by the
`openssl` command. Everything that does not verify is a Rejected.
"""

import base64
import hashlib
import json
import pathlib
import re
import subprocess
import tempfile
from datetime import datetime, timezone

# SubjectPublicKeyInfo of an Ed25519 key (RFC 8410 §4): SEQUENCE { SEQUENCE { OID 1.3.101.112 } BIT STRING }.
SPKI_ED25519 = bytes.fromhex("302a300506032b6570032100")
ENTRY_MEMBERS = ["v", "recorded_at", "ix", "event"]


class Rejected(Exception):
    pass


def require(condition, why):
    if not condition:
        raise Rejected(why)


def strict_json(text):
    def no_duplicates(pairs):
        names = [name for name, _ in pairs]
        require(len(set(names)) == len(names), "duplicate member")
        return dict(pairs)

    def no_float(_):
        raise Rejected("a float")

    try:
        return json.loads(
            text, object_pairs_hook=no_duplicates, parse_float=no_float, parse_constant=no_float
        )
    except ValueError as error:
        raise Rejected(f"no JSON: {error}") from error


def decode64(text, url=False):
    """Canonical base64 only: one byte string has one text."""
    encode = base64.urlsafe_b64encode if url else base64.b64encode
    decode = base64.urlsafe_b64decode if url else base64.b64decode
    try:
        padded = text + "=" * (-len(text) % 4) if url else text
        data = decode(padded)
        again = encode(data).decode()
    except (ValueError, TypeError) as error:
        raise Rejected(f"no base64: {error}") from error
    require(text == (again.rstrip("=") if url else again), "base64 that is not canonical")
    return data


def decimal(text):
    require(re.fullmatch(r"0|[1-9][0-9]{0,19}", text) is not None, f"no decimal: {text!r}")
    return int(text)


def verify_ed25519(public_key, message, signature):
    require(len(public_key) == 32, "an Ed25519 key has 32 bytes")
    pem = base64.b64encode(SPKI_ED25519 + public_key).decode()
    with tempfile.TemporaryDirectory(prefix="daicho-verify-") as folder:
        files = {
            "key": f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n".encode(),
            "message": message,
            "signature": signature,
        }
        paths = {}
        for name, content in files.items():
            paths[name] = pathlib.Path(folder, name)
            paths[name].write_bytes(content)
        done = subprocess.run(
            [
                "openssl",
                "pkeyutl",
                "-verify",
                "-rawin",
                "-pubin",
                "-inkey",
                paths["key"],
                "-in",
                paths["message"],
                "-sigfile",
                paths["signature"],
            ],
            capture_output=True,
            check=False,
        )
    require(done.returncode == 0, "the signature does not verify")


class Identity:
    """The pinned keys, as `daicho init --json` printed them."""

    def __init__(self, text):
        identity = strict_json(text)
        self.origin = identity["origin"]
        name, key_id, key = identity["log"].split("+", 2)
        blob = decode64(key)
        require(name == self.origin and blob[0] == 1, "the log key is not an Ed25519 key of this origin")
        self.log_key = blob[1:]
        self.log_key_id = hashlib.sha256(name.encode() + b"\n" + blob).digest()[:4]
        require(self.log_key_id.hex() == key_id, "the log key's id is not that of its key")
        self.event_keys = {
            one["kid"]: decode64(one["public_key"], url=True)
            for one in identity["event_keys"]
            if one["alg"] == "Ed25519"
        }


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from_inclusion(index, size, leaf, hashes):
    """RFC 9162 §2.1.3.2."""
    require(index < size, "the leaf is not in the tree")
    fn, sn, result = index, size - 1, leaf
    for sibling in hashes:
        require(sn != 0, "the proof is too long")
        if fn & 1 or fn == sn:
            result = node_hash(sibling, result)
            while fn & 1 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            result = node_hash(result, sibling)
        fn, sn = fn >> 1, sn >> 1
    require(sn == 0, "the proof is too short")
    return result


def verify_consistency(first, first_root, second, second_root, hashes):
    """RFC 9162 §2.1.4.2."""
    require(0 < first <= second, "sizes out of order")
    if first == second:
        require(not hashes and first_root == second_root, "equal sizes, different trees")
        return
    path = list(hashes)
    if first & (first - 1) == 0:
        path.insert(0, first_root)
    require(path, "the proof is empty")
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    old = new = path[0]
    for hash_ in path[1:]:
        require(sn != 0, "the proof is too long")
        if fn & 1 or fn == sn:
            old, new = node_hash(hash_, old), node_hash(hash_, new)
            while fn & 1 == 0 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            new = node_hash(new, hash_)
        fn, sn = fn >> 1, sn >> 1
    require(sn == 0 and old == first_root and new == second_root, "the trees are not consistent")


def verify_checkpoint(note, identity):
    """C2SP signed-note and tlog-checkpoint: (size, root), signed by the pinned log key."""
    text, separator, signatures = note.rpartition("\n\n")
    require(separator and signatures.endswith("\n"), "no signed note")
    text += "\n"
    lines = text.split("\n")
    require(len(lines) >= 4 and lines[0] == identity.origin, "a checkpoint of another log")
    size, root = decimal(lines[1]), decode64(lines[2])
    require(len(root) == 32, "a root has 32 bytes")
    known = 0
    for line in signatures[:-1].split("\n"):
        match = re.fullmatch("— ([^ +]+) ([A-Za-z0-9+/=]+)", line)
        require(match is not None, "a malformed signature line")
        blob = decode64(match.group(2))
        if match.group(1) != identity.origin or blob[:4] != identity.log_key_id:
            continue
        verify_ed25519(identity.log_key, text.encode(), blob[4:])
        known += 1
    require(known > 0, "not signed by the pinned log key")
    return size, root


def parse_proof(text):
    """C2SP tlog-proof: (index, hashes, checkpoint note)."""
    head, separator, note = text.partition("\n\n")
    lines = head.split("\n")
    require(separator and lines[0] == "c2sp.org/tlog-proof@v1", "no tlog-proof")
    if len(lines) > 1 and lines[1].startswith("extra "):
        decode64(lines.pop(1)[len("extra ") :])
    require(len(lines) > 1 and lines[1].startswith("index "), "no index line")
    hashes = [decode64(line) for line in lines[2:]]
    require(all(len(one) == 32 for one in hashes), "a hash has 32 bytes")
    return decimal(lines[1][len("index ") :]), hashes, note


def verify_event(jws, receipt, identity):
    """RFC 7515 compact; the payload."""
    parts = jws.split(".")
    require(len(parts) == 3, "no compact JWS")
    header = strict_json(decode64(parts[0], url=True).decode())
    require(
        set(header) == {"alg", "typ", "kid"} and header["typ"] == "daicho-event+sd-jwt", "another profile"
    )
    require(header["alg"] in ("Ed25519", "EdDSA"), "another algorithm than the pinned key's")
    require(header["kid"] in identity.event_keys, "a key that is not pinned")
    verify_ed25519(
        identity.event_keys[header["kid"]], f"{parts[0]}.{parts[1]}".encode(), decode64(parts[2], url=True)
    )
    payload = strict_json(decode64(parts[1], url=True).decode())
    require(payload["id"] == receipt["id"], "another event")
    require(payload["aud"] == identity.origin, "an event for another ledger")
    return payload


def instant(text):
    require(isinstance(text, str), "a time is text")
    try:
        return datetime.fromisoformat(text).astimezone(timezone.utc)
    except ValueError as error:
        raise Rejected(f"no time: {error}") from error


def verify_receipt(receipt_text, identity_text):
    """The event's payload, or Rejected."""
    identity = Identity(identity_text)
    receipt = strict_json(receipt_text)
    require(isinstance(receipt, dict), "a receipt is an object")
    for name, kind in (
        ("id", str),
        ("position", int),
        ("recorded_at", str),
        ("leaf_hash", str),
        ("entry", str),
        ("proof", str),
    ):
        require(type(receipt.get(name)) is kind, f"the member {name} is missing or of another type")
    require(re.fullmatch("[0-9a-f]{64}", receipt["leaf_hash"]) is not None, "no hash")

    leaf = leaf_hash(receipt["entry"].encode())
    require(leaf.hex() == receipt["leaf_hash"], "the leaf hash is not that of the entry")
    entry = strict_json(receipt["entry"])
    require(list(entry) == ENTRY_MEMBERS and entry["v"] == 1, "no entry of version 1")
    canonical = json.dumps(entry, ensure_ascii=False, separators=(",", ":"))
    require(canonical == receipt["entry"], "the entry is not in its canonical form")
    require(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", entry["recorded_at"]) is not None, "no time"
    )
    require(
        instant(entry["recorded_at"]) == instant(receipt["recorded_at"]),
        "the receipt's time is not the entry's",
    )
    payload = verify_event(entry["event"], receipt, identity)

    index, hashes, note = parse_proof(receipt["proof"])
    require(index == receipt["position"], "the proof is for another position")
    size, root = verify_checkpoint(note, identity)
    require(root_from_inclusion(index, size, leaf, hashes) == root, "the entry is not in that tree")

    digests = payload["data"].get("_sd", [])
    for encoded in receipt.get("disclosures", []):
        shown = base64.urlsafe_b64encode(hashlib.sha256(encoded.encode()).digest()).rstrip(b"=").decode()
        require(shown in digests, "a disclosure that the event did not commit to")
    return payload
