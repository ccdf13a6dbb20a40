"""Goal: whatever a client sends, the ledger answers with the right refusal, changes nothing and
goes on.
Method: one table of malformed and forbidden requests over HTTPS; each row names status, stable code
and JSON pointer, and after each the log may only have grown by recorded refusals.
"""

import json
import unittest
import uuid

from refusals import ACTOR, GATEWAY, Refusals, business
from running_ledger import RunningLedger, event_id, now_text


def text(event):
    return json.dumps(event, ensure_ascii=False)


def replaced(old, new):
    """The event's JSON text with a piece of it replaced: for what no JSON library would write."""
    return text(business()).encode().replace(old, new, 1)


def actor(**members):
    return business(actor={**ACTOR, **members})


# name, body, status, code, pointer (None: the refusal is about no member)
ATTESTED = [
    ("empty body", b"", 400, "json.malformed", ""),
    ("broken JSON", b'{"id":', 400, "json.malformed", None),
    ("trailing bytes", text(business()) + "x", 400, "json.trailing_bytes", ""),
    ("an array", b"[]", 400, "event.malformed", ""),
    ("a number", b"1", 400, "event.malformed", ""),
    ("byte order mark", b"\xef\xbb\xbf" + text(business()).encode(), 400, None, None),
    ("invalid UTF-8", replaced(b"support", b"supp\xff\xfeort"), 400, "json.invalid_utf8", None),
    ("overlong UTF-8", replaced(b"support", b"supp\xc0\xafort"), 400, "json.invalid_utf8", None),
    ("lone surrogate", replaced(b"support", rb"\ud800"), 400, "json.malformed", "/purpose"),
    ("duplicate member", replaced(b'"type"', b'"type":"x","type"'), 400, "json.duplicate_key", "/type"),
    ("duplicate field", replaced(b'"kind"', b'"kind":"x","kind"'), 400, "json.duplicate_key", "/data/kind"),
    (
        "duplicate by escape",
        replaced(b'"type"', b'"typ\\u0065":"x","type"'),
        400,
        "json.duplicate_key",
        "/type",
    ),
    ("float", text(business(v=1.0)), 400, "json.float", "/v"),
    ("exponent", replaced(b'"purpose"', b'"v":1e0,"purpose"'), 400, "json.float", "/v"),
    ("integer beyond 64 bits", text(business(v=2**70)), 400, "json.integer_range", "/v"),
    (
        "nested too deeply",
        replaced(b'"\xe8\xa6\x8b\xe6\x9c\xac\xe5\x95\x86\xe5\xba\x97"', b"[" * 40 + b"]" * 40),
        400,
        "json.too_deep",
        None,
    ),
    ("type is a number", business(type=7), 400, "event.malformed", "/type"),
    ("type is missing", business(drop=["type"]), 400, "event.missing_member", "/type"),
    ("id is missing", business(drop=["id"]), 400, "event.missing_member", "/id"),
    ("id is no UUID", business(id="x"), 400, "event.id", "/id"),
    ("id is a UUIDv4", business(id=str(uuid.uuid4())), 400, "event.id", "/id"),
    ("id in upper case", business(id=event_id().upper()), 400, "event.id", "/id"),
    ("data is missing", business(drop=["data"]), 400, "event.missing_member", "/data"),
    ("unknown member", business(colour="red"), 400, "event.unknown_member", "/colour"),
    ("position from outside", business(position=1), 400, "event.server_member", "/position"),
    (
        "recorded_at from outside",
        business(recorded_at=now_text()),
        400,
        "event.server_member",
        "/recorded_at",
    ),
    (
        "attested_by from outside",
        business(attested_by={"principal": "gw-hq", "via": "mtls"}),
        400,
        "event.server_member",
        "/attested_by",
    ),
    ("unknown type", business(type="business.imagined"), 400, "event.unknown_type", "/type"),
    ("unknown version", business(v=2), 400, "event.unknown_type", "/type"),
    ("internal type", business(type="record.viewed"), 400, "event.way_in", "/type"),
    ("internal denial", business(type="access.denied"), 400, "event.way_in", "/type"),
    ("author-only type", business(type="role.granted"), 400, "event.way_in", "/attested_by"),
    ("unknown field", business({"colour": "red"}), 400, "field.unknown", "/data/colour"),
    ("field missing", business(drop=["kind"]), 400, "field.missing", "/data/kind"),
    ("confidential field missing", business(drop=["name"]), 400, "field.missing", "/data/name"),
    ("field of another type", business({"pref_code": 40}), 400, "field.type", "/data/pref_code"),
    ("confidential field of another type", business({"name": 7}), 400, "field.type", "/data/name"),
    ("field is no code", business({"kind": "guild"}), 400, "field.code", "/data/kind"),
    ("confidential field too long", business({"name": "x" * 70_000}), 400, "field.range", "/data/name"),
    ("digests from outside", business({"_sd": []}), 400, None, None),
    ("another stream", business(stream="business/other"), 400, "event.stream", "/stream"),
    ("no stream id", business(stream="../etc/passwd"), 400, "event.stream", "/stream"),
    ("another ledger", business(aud="other.example"), 400, "event.aud", "/aud"),
    ("purpose of another type", business(purpose="audit"), 400, "event.purpose", "/purpose"),
    ("unknown purpose", business(purpose="curiosity"), 400, "event.purpose", "/purpose"),
    ("no time", business(occurred_at="2026-05-01"), 400, "event.time", "/occurred_at"),
    ("future time", business(occurred_at=now_text(3600)), 422, "time.future", "/occurred_at"),
    ("stale version", business(expected_version=3), 409, "stream.version_conflict", "/expected_version"),
    ("actor is a text", business(actor="p-40-cco"), 400, "event.actor", "/actor"),
    ("actor with unknown member", actor(name="x"), 400, "event.actor", "/actor/name"),
    (
        "person that the principal is not bound to",
        actor(person="p-hq-01"),
        403,
        "actor.principal_unbound",
        "/actor/person",
    ),
    ("person that nobody knows", actor(person="p-none"), 403, "actor.principal_unbound", "/actor/person"),
    ("role that may not record it", actor(role="auditor"), 403, "role.missing", "/actor/role"),
    ("role that the person does not hold", actor(role="co"), 403, "role.missing", "/actor/role"),
    ("centre that the role does not reach", actor(center="c41"), 403, "role.scope", "/actor/center"),
]

