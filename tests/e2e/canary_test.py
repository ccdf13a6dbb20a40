"""Goal: a confidential value leaves no trace anywhere but in the vault, sealed, and in a recorded
read.
Method: every confidential field that takes text gets a marker, both ways in; afterwards every file
below the data folder, standard error and /metrics are searched for every spelling of the markers,
beside a public marker that must be found.
"""

import base64
import json
import secrets
import unittest

import author
from running_ledger import ORIGIN, RunningLedger, event_id, now_text

GATEWAY = "gw-c40"
ACTOR = {"person": "p-40-cco", "role": "cco", "org": "impl-40", "center": "c40"}
JAPANESE = "金糸雀"


def letters(count):
    return "".join(secrets.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(count))


def corporate_number():
    body = "".join(secrets.choice("123456789") for _ in range(12))
    total = sum(int(digit) * (1 if at % 2 == 1 else 2) for at, digit in enumerate(body))
    return str(9 - total % 9) + body


class Markers:
    """The secret texts that were sent; `core` is the part of each free text that is searched for."""

    def __init__(self):
        self.core = "canary" + letters(14)
        self.others = []

    def text(self, field):
        return f"{JAPANESE}{self.core} of {field}"

    def value(self, kind, field):
        if kind == "text":
            return self.text(field)
        fresh = {
            "corporate_number": corporate_number(),
            "sha256": secrets.token_hex(32),
            "yen": 100_000_000_000 + secrets.randbelow(800_000_000_000),
        }.get(kind)
        if fresh is not None:
            self.others.append(str(fresh))
        return fresh

    def needles(self):
        """spelling → bytes that must be nowhere."""
        found = {}
        for number, marker in enumerate([self.core, *self.others]):
            found[f"{number} plain"] = marker.encode()
            found.update({f"{number} {name}": needle for name, needle in encodings(marker.encode()).items()})
        found["japanese, plain"] = JAPANESE.encode()
        escaped = JAPANESE.encode("utf-16-be").hex()
        for name, text in (("lower", escaped), ("upper", escaped.upper())):
            parts = "".join("\\u" + text[at : at + 4] for at in range(0, len(text), 4))
            found[f"japanese, escaped in {name} case"] = parts.encode()
        found.update({f"japanese {name}": needle for name, needle in encodings(JAPANESE.encode()).items()})
        found["utf-16"] = self.core.encode("utf-16-le")
        return found


def encodings(marker):
    needles = {"hex lower": marker.hex().encode(), "hex upper": marker.hex().upper().encode()}
    for alignment in range(3):
        # What does not depend on the bytes before and after the marker.
        padded = b"\0" * alignment + marker
        padded = padded[: len(padded) - len(padded) % 3]
        inner = base64.b64encode(padded)[4 if alignment else 0 :]
        needles[f"base64 at {alignment}"] = inner
        needles[f"base64url at {alignment}"] = inner.replace(b"+", b"-").replace(b"/", b"_")
    return needles


