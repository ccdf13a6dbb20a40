"""Goal: a confidential value leaves no trace anywhere but in the vault, sealed, and in a recorded
read.
Method: every confidential field that takes text gets a marker, in a generated year of one centre and by
hand, both ways in; afterwards every row of both databases as the product reads it, every file below the data
folder, standard error and /metrics are searched for every spelling of the markers, beside a public marker
that must be found.
"""

import base64
import hashlib
import json
import subprocess
import unittest

import author
from canary_markers import JAPANESE, Markers, letters, unfit_fields
from running_ledger import ORIGIN, SEED, RunningLedger, binary, event_id, now_text

GATEWAY = "gw-c40"
ACTOR = {"person": "p-40-cco", "role": "cco", "org": "impl-40", "center": "c40"}
# Thirteen months: what is rare in the programme happens once a year, and some of it only after a first April.
MONTHS, FIRST_MONTH = 13, ("--from", "2025-04")
# Confidential text that no event can carry: the ledger writes these itself. The hash of an attachment and its
# content are searched for in attachment_test.py; no route makes it record a search.
NOT_SENT = {"attachment.stored", "record.searched"}


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
        cls.keys = {cls.admin.kid: cls.admin}
        cls.kid_of = {}  # person → of the key used last
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

    def with_markers(self, event):
        """Markers into the data of an event whose fields all lie open; whether it holds confidential text."""
        secret = self.marked(event["type"], leave=unfit_fields(event))
        event["data"].update(secret)
        if secret:
            self.sent.append((event, secret))
        return bool(secret)

    def key_of(self, person, kid):
        """The demonstration key of this thumbprint; persons change keys."""
        for number in range(1, 9):
            if kid in self.keys:
                return self.keys[kid]
            text = f"daicho demonstration key v1:{SEED}:{person}:{number}"
            file = self.ledger.folder / f"{person}-{number}.pem"
            key = author.AuthorKey.of_seed(file, hashlib.sha256(text.encode()).digest())
            self.keys[key.kid] = key
        self.fail(f"the key {kid} of {person} is none of the generator's")

    def signed_anew(self, sd_jwt):
        """The same event of the same author, with markers in its confidential fields."""
        jws, *disclosures, _ = sd_jwt.split("~")
        head, payload = (json.loads(author.from_b64url(part)) for part in jws.split(".")[:2])
        public = {name: value for name, value in payload["data"].items() if name != "_sd"}
        shown = {name: value for _, name, value in map(json.loads, map(author.from_b64url, disclosures))}
        event = {name: value for name, value in payload.items() if name != "_sd_alg"}
        event["data"] = {**public, **shown}
        if not self.with_markers(event):
            return sd_jwt
        envelope = {name: value for name, value in event.items() if name != "data"}
        confidential = {name: event["data"][name] for name in self.secret_fields[event["type"]]}
        key = self.key_of(payload["actor"]["person"], head["kid"])
        self.kid_of[payload["actor"]["person"]] = head["kid"]
        return author.build(key, envelope, public, confidential)

    def load_generated_events_with_markers(self):
        file = self.ledger.generate("0.005", *FIRST_MONTH, months=MONTHS)
        lines = []
        for wrapper in map(json.loads, file.read_text().splitlines()):
            if "event" in wrapper:
                self.with_markers(wrapper["event"])
            elif "deferred" in wrapper:
                self.with_markers(wrapper["deferred"]["event"])
            else:
                wrapper["sd_jwt"] = self.signed_anew(wrapper["sd_jwt"])
            lines.append(json.dumps(wrapper, ensure_ascii=False, separators=(",", ":")))
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
        facts = {
            "business_id": name,
            "center_id": "c40",
            "kind": "corporation",
            "pref_code": "40",
            "jsic_code": "E",
            "corporate_number_state": "given",
        }
        registered = self.attested("business.registered", stream, facts, self.marked("business.registered"))
        self.attested(
            "business.corrected",
            stream,
            {**facts, "corrects": registered["id"], "correction_reason": "typing_error"},
            self.marked("business.corrected"),
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

    def send_what_ends_an_entrustment(self):
        """What no generated year holds, by the officers whom it has, on what they have before them."""

        def latest(event_type, **members):
            events = [one for one, _ in self.sent if one["type"] == event_type]
            event = [one for one in events if members.items() <= one["data"].items()][-1]
            return event["actor"], event["data"]

        def send(actor, event_type, stream, public, given=None):
            key = self.key_of(actor["person"], self.kid_of[actor["person"]])
            secret = self.marked(event_type, given)
            self.signed(key, actor, event_type, stream, public, secret, "administration")

        body = "impl-40"
        today = now_text()[:10]
        officer, data = latest("selection.decided", applicant_id=body, result="selected")
        selection = {name: data[name] for name in ("application_id", "applicant_id", "center_id")}
        end = {**selection, "kind": "impl_body", "published": True, "cancelled_on": today}
        stream = "application/" + data["application_id"]
        send(officer, "selection.cancelled", stream, end, {"ground": "law_violation"})
        # The entrustment of the year that the set-up goes on into.
        contract = {"contract_id": "k-40-2026-entrustment", "center_id": "c40"}
        stream = "contract/" + contract["contract_id"]
        inspection = {**contract, "inspection_id": "insp-canary", "kind": "misuse", "site": "impl_body"}
        held = {**inspection, "result": "misuse", "held_on": today}
        send(officer, "inspection.held", stream, held)
        contract["org_id"] = body
        sanction = {**contract, "inspection_id": "insp-canary", "from": today, "months": 3}
        send(officer, "sanction.imposed", stream, sanction)
        end = {**contract, "ground": "law_violation", "published": True, "rescinded_on": today}
        send(officer, "entrustment.rescinded", stream, end)

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
            if kind in ("text", "papers", "corporate_number", "sha256", "document")
        }
        types = {event_type for event_type, _ in sent}
        self.assertEqual({event_type for event_type, _ in wanted} - types, NOT_SENT)
        self.assertEqual({one for one in wanted if one[0] in types} - sent, set())

    def read_back(self, event, secret):
        """A recorded read by the centre or the auditor: gives the access event's id, None if neither may."""
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
        return None

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
        """Every file below the data folder, byte for byte: logs, keys and whatever else lies there."""
        for file in sorted(path for path in self.ledger.data.rglob("*") if path.is_file()):
            self.search(file, file.read_bytes(), needles)

    def search_rows(self, needles):
        """Every row of both databases: a file may be compressed, a row is what the product reads."""
        dump = subprocess.run([binary("DAICHO_ROWS"), self.ledger.data], capture_output=True, check=True)
        self.search("the rows", dump.stdout, needles)
        self.assertIn(self.public_marker.encode(), dump.stdout, "the search finds what is there")

    def test_no_confidential_value_is_anywhere(self):
        self.load_generated_events_with_markers()
        generated = len(self.sent)
        self.send_a_business_with_every_field()
        self.send_author_signed_events()
        self.send_what_ends_an_entrustment()
        by_hand = {event["type"] for event, _ in self.sent[generated:]}
        self.send_what_is_refused()
        self.check_every_text_field_was_covered()

        # The last of each type: those by hand come last.
        latest = {event["type"]: (event, secret) for event, secret in self.sent}
        reads = {name: (event, self.read_back(event, secret)) for name, (event, secret) in latest.items()}
        # The access matrix opens e.g. no part of a report; a business's and a person's data it must open.
        opened = [(event, access) for event, access in reads.values() if access is not None]
        self.assertGreater(len(opened), 35)
        closed = {event_type for event_type, (_, access) in reads.items() if access is None}
        self.assertEqual(closed & by_hand, set())
        for event, access in opened:
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
        self.search_rows(needles)
        self.search("standard error", self.ledger.stderr_file.read_bytes(), needles)
        # What a second start replays, compacts or rewrites.
        self.ledger.start()
        self.assertEqual(self.ledger.stop(), 0)
        self.search_files(needles)
        self.search_rows(needles)
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