DOUBLE = event_id()

# name, body, status, code, pointer
BATCHES = [
    ("empty", b"", 400, "batch.empty_line", "/0"),
    ("a line break", b"\n", 400, "batch.empty_line", "/0"),
    ("an empty line", text(business()) + "\n\n" + text(business()), 400, "batch.empty_line", "/1"),
    ("mixed", text(business()) + "\neyJhIjoxfQ.e30.AA~", 400, "batch.mixed", "/1"),
    (
        "one malformed",
        text(business()) + "\n" + text(business(type="x.y")),
        400,
        "event.unknown_type",
        "/1/type",
    ),
    (
        "one stale",
        text(business()) + "\n" + text(business(expected_version=9)),
        409,
        "stream.version_conflict",
        "/1/expected_version",
    ),
    ("one forbidden", text(business()) + "\n" + text(actor(role="co")), 403, "role.missing", "/1/actor/role"),
    ("one id twice", "\n".join([text(business(id=DOUBLE))] * 2), 400, "batch.duplicate_id", "/1/id"),
    ("too long", b"\n".join([b"{}"] * 1001), 413, "batch.too_long", None),
]

# name, method, path, headers, status, code, pointer; asked by the auditor
REQUESTS = [
    ("unknown route", "GET", "/v1/nothing", {}, 404, "route.unknown", ""),
    ("wrong method", "DELETE", "/v1/events", {}, 405, "route.method", ""),
    ("wrong method on the checkpoint", "PUT", "/checkpoint", {}, 405, "route.method", ""),
    ("unknown query member", "GET", "/v1/events?colour=red", {}, 400, "query.unknown", "?colour"),
    ("query member twice", "GET", "/v1/events?limit=1&limit=2", {}, 400, "query.repeated", "?limit"),
    ("no number", "GET", "/v1/events?after=-1", {}, 400, "query.number", "?after"),
    ("leading zero", "GET", "/v1/events?after=01", {}, 400, "query.number", "?after"),
    ("page too large", "GET", "/v1/events?limit=1001", {}, 400, "page.limit", "?limit"),
    ("page of nothing", "GET", "/v1/events?limit=0", {}, 400, "page.limit", "?limit"),
    ("foreign cursor", "GET", "/v1/streams/org/smea?cursor=zz", {}, 400, "page.cursor", "?cursor"),
    ("no event id", "GET", "/v1/events/zzz", {}, 400, "event.id", None),
    ("position beyond the end", "GET", "/v1/events/99999", {}, 404, "position.beyond_head", None),
    ("unknown event", "GET", "/v1/events/" + event_id(), {}, 404, "event.unknown", None),
    ("unknown fields", "GET", "/v1/events/1?fields=some", {}, 400, "query.fields", "?fields"),
    ("no stream", "GET", "/v1/streams/UPPER/x", {}, 400, "event.stream", None),
    ("unknown stream", "GET", "/v1/streams/org/none", {}, 404, "stream.unknown", None),
    ("as_of beyond the end", "GET", "/v1/streams/org/smea?as_of=99999", {}, 404, "query.as_of", "?as_of"),
    ("as_of is no time", "GET", "/v1/streams/org/smea?as_of=never", {}, 400, "query.time", "?as_of"),
    ("receipt by position", "GET", "/v1/receipts/7", {}, 400, "event.id", None),
    ("proof of nothing", "GET", "/v1/proofs/inclusion", {}, 400, "query.missing", "?position"),
    (
        "proof beyond the end",
        "GET",
        "/v1/proofs/inclusion?position=99999",
        {},
        404,
        "proof.position_beyond_size",
        None,
    ),
    (
        "proof in a larger tree",
        "GET",
        "/v1/proofs/inclusion?position=1&size=99999",
        {},
        404,
        "position.beyond_head",
        None,
    ),
    ("proof from the empty tree", "GET", "/v1/proofs/consistency?from=0", {}, 404, "proof.from_empty", None),
    ("proof backwards", "GET", "/v1/proofs/consistency?from=9&to=3", {}, 404, "proof.sizes_reversed", None),
    ("question without subject", "GET", "/v1/audit/access", {}, 400, "query.missing", None),
    ("question about no stream", "GET", "/v1/audit/access?record=x", {}, 400, "event.stream", None),
    ("unknown purpose", "GET", "/v1/policy", {"Daicho-Purpose": "curiosity"}, 400, "purpose.unknown", None),
    ("unknown type", "GET", "/v1/catalogue?type=x.y", {}, 404, "event.unknown_type", None),
    ("body on a GET route", "POST", "/v1/policy", {}, 405, "route.method", None),
    # What follows is forbidden, and recorded as access.denied.
    (
        "confidential fields without a purpose",
        "GET",
        "/v1/events/1?fields=all",
        {},
        400,
        "purpose.missing",
        None,
    ),
    ("tiles for an auditor", "GET", "/tile/0/000.p/1", {}, 403, "policy.denied", None),
    ("role that is not held", "GET", "/v1/policy", {"Daicho-Role": "mirror"}, 403, "caller.role", None),
    (
        "person of somebody else",
        "GET",
        "/v1/policy",
        {"Daicho-Person": "p-40-cco"},
        403,
        "caller.person",
        None,
    ),
]


