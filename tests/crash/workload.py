"""What is sent: the programme's own events (`daicho generate`), signed here by keys that are derived from the
seed, and consultants who register businesses of every size without end. Same seed and binary, same events,
but for the day of the set-up.
"""

import dataclasses
import hashlib
import json
import random
import subprocess
import time
import uuid

from ed25519 import PrivateKey, b64url, from_b64url

ORIGIN = "crash.example/2026"
CENTERS = "c40,c41,c42"
MONTH = "2026-04"
SCALE = "0.05"
ADMIN = {"person": "p-admin", "role": "admin"}
CONSULTANTS = ("cco", "sub_cco", "co", "prod_lead")
SD_JWT = "application/sd-jwt"
NDJSON = "application/x-ndjson"


@dataclasses.dataclass(frozen=True)
class Event:
    id: str
    text: str  # the SD-JWT with its disclosures, as it is sent

    @property
    def jws(self):
        return self.text.split("~", 1)[0]


@dataclasses.dataclass(frozen=True)
class Deferred:
    """An event that states something which only the ledger knows: position or leaf hash of an earlier one."""

    person: str
    receipt_of: str
    fill: tuple  # (field, "position" or "leaf_hash")
    event: dict


@dataclasses.dataclass(frozen=True)
class Request:
    """One append as it travels. `kind`: new, batch, stream, again, bad, reused."""

    kind: str
    events: tuple  # every event of the body that could be stored
    media_type: str
    body: bytes


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def event_id(rng, at_ms):
    """A UUIDv7 (RFC 9562)."""
    bits = (at_ms << 80) | (0x7 << 76) | (rng.getrandbits(12) << 64) | (0b10 << 62) | rng.getrandbits(62)
    return str(uuid.UUID(int=bits))


def sign_event(key, envelope, data, secret_names, rng):
    """An SD-JWT (RFC 9901) of the project's profile; fields named in `secret_names` travel as disclosures,
    null when they are absent."""
    disclosures = [
        b64url(compact([b64url(rng.randbytes(16)), name, data.get(name)]).encode()) for name in secret_names
    ]
    public = {name: value for name, value in data.items() if name not in secret_names}
    if disclosures:
        public["_sd"] = sorted(b64url(hashlib.sha256(one.encode()).digest()) for one in disclosures)
    payload = {**envelope, "data": public, "_sd_alg": "sha-256"}
    head = {"alg": "Ed25519", "typ": "daicho-event+sd-jwt", "kid": key.kid}
    signing_input = b64url(compact(head).encode()) + "." + b64url(compact(payload).encode())
    jws = signing_input + "." + b64url(key.sign(signing_input.encode()))
    return Event(envelope["id"], "~".join([jws, *disclosures, ""]))


def payload_of(event):
    return json.loads(from_b64url(event.jws.split(".")[1]))