class Canary(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger().__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        cls.markers = Markers()
        catalogue = json.loads(cls.ledger.run("--json", "catalogue").stdout)
        cls.secret_fields = {
            row["type"]: {
                field["name"]: field["kind"] for field in row["fields"] if field["class"] == "confidential"
            }
            for row in catalogue["types"]
        }
        cls.sent = []  # (event, its confidential fields)
        cls.admin = author.AuthorKey(cls.ledger.data / "secrets" / "admin.pem")
        # A business without a marker in its confidential fields, but in its public id.
        cls.public_marker = "b-public-" + letters(14)

    def marked(self, event_type, given=None, leave=()):
        """Markers for the type's confidential fields, but for those in `leave`."""
        fields = {
            name: self.markers.value(kind, f"{event_type}.{name}")
            for name, kind in self.secret_fields[event_type].items()
            if name not in leave
        }
        fields = {name: value for name, value in fields.items() if value is not None}
        return {**fields, **(given or {})}

    def load_generated_events_with_markers(self):
        file = self.ledger.generate("0.005")
        lines = []
        for line in file.read_text().splitlines():
            wrapper = json.loads(line)
            if "event" in wrapper:
                event = wrapper["event"]
                leave = [] if event["data"].get("corporate_number_state") == "given" else ["corporate_number"]
                secret = self.marked(event["type"], leave=leave)
                event["data"].update(secret)
                line = json.dumps(wrapper, ensure_ascii=False)
                if secret:
                    self.sent.append((event, secret))
            lines.append(line)
        file.write_text("\n".join(lines) + "\n")
        self.ledger.append(file)

    def attested(self, event_type, stream, public, secret, purpose="support"):
        event = {
            "id": event_id(),
            "type": event_type,
            "stream": stream,
            "occurred_at": now_text(),
            "actor": ACTOR,
            "purpose": purpose,
            "data": {**public, **secret},
        }
        answer = self.ledger.post_event(GATEWAY, event)
        self.assertEqual(answer.status, 201, answer)
        self.assertNotIn(self.markers.core, answer.body.decode())
        self.sent.append((event, secret))
        return event

    def signed(self, key, actor, event_type, stream, public, secret, purpose):
        envelope = {
            "aud": ORIGIN,
            "id": event_id(),
            "type": event_type,
            "v": 1,
            "stream": stream,
            "occurred_at": now_text(),
            "actor": actor,
            "purpose": purpose,
        }
        everything = {**{name: None for name in self.secret_fields[event_type]}, **secret}
        answer = self.ledger.post_event(
            None, author.build(key, envelope, public, everything), "application/sd-jwt"
        )
        self.assertEqual(answer.status, 201, answer)
        if secret:
            self.sent.append((envelope, secret))

    def send_a_business_with_every_field(self):
        name = self.public_marker
        stream = "business/" + name
        self.attested(
            "business.registered",
            stream,
            {
                "business_id": name,
                "center_id": "c40",
                "kind": "corporation",
                "pref_code": "40",
                "jsic_code": "E",
                "corporate_number_state": "given",
            },
            self.marked("business.registered"),
        )
        self.attested(
            "business.profile_updated",
            stream,
            {"business_id": name, "as_of_on": now_text()[:10]},
            self.marked("business.profile_updated"),
        )
        self.attested(
            "business.financials_submitted",
            stream,
            {
                "business_id": name,
                "business_kind": "corporation",
                "form": "kessansho",
                "submitted_on": now_text()[:10],
            },
            self.marked(
                "business.financials_submitted",
                {"period_start": "2025-04-01", "period_end": "2026-03-31"},
                leave=["welfare_cost", "wages"],
            ),
        )
        self.attested(
            "consent.sharing_refused",
            stream,
            {"business_id": name, "text_version": "2025-02", "method": "paper", "refused_at": now_text()},
            self.marked("consent.sharing_refused"),
        )
        granted = self.attested(
            "consent.sharing_granted",
            stream,
            {
                "business_id": name,
                "text_version": "2025-02",
                "method": "paper",
                "clause_purposes": ["run_project"],
                "recipients": ["meti"],
                "given_at": now_text(),
            },
            self.marked("consent.sharing_granted"),
        )
        self.attested(
            "consent.sharing_withdrawn",
            stream,
            {"business_id": name, "grant": granted["id"], "withdrawn_at": now_text()},
            self.marked("consent.sharing_withdrawn"),
        )
        self.attested(
            "consent.phase2_agreed",
            stream,
            {"business_id": name, "agreed_at": now_text()},
            self.marked("consent.phase2_agreed"),
        )
        self.attested(
            "phase.criterion_met",
            stream,
            {"business_id": name, "criterion": "iii", "met_on": now_text()[:10]},
            self.marked("phase.criterion_met"),
        )

    def send_author_signed_events(self):
        admin = {"person": "p-admin", "role": "admin"}
        self.signed(
            self.admin,
            admin,
            "org.registered",
            "org/sup-canary",
            {"org_id": "sup-canary", "kind": "support_org"},
            self.marked("org.registered"),
            "administration",
        )
        self.signed(
            self.admin,
            admin,
            "person.registered",
            "person/p-canary",
            {"person_id": "p-canary", "org_id": "hq"},
            self.marked("person.registered"),
            "administration",
        )
        self.signed(
            self.admin,
            admin,
            "principal.bound",
            "principal/gw-canary",
            {"principal": "gw-canary", "kind": "system", "person_id": "p-canary"},
            {"credential": f"x509:CN={self.markers.text('issuer')}|CN={self.markers.text('subject')}"},
            "security",
        )
        key = author.AuthorKey(self.ledger.folder / "consultant.pem")
        self.signed(
            self.admin,
            admin,
            "key.enrolled",
            "key/" + key.kid,
            {
                "kid": key.kid,
                "algorithm": "Ed25519",
                "public_key": author.b64url(key.public),
                "purpose": "author",
                "person_id": ACTOR["person"],
                "valid_from": now_text(-60),
            },
            {},
            "security",
        )
        self.signed(
            key,
            ACTOR,
            "business.registered",
            "business/b-signed",
            {
                "business_id": "b-signed",
                "center_id": "c40",
                "kind": "corporation",
                "pref_code": "40",
                "jsic_code": "E",
                "corporate_number_state": "given",
            },
            self.marked("business.registered"),
            "support",
        )

    def send_what_is_refused(self):
        """A refused value is confidential too; gives what the answers said."""
        name = "b-refused"
        event = {
            "id": event_id(),
            "type": "business.registered",
            "stream": "business/" + name,
            "occurred_at": now_text(),
            "actor": ACTOR,
            "purpose": "support",
            "data": {
                "business_id": name,
                "center_id": "c40",
                "kind": "corporation",
                "pref_code": "40",
                "jsic_code": "E",
                "corporate_number_state": "given",
                **self.marked("business.registered"),
            },
        }
        changes = (
            {"corporate_number": self.markers.text("no number")},
            {"tel": [self.markers.text("a list")]},
            {self.markers.core: "x"},
            {"name": self.markers.text("too long") * 9000},
        )
        for change in changes:
            answer = self.ledger.post_event(GATEWAY, {**event, "data": {**event["data"], **change}})
            self.assertEqual(answer.status, 400, answer)
        self.assertEqual(self.ledger.post_event(GATEWAY, {**event, "expected_version": 7}).status, 409)
        self.assertEqual(
            self.ledger.post_event(GATEWAY, {**event, "actor": {**ACTOR, "role": "co"}}).status, 403
        )
        self.assertEqual(self.ledger.post_event(GATEWAY, json.dumps(event)[:-1]).status, 400)

    def check_every_text_field_was_covered(self):
        sent = {(event["type"], field) for event, secret in self.sent for field in secret}
        wanted = {
            (event_type, field)
            for event_type, fields in self.secret_fields.items()
            for field, kind in fields.items()
            if kind in ("text", "corporate_number", "sha256")
        }
        # Searches are recorded by the ledger itself, and no route of this version searches.
        wanted.discard(("record.searched", "terms"))
        self.assertEqual(wanted - sent, set())

    def read_back(self, event, secret):
        """A recorded read by whoever may: gives the access event's id."""
        readers = (
            (GATEWAY, {"Daicho-Person": ACTOR["person"], "Daicho-Purpose": "support"}),
            ("auditor", {"Daicho-Purpose": "audit"}),
        )
        for name, headers in readers:
            public = self.ledger.request(name, "GET", f"/v1/events/{event['id']}", headers=headers)
            self.assertNotIn(self.markers.core, public.body.decode())
            answer = self.ledger.request(name, "GET", f"/v1/events/{event['id']}?fields=all", headers=headers)
            if answer.status == 403:
                self.assertNotIn(self.markers.core, answer.body.decode())
                continue
            self.assertEqual(answer.status, 200, answer)
            shown = answer.json()["confidential"]
            for field, value in secret.items():
                self.assertEqual(shown[field], value)
            self.assertEqual(answer.json()["withheld"], [])
            return answer.headers["daicho-access-event"]
        self.fail(f"nobody may read {event['type']}")

    def check_traced(self, event, access):
        trace = self.ledger.request(
            "auditor",
            "GET",
            "/v1/audit/access?record=" + event["stream"].replace("/", "%2F"),
            headers={"Daicho-Purpose": "audit"},
        )
        self.assertEqual(trace.status, 200, trace)
        rows = {row["event"]: row for row in trace.json()["items"]}
        self.assertEqual(rows[access]["record_ids"], [event["id"]])
        self.assertNotIn(self.markers.core, trace.body.decode())

    def search_states(self, needles):
        """Every state route, for what the public fields of the sent events name."""
        routes = {
            "business_id": "businesses consents",
            "case_id": "cases",
            "issue_id": "issues",
            "referral_id": "referrals",
            "contract_id": "contracts",
            "person_id": "people",
            "licence_id": "licences",
            "center_id": "centers",
            "kid": "keys",
        }
        targets = set()
        for event, _ in self.sent:
            for field, names in routes.items():
                value = event.get("data", {}).get(field)
                targets.update(f"/v1/{name}/{value}" for name in names.split() if isinstance(value, str))
        targets.update(f"/v1/appointments?center={center}" for center in ("c40", "c41"))
        answered = set()
        for target in sorted(targets):
            answer = self.ledger.request(
                "auditor", "GET", target, headers={"Daicho-Purpose": "audit", "Prefer": "wait=30"}
            )
            self.assertIn(answer.status, (200, 404), answer)
            self.search(target, answer.body, needles)
            if answer.status == 200:
                answered.add(target.split("/")[2].split("?")[0])
        self.assertLessEqual({"businesses", "consents", "cases", "people", "centers"}, answered)

    def search(self, what, content, needles):
        for name, needle in needles.items():
            self.assertNotIn(needle, content, f"{name} of a confidential value in {what}")

    def search_files(self, needles):
        """Every file below the data folder; the public marker must be in some."""
        public = 0
        for file in sorted(path for path in self.ledger.data.rglob("*") if path.is_file()):
            content = file.read_bytes()
            self.search(file, content, needles)
            public += self.public_marker.encode() in content
        self.assertGreater(public, 0, "the search finds what is there")

    def test_no_confidential_value_is_anywhere(self):
        self.load_generated_events_with_markers()
        self.send_a_business_with_every_field()
        self.send_author_signed_events()
        self.send_what_is_refused()
        self.check_every_text_field_was_covered()

        reads = {}
        for event, secret in self.sent:
            reads.setdefault(event["type"], (event, self.read_back(event, secret)))
        for event, access in reads.values():
            self.check_traced(event, access)

        needles = self.markers.needles()
        self.search("the needles themselves", b"", needles)
        metrics = self.ledger.get("security", "/metrics")
        self.assertEqual(metrics.status, 200, metrics)
        self.search("/metrics", metrics.body, needles)
        feed = self.ledger.get("auditor", "/v1/events?limit=1000")
        self.search("the feed", feed.body, needles)
        self.search_files(needles)
        self.assertEqual(self.ledger.stop(), 0)
        self.search_files(needles)
        self.search("standard error", self.ledger.stderr_file.read_bytes(), needles)
        # What a second start replays, compacts or rewrites.
        self.ledger.start()
        self.assertEqual(self.ledger.stop(), 0)
        self.search_files(needles)
        self.ledger.start()
        self.search_states(needles)
        self.assertEqual(self.ledger.stop(), 0)

    def test_the_search_finds_every_spelling(self):
        markers = Markers()
        secret = markers.text("field").encode()
        needles = markers.needles()
        for before in (b"", b"a", b"ab", b"abc"):
            content = before + secret + b" and more"
            spellings = [
                content,
                content.hex().encode(),
                content.hex().upper().encode(),
                base64.b64encode(content),
                base64.urlsafe_b64encode(content),
                json.dumps(content.decode()).encode(),
                json.dumps(JAPANESE).upper().replace("U", "u").encode(),
                content.decode().encode("utf-16-le"),
            ]
            for spelling in spellings:
                self.assertTrue(any(needle in spelling for needle in needles.values()), spelling)


if __name__ == "__main__":
    unittest.main()
