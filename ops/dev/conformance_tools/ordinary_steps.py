"""Outside tools on an ordinary ledger with a demonstration month in it, served over HTTPS."""

import base64
import hashlib
import json
import os
import random
import secrets
import time
import uuid

from served_ledger import ServedLedger, SpoilingProxy
from transcript import StepFailed

ORIGIN = "conformance.example/2026"
SEED = "daicho"
CENTER = "c40"
PROOFS = 60  # of each kind
DISCLOSED = 12  # events whose fields are opened for the SD-JWT check


def b64(data):
    return base64.b64encode(data).decode()


def from_b64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def payload_of(sd_jwt):
    return json.loads(from_b64url(sd_jwt.split("~")[0].split(".")[1]))


def event_id():
    """A UUIDv7 (RFC 9562) of now."""
    bits = (int(time.time() * 1000) << 80) | (0x7 << 76) | (secrets.randbits(12) << 64) | (0b10 << 62)
    return str(uuid.UUID(int=bits | secrets.randbits(62)))


class OrdinaryLedger:
    def __init__(self, transcript, tools, folder):
        self.transcript = transcript
        self.tools = tools
        self.folder = folder
        names = ["gw-c40", "gw-hq", "bureau-kyushu", "auditor", "security", "mirror"]
        self.ledger = ServedLedger(transcript, tools.daicho, folder, ORIGIN, names)
        self.vkey_file = folder / "log.vkey"
        self.receipts_file = folder / "receipts.ndjson"

    def steps(self):
        step = self.transcript.step
        if not step("an ordinary ledger with a demonstration month", self._load):
            return
        step("fsck: tiles, bundles, root and signature over HTTPS", self._fsck)
        size = self.ledger.size()
        full = f"/tile/0/000{'' if size >= 256 else f'.p/{size}'}"
        last = (size - 1) // 256
        partial = f"/tile/0/{last:03d}.p/{size % 256}" if size % 256 else full
        for what, path in (
            ("a full tile", full),
            ("the tile in progress", partial),
            ("an entry bundle", full.replace("/tile/0/", "/tile/entries/")),
            ("the checkpoint", "/checkpoint"),
        ):
            step(f"fsck refuses one flipped bit in {what}", lambda path=path: self._fsck_spoilt(path))
        step("fsck refuses another key of the same name", self._fsck_other_key)
        step("sumdb/note and formats open the checkpoint and parse the receipts' proofs", self._notes)
        step("sumdb/note refuses a changed checkpoint and another key", self._notes_spoilt)
        step("merkle and sumdb/tlog verify the proof routes, and refuse spoilt proofs", self._proofs)
        step("sd-jwt (Python) verifies our events and fields, refuses spoilt ones", self._theirs_reads_ours)
        step("we take what sd-jwt (Python) issues, within the profile only", self._ours_reads_theirs)
        step("POST /add is 404 on an ordinary ledger", self._no_add)

    def finish(self):
        if self.ledger.process is not None:
            self.transcript.step("the ordinary ledger stops cleanly and audits clean", self._audit)

    def _audit(self):
        code = self.ledger.stop()
        if code != 0:
            raise StepFailed(f"the server ended with {code}")
        self.transcript.run([self.tools.daicho, "audit", "--data", self.ledger.data])

    def identity(self):
        return json.loads(self.ledger.identity_file.read_text())

    def _load(self):
        ledger = self.ledger
        ledger.found()
        self.vkey_file.write_text(self.identity()["log"] + "\n")
        ledger.serve("--open-tiles")
        events = self.folder / "events.ndjson"
        command = [self.tools.daicho, "generate", "--centers", CENTER, "--months", "1", "--scale", "0.02"]
        command += ["--origin", ORIGIN, "--admin-key", ledger.data / "secrets" / "admin.pem", "--seed", SEED]
        self.transcript.run([*command, "--out", events])
        command = [self.tools.daicho, "append", *ledger.remote(), "--from", events, "--demo-seed", SEED]
        self.transcript.run([*command, "--receipts", self.receipts_file], timeout=600)
        if ledger.size() < 300:
            raise StepFailed(f"only {ledger.size()} entries: no full tile to look at")

    def tls(self):
        return {**os.environ, "SSL_CERT_FILE": str(self.ledger.identities / "ca.pem")}

    def _fsck(self):
        self.tools.fsck(self.ledger.url(), self.vkey_file, env=self.tls())

    def _fsck_spoilt(self, path):
        with SpoilingProxy(self.ledger, path) as proxy:
            self.tools.fsck(proxy.url(), self.vkey_file, refuses=True)
            if proxy.spoilt == 0:
                raise StepFailed(f"fsck never asked for {path}, so its refusal says nothing")

    def _other_vkey(self):
        """Another Ed25519 key under the same name, with the key hash that signed notes want."""
        name = self.identity()["log"].split("+")[0]
        key = b"\x01" + hashlib.sha256(b"another key").digest()
        key_hash = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4].hex()
        return f"{name}+{key_hash}+{b64(key)}"

    def _fsck_other_key(self):
        other = self.folder / "other.vkey"
        other.write_text(self._other_vkey() + "\n")
        self.tools.fsck(self.ledger.url(), other, refuses=True, env=self.tls())

    def _receipts(self):
        with open(self.receipts_file, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines]

    def _checkpoint_file(self, text=None):
        file = self.folder / "checkpoint"
        file.write_bytes(self.ledger.get("/checkpoint") if text is None else text)
        return file

    def _notes(self):
        proofs = []
        for number, receipt in enumerate(random.Random(SEED).sample(self._receipts(), 40)):
            proofs.append(self.folder / f"receipt-{number}.tlog-proof")
            proofs[-1].write_text(receipt["proof"])
        command = [self.tools.go / "checkpoint", self.identity()["log"], self._checkpoint_file()]
        self.transcript.run([*command, *proofs])

    def _notes_spoilt(self):
        text = self.ledger.get("/checkpoint")
        program, vkey = self.tools.go / "checkpoint", self.identity()["log"]
        lines = text.split(b"\n")
        bad = {
            "origin": text.replace(b"conformance", b"Conformance", 1),
            "size": text.replace(lines[1], lines[1] + b"0", 1),
            "root": text.replace(lines[2], b64(hashlib.sha256(b"x").digest()).encode(), 1),
            "signature": text[:-10] + bytes([text[-10] ^ 1]) + text[-9:],
            "cut": text[:-1],
        }
        for what, changed in bad.items():
            self.transcript.note(f"-- {what}")
            self.transcript.run([program, vkey, self._checkpoint_file(changed)], expect="refusal")
        self.transcript.run([program, self._other_vkey(), self._checkpoint_file(text)], expect="refusal")

    def _proofs(self):
        size = self.ledger.size()
        leaves = [hashlib.sha256(b"\0" + entry).digest() for entry in self.ledger.leaves(size)]
        chance = random.Random(SEED)
        borders = [s for s in (1, 2, 3, 4, 7, 8, 9, 255, 256, 257, 511, 512, 513, size) if s <= size]
        sizes = [*borders, *(chance.randint(1, size) for _ in range(PROOFS - len(borders)))]
        headers = {"Daicho-Purpose": "audit"}
        inclusion, consistency = [], []
        for one in sizes:
            position = chance.choice([0, one - 1, chance.randrange(one)])
            path = f"/v1/proofs/inclusion?position={position}&size={one}"
            answer = json.loads(self.ledger.get(path, identity="auditor", headers=headers))
            inclusion.append({"position": position, "size": one, "hashes": answer["hashes"]})
            older = chance.choice([1, one, chance.randint(1, one)])
            path = f"/v1/proofs/consistency?from={older}&to={one}"
            answer = json.loads(self.ledger.get(path, identity="auditor", headers=headers))
            consistency.append({"from": older, "to": one, "hashes": answer["hashes"]})
        given = {"leaves": [b64(leaf) for leaf in leaves], "inclusion": inclusion, "consistency": consistency}
        file = self.folder / "proofs.json"
        file.write_text(json.dumps(given))
        self.transcript.note(f"input: {file}")
        said = self.transcript.run([self.tools.go / "proofs"], text_input=json.dumps(given))
        root = self.ledger.get("/checkpoint").split(b"\n")
        if int(root[1]) == size and base64.b64decode(root[2]).hex() not in said:
            raise StepFailed("the root made from the served leaves is not the checkpoint's")

    def _logged_jws(self):
        return [json.loads(entry)["event"] for entry in self.ledger.leaves(self.ledger.size())]

    def _keys(self, logged):
        keys = {key["kid"]: key["public_key"] for key in self.identity()["event_keys"]}
        for jws in logged:
            payload = payload_of(jws)
            if payload["type"] == "key.enrolled":
                keys[payload["data"]["kid"]] = payload["data"]["public_key"]
        return keys

    def _theirs_reads_ours(self):
        logged = self._logged_jws()
        sent = []
        with open(self.folder / "events.ndjson", encoding="utf-8") as lines:
            for line in lines:
                sent.append(json.loads(line).get("sd_jwt"))
        opened = [self._opened(jws) for jws in self._consultations(logged)]
        events = [*(jws + "~" for jws in logged), *filter(None, sent), *opened]
        file = self.folder / "sd-jwt.json"
        file.write_text(json.dumps({"keys": self._keys(logged), "events": events}))
        script = self.tools.source / "check_sd_jwt.py"
        self.transcript.run([self.tools.python, "-B", script, "verify", file], timeout=900)

    def _consultations(self, logged):
        """Attested events with fields in the vault, that the centre's gateway may open."""
        found = [jws for jws in logged if payload_of(jws)["type"] == "session.held"]
        if len(found) < DISCLOSED:
            raise StepFailed(f"only {len(found)} consultations")
        return found[:DISCLOSED]

    def _opened(self, jws):
        payload = payload_of(jws)
        headers = {"Daicho-Purpose": "support", "Daicho-Person": payload["actor"]["person"]}
        headers["Daicho-Role"] = payload["actor"]["role"]
        path = f"/v1/events/{payload['id']}?fields=all"
        answer = json.loads(self.ledger.get(path, identity="gw-c40", headers=headers))
        return "~".join([jws, *answer["disclosures"], ""])

    def _ours_reads_theirs(self):
        template = self._person_template()
        file = self.folder / "issue.json"
        file.write_text(json.dumps(template))
        key = self.ledger.data / "secrets" / "admin.pem"
        script = self.tools.source / "check_sd_jwt.py"
        self.transcript.run([self.tools.python, "-B", script, "issue", file, key, self.folder])
        # The refusals first: the good one would make its id a known one.
        for name, wanted in (
            ("theirs-decoys", 400),
            ("theirs-one-missing", 400),
            ("theirs-other-key", 401),
            ("theirs", 201),
        ):
            body = (self.folder / f"{name}.sd-jwt").read_bytes()
            headers = {"Content-Type": "application/sd-jwt"}
            status, said = self.ledger.request("POST", "/v1/events", body=body, headers=headers)
            self.transcript.note(f"{name}: {status} {said[:400]!r}")
            if status != wanted:
                raise StepFailed(f"{name}: {status}, expected {wanted}: {said[:200]!r}")

    def _person_template(self):
        """A new event in the shape of one that the generator made for the administrator."""
        admin = next(k for k in self.identity()["event_keys"] if k["holder"] == "p-admin")
        with open(self.folder / "events.ndjson", encoding="utf-8") as lines:
            texts = [json.loads(line).get("sd_jwt", "") for line in lines]
        model = next(t for t in texts if t and payload_of(t)["type"] == "person.registered")
        payload = payload_of(model)
        payload["id"] = event_id()
        payload["stream"] = "person/p-theirs"
        payload["data"] = {k: v for k, v in payload["data"].items() if k != "_sd"}
        payload["data"]["person_id"] = "p-theirs"
        del payload["_sd_alg"]
        beside = [json.loads(from_b64url(part)) for part in model.split("~")[1:] if part]
        confidential = {name: value for _, name, value in beside}
        return {"kid": admin["kid"], "payload": payload, "confidential": confidential}

    def _no_add(self):
        for method in ("POST", "GET"):
            for body in (b"leaf", b"x" * 70000):
                status, said = self.ledger.request(method, "/add", body=body if method == "POST" else None)
                self.transcript.note(f"{method} /add: {status} {said[:200]!r}")
                if status != 404:
                    raise StepFailed(f"{method} /add: {status}")