class BadInput(Refusals, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger(extra_identities=["nobody"]).__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        cls.ledger.append(cls.ledger.generate("0.001"))

    def setUp(self):
        self.size = self.ledger.size()

    def test_attested_events(self):
        for name, body, status, code, pointer in ATTESTED:
            with self.subTest(name):
                self.refused(self.ledger.post_event(GATEWAY, body), status, code, pointer)
                self.size = self.nothing_but_refusals_since(self.size)

    def test_batches(self):
        for name, body, status, code, pointer in BATCHES:
            with self.subTest(name):
                self.refused(
                    self.ledger.post_event(GATEWAY, body, "application/x-ndjson"), status, code, pointer
                )
                self.size = self.nothing_but_refusals_since(self.size)

    def test_requests(self):
        for name, method, path, headers, status, code, pointer in REQUESTS:
            with self.subTest(name):
                self.refused(
                    self.ledger.request("auditor", method, path, None, headers), status, code, pointer
                )
                self.size = self.nothing_but_refusals_since(self.size)

    def test_methods_that_exist_are_named(self):
        answer = self.ledger.request("auditor", "DELETE", "/v1/events")
        self.assertEqual(answer.headers["allow"], "POST, GET")

    def test_who_is_not_known_is_told_so(self):
        event = business()
        self.refused(self.ledger.post_event(None, event), 401, "credential.missing", None)
        self.refused(self.ledger.post_event("nobody", event), 401, "credential.unbound", None)
        self.refused(self.ledger.get(None, "/v1/events"), 401, "credential.missing", None)
        self.refused(self.ledger.get("nobody", "/metrics"), 401, "credential.unbound", None)
        answer = self.ledger.get(None, "/tile/0/000.p/1")
        self.refused(answer, 401, "credential.missing", None)
        self.assertIn("www-authenticate", answer.headers)
        self.nothing_but_refusals_since(self.size)

    def test_media_types(self):
        for media_type in ("text/plain", "application/jwt", "application/jsonx", "multipart/form-data"):
            with self.subTest(media_type):
                self.refused(self.ledger.post_event(GATEWAY, business(), media_type), 415, None, None)
        self.refused(
            self.ledger.request(GATEWAY, "POST", "/v1/events", text(business()).encode()),
            415,
            "body.media_type",
            "Content-Type",
        )
        self.assertEqual(self.ledger.size(), self.size)

    def test_too_large(self):
        # Refused by what the head says: the body need not be on its way.
        answer = self.ledger.post_event(GATEWAY, b"", headers={"Content-Length": str((8 << 20) + 1)})
        self.refused(answer, 413, None, None)
        self.refused(self.ledger.post_event(GATEWAY, b'{"x":"' + b"x" * 100_000 + b'"}'), 400, None, None)
        self.assertEqual(self.ledger.size(), self.size)

    def test_the_same_id_with_other_content(self):
        event = business()
        self.assertEqual(self.ledger.post_event(GATEWAY, event).status, 201)
        for change in ({"name": "別の名称"}, {"jsic_code": "F"}):
            other = {**event, "data": {**event["data"], **change}}
            self.refused(self.ledger.post_event(GATEWAY, other), 409, "event.id_reused", "/id")
        again = self.ledger.post_event(GATEWAY, event)
        self.assertEqual(again.status, 200)
        self.assertEqual(again.json()["position"], self.size)
        self.assertTrue(again.json()["stored_before"])
        self.assertEqual(self.ledger.size(), self.size + 1)

    def test_titles_in_japanese(self):
        for header, title, language in (
            ("ja", "状態が変わっています", "ja"),
            ("en;q=0.3, ja-JP;q=0.9", "状態が変わっています", "ja"),
            ("en, ja;q=0.5", "The state has changed", "en"),
            ("fr", "The state has changed", "en"),
        ):
            answer = self.ledger.post_event(
                GATEWAY, business(expected_version=3), headers={"Accept-Language": header}
            )
            self.refused(answer, 409, "stream.version_conflict", "/expected_version")
            self.assertEqual(answer.json()["title"], title)
            self.assertEqual(answer.headers["content-language"], language)


class Survival(unittest.TestCase):
    def test_refusals_are_recorded_and_the_ledger_stays_clean(self):
        with RunningLedger() as ledger:
            ledger.append(ledger.generate("0.001", "--setup-only"))
            size = ledger.size()
            for _ in range(3):
                self.assertEqual(ledger.get("auditor", "/tile/0/000.p/1").status, 403)
            self.assertEqual(ledger.post_event(None, business()).status, 401)
            self.assertEqual(ledger.stop(), 0, "an orderly stop records the minute in progress")
            ledger.start()
            events = [ledger.get("auditor", f"/v1/events/{at}").json() for at in range(size, ledger.size())]
            self.assertEqual({event["type"] for event in events}, {"access.denied"})
            counts = {}
            for event in events:
                data = event["payload"]["data"]
                counts[data["rule"]] = counts.get(data["rule"], 0) + data["count"]
            self.assertEqual(counts, {"policy.no_rule": 3, "credential": 1})
            denials = ledger.get("auditor", "/v1/audit/denials?actor=p-auditor-01")
            self.assertEqual(denials.status, 200, denials)
            self.assertEqual(ledger.stop(), 0)
            self.assertEqual(ledger.run("audit", "--data", ledger.data).returncode, 0)
            for line in ledger.stderr_file.read_text().splitlines():
                self.assertNotIn(json.loads(line)["level"], ("warning", "error"), line)


if __name__ == "__main__":
    unittest.main()