class Programme:
    """The people, their keys and the generated events of one seed."""

    def __init__(self, binary, seed, folder):
        self.binary, self.seed = str(binary), seed
        self.rng = random.Random(f"{seed}/programme")
        self.admin_key = PrivateKey(f"{seed}/p-admin")
        self.admin_pem = folder / "admin.pem"
        self.admin_pem.write_text(self.admin_key.pem())
        self.admin_pem.chmod(0o600)
        self.keys, self.consultants = {}, []
        self.secrets = self._secret_fields()
        self.set_up = self._generate("--setup-only")
        self.set_up += [
            self._enrol(one["person"]) for one in self.consultants if one["person"] not in self.keys
        ]
        # Roles that the month grants hold from that event on only, and not every lane waits for it.
        settled = tuple(self.consultants)
        self.month = self._generate("--no-setup")
        self.consultants = settled

    def _run(self, *arguments):
        return subprocess.run([self.binary, *arguments], check=True, capture_output=True, text=True).stdout

    def _secret_fields(self):
        catalogue = json.loads(self._run("--json", "catalogue"))
        return {
            one["type"]: [field["name"] for field in one["fields"] if field["class"] == "confidential"]
            for one in catalogue["types"]
        }

    def _generate(self, part):
        lines = self._run(
            "generate",
            "--origin",
            ORIGIN,
            "--admin-key",
            str(self.admin_pem),
            "--centers",
            CENTERS,
            "--from",
            MONTH,
            "--scale",
            SCALE,
            "--seed",
            f"crash-{self.seed}",
            part,
        ).splitlines()
        events = []
        for line in map(json.loads, lines):
            if "sd_jwt" in line:
                event = Event("", line["sd_jwt"])
                payload = payload_of(event)
                events.append(Event(payload["id"], event.text))
                self._notice(payload)
            elif "event" in line:
                events += self._sign(line["event"])
            else:
                events += self._defer(line["deferred"])
        return events

    def _notice(self, payload):
        data = payload["data"]
        if payload["type"] == "role.granted" and data["role"] in CONSULTANTS:
            center = data["scope"]
            self.consultants.append(
                {
                    "person": data["person_id"],
                    "role": data["role"],
                    "org": "impl-" + center[1:],
                    "center": center,
                }
            )

    # What a gateway would attest over TLS, its author signs here; the administrator enrols the key first.
    def _sign(self, event):
        person = event["actor"]["person"]
        events = []
        if person not in self.keys:
            events.append(self._enrol(person))
        envelope = {name: value for name, value in event.items() if name != "data"}
        secret = self.secrets[event["type"]]
        return events + [sign_event(self.keys[person], envelope, event["data"], secret, self.rng)]

    def _defer(self, line):
        deferred = Deferred(line["person"], line["receipt_of"], tuple(line["fill"].items()), line["event"])
        known = deferred.person in self.keys
        return [deferred] if known else [self._enrol(deferred.person), deferred]

    def complete(self, deferred, position, leaf_hash):
        """The event, now that its target is in the ledger."""
        parts = {"position": position, "leaf_hash": leaf_hash}
        data = {**deferred.event["data"], **{field: parts[part] for field, part in deferred.fill}}
        envelope = {name: value for name, value in deferred.event.items() if name != "data"}
        secret = self.secrets[deferred.event["type"]]
        return sign_event(self.keys[deferred.person], envelope, data, secret, self.rng)

    def _enrol(self, person):
        key = self.keys[person] = PrivateKey(f"{self.seed}/{person}")
        return self.enrolment(person, key)

    def enrolment(self, person, key):
        """A key of a person who may have others."""
        data = {
            "kid": key.kid,
            "algorithm": "Ed25519",
            "public_key": b64url(key.public),
            "purpose": "author",
            "person_id": person,
            "valid_from": "2025-04-01T00:00:00+09:00",
        }
        return self.by_admin("key.enrolled", data, "key/" + key.kid)

    def by_admin(self, kind, data, stream="ledger/main"):
        """An event of the administrator."""
        envelope = self._envelope(kind, stream, ADMIN, "security")
        return sign_event(self.admin_key, envelope, data, (), self.rng)

    def _envelope(self, kind, stream, actor, purpose, rng=None):
        now = time.time()
        local = time.strftime("%Y-%m-%dT%H:%M:%S+09:00", time.gmtime(now + 9 * 3600 - 60))
        return {
            "aud": ORIGIN,
            "id": event_id(rng or self.rng, int(now * 1000)),
            "type": kind,
            "v": 1,
            "stream": stream,
            "occurred_at": local,
            "actor": actor,
            "purpose": purpose,
        }

    def business(self, actor, rng, **members):
        """A new event of a consultant: a business nobody registered before, with up to 3 KB of confidential
        text."""
        name = f"b-{rng.getrandbits(64):016x}"
        data = {
            "business_id": name,
            "center_id": actor["center"],
            "kind": "sole_proprietor",
            "pref_code": actor["center"][1:],
            "jsic_code": "E",
            "corporate_number_state": "absent",
            "name": "見本商店 " + name,
            "address": "見本町" * rng.choice((1, 4, 20, 60)),
        }
        envelope = self._envelope("business.registered", "business/" + name, actor, "support", rng)
        envelope.update(members)
        return sign_event(
            self.keys[actor["person"]], envelope, data, self.secrets["business.registered"], rng
        )


def single(kind, event):
    return Request(kind, (event,), SD_JWT, event.text.encode())


def batch(kind, events):
    return Request(kind, tuple(events), NDJSON, "\n".join(event.text for event in events).encode())


def with_broken_signature(event):
    head, payload, signature = event.jws.split(".")
    flipped = ("B" if signature[0] != "B" else "C") + signature[1:]
    return Event(event.id, event.text.replace(signature, flipped, 1))


class Lane:
    """One client's endless list of requests. Only the first lane sends the generated month, in its order."""

    def __init__(self, programme, number, seed, oracle):
        self.programme, self.oracle = programme, oracle
        self.rng = random.Random(f"{seed}/lane/{number}")
        self.actor = programme.consultants[number % len(programme.consultants)]
        self.month = iter(programme.month) if number == 0 else iter(())

    def next(self):
        draw = self.rng.random()
        if draw < 0.30:
            event = self._of_the_month()
            return single("stream", event) if event else single("new", self._event())
        if draw < 0.50:
            return single("new", self._event())
        if draw < 0.70:
            return batch("batch", [self._event() for _ in range(self.rng.choice((2, 3, 5, 8, 13, 34)))])
        if draw < 0.86:
            return self._again() or single("new", self._event())
        return self._bad()

    def _of_the_month(self):
        """The next one; what rests on an event that was not acknowledged is left out."""
        for event in self.month:
            if isinstance(event, Event):
                return event
            target = self.oracle.acknowledged.get(event.receipt_of)
            if target is not None:
                return self.programme.complete(event, *target)
        return None

    def _event(self, **members):
        return self.programme.business(self.actor, self.rng, **members)

    def _again(self):
        """Something that is stored already, alone or at the head of a batch with something new."""
        acknowledged = self.oracle.some_acknowledged(self.rng)
        if acknowledged is None:
            return None
        if self.rng.random() < 0.6:
            return single("again", acknowledged)
        return batch("batch", [acknowledged, self._event()])

    def _bad(self):
        """Refused as a whole: one element of the batch can't be stored, or an id is used twice."""
        kind = self.rng.randrange(3)
        if kind == 0:
            used = self.oracle.some_acknowledged(self.rng)
            if used is not None:
                return Request("reused", (), SD_JWT, self._event(id=used.id).text.encode())
        good = [self._event() for _ in range(self.rng.randrange(1, 6))]
        poor = with_broken_signature(self._event()) if kind == 1 else self._event(expected_version=7)
        good.insert(self.rng.randrange(len(good) + 1), poor)
        return batch("bad", good)
