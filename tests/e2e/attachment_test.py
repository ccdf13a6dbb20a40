"""Goal: a document is stored sealed, referred to by an event, read by whoever may open that event and by
nobody else, never without a record, and gone with its subject or when nothing refers to it.
Method: the shipped program, with documents that hold a marker nobody else has; stopped, killed, erased,
backed up and restarted in between; afterwards the marker is searched for in every file and row.
Faults: F01
"""

import hashlib
import io
import json
import signal
import subprocess
import unittest
import zipfile

from canary_markers import encodings, letters
from refusals import ACTOR, GATEWAY, Refusals, business
from running_ledger import RunningLedger, binary, event_id, now_text

PERSON = {"Daicho-Person": ACTOR["person"]}
MIB = 1 << 20
PNG = b"\x89PNG\r\n\x1a\n"


def office(*members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in members:
            archive.writestr(name, "x")
    return buffer.getvalue()


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Attachments(Refusals, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger().__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        cls.ledger.append(cls.ledger.generate("0.001"))

    def setUp(self):
        if self.ledger.process.poll() is not None:
            self.ledger.start()
        event = business()
        self.assertEqual(self.ledger.post_event(GATEWAY, event).status, 201)
        self.business = event["data"]["business_id"]
        self.subject = "business/" + self.business
        self.marker = "canary" + letters(14)
        self.pdf = b"%PDF-1.7\n" + self.marker.encode() + b"\n%%EOF\n"

    @classmethod
    def tearDownClass(cls):
        if cls.ledger.process.poll() is None:
            assert cls.ledger.stop() == 0
        cls.ledger.run("audit", "--data", cls.ledger.data)

    def upload(self, content, media_type="application/pdf", subject=None, name=GATEWAY, **query):
        headers = {"Content-Type": media_type, "Daicho-Purpose": "support"}
        if name == GATEWAY:
            headers.update(PERSON)
        target = "/v1/attachments?subject=" + (subject or self.subject).replace("/", "%2F")
        target += "".join(f"&{key}={value}" for key, value in query.items())
        return self.ledger.request(name, "POST", target, content, headers)

    def stored(self, content, media_type="application/pdf", **query):
        answer = self.upload(content, media_type, **query)
        self.assertEqual(answer.status, 201, answer)
        reference = answer.json()["reference"]
        self.assertEqual(reference["sha256"], hashlib.sha256(content).hexdigest())
        self.assertEqual((reference["media_type"], reference["bytes"]), (media_type, len(content)))
        return reference

    def consent(self, evidence, business_id=None):
        name = business_id or self.business
        return {
            "id": event_id(),
            "type": "consent.sharing_granted",
            "stream": "business/" + name,
            "occurred_at": now_text(),
            "actor": ACTOR,
            "purpose": "support",
            "data": {
                "business_id": name,
                "text_version": "2025-02",
                "method": "paper",
                "clause_purposes": ["run_project"],
                "recipients": ["meti"],
                "given_at": now_text(),
                "given_by": "見本",
                "evidence_sha256": evidence,
            },
        }

    def refer(self, reference, **members):
        event = self.consent(reference, **members)
        answer = self.ledger.post_event(GATEWAY, event)
        self.assertEqual(answer.status, 201, answer)
        return event

    def read(self, reference, name=GATEWAY, purpose="support"):
        headers = {"Daicho-Purpose": purpose, **(PERSON if name == GATEWAY else {})}
        return self.ledger.request(name, "GET", "/v1/attachments/" + reference["attachment"], headers=headers)

    def trace(self, record):
        target = "/v1/audit/access?record=" + record.replace("/", "%2F")
        answer = self.ledger.request(
            "auditor", "GET", target, headers={"Daicho-Purpose": "audit", "Prefer": "wait=30"}
        )
        self.assertEqual(answer.status, 200, answer)
        return answer.json()["items"]

    def wait_for_discard_of(self, reference):
        """Follows the log until it says so or the server ends: the service looks every few seconds."""
        after = 0
        while True:
            target = f"/v1/events?after={after}&type=attachment.discarded"
            page = self.ledger.get("auditor", target, prefer="wait=30").json()
            found = [item["payload"]["data"]["attachment_id"] for item in page["items"]]
            if reference["attachment"] in found:
                return
            after = page["after"]

    # -- the way of a document ------------------------------------------------------------------------------

    def test_stored_referred_to_read_and_traced(self):
        reference = self.stored(self.pdf)
        self.refused(self.read(reference), 404, "attachment.unreferred", None)
        event = self.refer(reference)
        size = self.ledger.size()
        answer = self.read(reference)
        self.assertEqual((answer.status, answer.body), (200, self.pdf), answer)
        self.assertEqual(answer.headers["content-type"], "application/pdf")
        name = reference["attachment"] + ".pdf"
        self.assertEqual(answer.headers["content-disposition"], f'attachment; filename="{name}"')
        self.assertEqual(answer.headers["x-content-type-options"], "nosniff")
        self.assertEqual(self.ledger.size(), size + 1, "the read is on record")
        access = answer.headers["daicho-access-event"]
        for record in ("attachment/" + reference["attachment"], self.subject):
            rows = {row["event"]: row for row in self.trace(record)}
            self.assertEqual(rows[access]["record_ids"], [event["id"], reference["attachment"]], record)
            self.assertEqual(rows[access]["business"], self.business)
        # The event's own field says the same.
        opened = self.ledger.request(
            GATEWAY,
            "GET",
            f"/v1/events/{event['id']}?fields=all",
            headers={"Daicho-Purpose": "support", **PERSON},
        )
        self.assertEqual(opened.json()["confidential"]["evidence_sha256"], reference)
        # Stored without a word about the content.
        logged = self.ledger.get("auditor", "/v1/events/" + reference["attachment"]).json()
        self.assertEqual(logged["type"], "attachment.stored")
        self.assertNotIn(reference["sha256"], json.dumps(logged))

    def test_who_may_not_open_the_event_may_not_open_the_document(self):
        reference = self.stored(self.pdf)
        self.refer(reference)
        size = self.ledger.size()
        for name, purpose in (("security", "security"), ("mirror", "audit")):
            answer = self.read(reference, name, purpose)
            self.assertEqual(answer.status, 403, answer)
            self.assertNotIn(self.marker, answer.body.decode())
        self.assertEqual(self.read(reference, None).status, 401)
        target = "/v1/attachments/" + reference["attachment"]
        without = self.ledger.request(GATEWAY, "GET", target, headers=PERSON)
        self.refused(without, 400, "purpose.missing", None)
        self.nothing_but_refusals_since(size)
        self.assertEqual(self.read(reference, "auditor", "audit").status, 200, "auditors open consents")

    def test_an_upload_is_repeatable(self):
        chosen = event_id()
        reference = self.stored(self.pdf, id=chosen, sha256=hashlib.sha256(self.pdf).hexdigest())
        self.assertEqual(reference["attachment"], chosen)
        size = self.ledger.size()
        again = self.upload(self.pdf, id=chosen)
        self.assertEqual((again.status, again.json()["stored_before"]), (200, True), again)
        self.assertEqual(again.json()["reference"], reference)
        self.assertEqual(self.ledger.size(), size)
        self.refused(self.upload(self.pdf + b"x", id=chosen), 409, "attachment.id_reused", "?id")
        other = self.upload(self.pdf, id=chosen, subject="center/c40")
        self.refused(other, 409, "attachment.id_reused", "?id")

    def test_what_is_no_document_is_refused(self):
        size = self.ledger.size()
        book = ("[Content_Types].xml", "xl/workbook.xml")
        rows = [
            (b"MZ\x90\x00 program", "application/pdf", 415, "attachment.executable"),
            (b"\x7fELF\x02\x01", "text/plain", 415, "attachment.executable"),
            (b"#!/bin/sh\necho", "text/csv", 415, "attachment.executable"),
            (office(*book, "xl/vbaProject.bin"), SHEET, 415, "attachment.executable"),
            (office(*book, "a.exe"), SHEET, 415, "attachment.executable"),
            (office("setup.txt"), SHEET, 415, "attachment.content"),
            (PNG, "application/pdf", 415, "attachment.content"),
            (self.pdf, "image/png", 415, "attachment.content"),
            (b"a,b\x00c", "text/csv", 415, "attachment.content"),
            (b"\xff\xfea\x00", "text/plain", 415, "attachment.content"),
            (b"no json", "application/json", 415, "attachment.content"),
            (self.pdf, "application/x-msdownload", 415, "body.media_type"),
            (self.pdf, "application/zip", 415, "body.media_type"),
            (b"", "application/pdf", 400, "attachment.empty"),
            (b"%PDF-" + bytes(8 * MIB), "application/pdf", 413, None),
        ]
        for content, media_type, status, code in rows:
            answer = self.upload(content, media_type)
            self.refused(answer, status, code, None)
        wrong = {"sha256": "00" * 32}
        self.refused(self.upload(self.pdf, **wrong), 400, "attachment.sha256", "?sha256")
        self.refused(self.upload(self.pdf, id="7"), 400, "attachment.id", "?id")
        for subject in ("nothing", "query/c40", "business/", "business/a/b"):
            answer = self.upload(self.pdf, subject=subject)
            self.refused(answer, 400, "attachment.subject_malformed", "?subject")
        self.assertEqual(self.upload(self.pdf, name=None).status, 401)
        self.refused(self.upload(self.pdf, name="auditor"), 403, "policy.denied", None)
        self.nothing_but_refusals_since(size)

    def test_every_kind_of_document_comes_back_as_it_went(self):
        rows = [
            (PNG + bytes(range(256)), "image/png"),
            (b"\xff\xd8\xff\xe0" + bytes(9), "image/jpeg"),
            (b"II*\x00" + bytes(9), "image/tiff"),
            ("拠点,件数\r\n福岡,3\r\n".encode(), "text/csv"),
            ("拠点,件数\r\n福岡,3\r\n".encode("cp932"), "text/csv"),
            ("議事録\n".encode(), "text/plain"),
            (b'{"a": 1.5}', "application/json"),
            (office("[Content_Types].xml", "xl/workbook.xml"), SHEET),
            (b"%PDF-" + bytes(8 * MIB - 5), "application/pdf"),
        ]
        charsets = {"text/csv": ["utf-8", "windows-31j"], "text/plain": ["utf-8"]}
        for content, media_type in rows:
            reference = self.stored(content, media_type)
            self.refer(reference)
            answer = self.read(reference)
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual(answer.body, content)
            if media_type in charsets:
                wanted = f"{media_type}; charset={charsets[media_type].pop(0)}"
                self.assertEqual(answer.headers["content-type"], wanted)

    def test_an_event_says_the_truth_of_its_attachment_or_is_refused(self):
        reference = self.stored(self.pdf)
        other = business()
        self.assertEqual(self.ledger.post_event(GATEWAY, other).status, 201)
        about_other = self.stored(self.pdf, subject="business/" + other["data"]["business_id"])
        size = self.ledger.size()
        field = "/data/evidence_sha256"
        rows = [
            ({**reference, "attachment": event_id()}, 422, "attachment.unknown", field + "/attachment"),
            ({**reference, "attachment": other["id"]}, 422, "attachment.unknown", field + "/attachment"),
            (about_other, 422, "attachment.subject", field + "/attachment"),
            ({**reference, "sha256": "ab" * 32}, 422, "attachment.differs", field + "/sha256"),
            ({**reference, "bytes": reference["bytes"] + 1}, 422, "attachment.differs", field + "/bytes"),
            ({**reference, "media_type": "image/png"}, 422, "attachment.differs", field + "/media_type"),
            ({**reference, "media_type": "text/html"}, 400, "field.code", field + "/media_type"),
            ({**reference, "name": "x"}, 400, "field.type", field),
        ]
        for value, status, code, pointer in rows:
            self.refused(self.ledger.post_event(GATEWAY, self.consent(value)), status, code, pointer)
        batch = [self.consent(reference), self.consent({**reference, "sha256": "ab" * 32})]
        body = "\n".join(json.dumps(one) for one in batch)
        answer = self.ledger.post_event(GATEWAY, body, "application/x-ndjson")
        self.refused(answer, 422, "attachment.differs", "/1" + field + "/sha256")
        self.assertEqual(self.ledger.size(), size, "nothing was taken")
        self.refer(reference)

    # -- what happens to it ---------------------------------------------------------------------------------

    def test_a_kill_between_upload_and_event_loses_nothing(self):
        references = [self.stored(self.pdf + bytes(number)) for number in range(1, 4)]
        self.ledger.stop(signal.SIGKILL)
        self.ledger.start()
        for number, reference in enumerate(references, 1):
            self.refer(reference)
            self.assertEqual(self.read(reference).body, self.pdf + bytes(number))
        self.ledger.stop(signal.SIGKILL)
        self.ledger.start()
        self.assertEqual(self.read(references[0]).status, 200)

    def test_erasing_its_subject_leaves_nothing_to_read(self):
        reference = self.stored(self.pdf)
        self.refer(reference)
        self.assertEqual(self.read(reference).status, 200)
        self.assertEqual(self.ledger.stop(), 0)
        command = [binary("DAICHO_ERASE"), self.ledger.data, self.subject]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout.strip(), "1")
        self.ledger.start()
        self.refused(self.read(reference), 410, "attachment.erased", None)
        again = self.ledger.post_event(GATEWAY, self.consent(reference))
        self.assertEqual(again.status, 422, again)
        self.assertEqual(again.json()["code"], "subject.erased")
        self.assertEqual(self.upload(self.pdf).json()["code"], "subject.erased")

    def test_the_content_is_nowhere_in_clear(self):
        csv = f"{self.marker},1\n".encode()
        references = [self.stored(self.pdf), self.stored(csv, "text/csv")]
        for reference in references:
            self.refer(reference)
            self.assertIn(self.marker.encode(), self.read(reference).body)
        refused = self.upload(b"MZ" + self.marker.encode())
        self.assertEqual(refused.status, 415)
        self.assertEqual(self.ledger.stop(), 0)
        needles = {"plain": self.marker.encode(), **encodings(self.marker.encode())}
        for reference in references:
            needles["sha256 " + reference["attachment"]] = reference["sha256"].encode()
            needles["sha256 raw " + reference["attachment"]] = bytes.fromhex(reference["sha256"])
        rows = subprocess.run([binary("DAICHO_ROWS"), self.ledger.data], capture_output=True, check=True)
        files = [path for path in self.ledger.data.rglob("*") if path.is_file()]
        contents = {str(path): path.read_bytes() for path in files}
        contents.update({"rows": rows.stdout, "stderr": self.ledger.stderr_file.read_bytes()})
        self.assertIn(self.business.encode(), rows.stdout, "the search finds what is there")
        for name, needle in needles.items():
            for where, content in contents.items():
                self.assertNotIn(needle, content, f"{name} in {where}")

    def test_what_nothing_refers_to_is_discarded(self):
        kept = self.stored(self.pdf)
        self.refer(kept)
        left = self.stored(self.pdf)
        self.assertEqual(self.ledger.stop(), 0)
        self.ledger.start("--attachment-hours", "0")
        self.wait_for_discard_of(left)
        self.refused(self.read(left), 410, "attachment.gone", None)
        stream = "/v1/streams/attachment%2F" + left["attachment"]
        history = self.ledger.get("auditor", stream, prefer="wait=30")
        types = [event["type"] for event in history.json()["items"]]
        self.assertEqual(types, ["attachment.discarded", "attachment.stored"])
        refused = self.ledger.post_event(GATEWAY, self.consent(left))
        self.refused(refused, 422, "attachment.unknown", "/data/evidence_sha256/attachment")
        self.refused(self.upload(self.pdf, id=left["attachment"]), 410, "attachment.gone", None)
        self.assertEqual(self.read(kept).body, self.pdf)
        self.assertEqual(self.ledger.stop(), 0)
        audit = json.loads(self.ledger.run("--json", "audit", "--data", self.ledger.data).stdout)
        self.assertEqual((audit["findings"], audit["attachments_absent"]), ([], 0))
        self.assertGreater(audit["attachments_stored"], 0)

    def test_bounds(self):
        self.assertEqual(self.ledger.stop(), 0)
        self.ledger.start("--attachment-mib", "1", "--attachment-hours", "0")
        self.refused(self.upload(b"%PDF-" + bytes(MIB)), 413, "body.too_large", None)
        self.stored(b"%PDF-" + bytes(MIB - 5))
        self.assertEqual(self.ledger.stop(), 0)
        self.ledger.start()
        last = refused = None
        for _ in range(20):
            refused = self.upload(self.pdf)
            if refused.status != 201:
                break
            last = refused.json()["reference"]
        self.refused(refused, 429, "attachment.too_many_unreferred", None)
        self.assertEqual(self.ledger.stop(), 0)
        self.ledger.start("--attachment-hours", "0")
        self.wait_for_discard_of(last)
        self.stored(self.pdf)

    def test_a_backup_holds_it(self):
        reference = self.stored(self.pdf)
        self.refer(reference)
        self.assertEqual(self.ledger.stop(), 0)
        backup, restored = self.ledger.folder / "backup", self.ledger.folder / "restored"
        self.ledger.run("backup", "--data", self.ledger.data, "--to", backup)
        self.ledger.run("--json", "restore", "--from", backup, "--to", restored, expect=None)
        audit = json.loads(self.ledger.run("--json", "audit", "--data", restored, expect=None).stdout)
        self.assertEqual(audit["attachments_absent"], 0)
        self.assertGreater(audit["attachments_stored"], 0)

    # -- the command line -----------------------------------------------------------------------------------

    def test_the_command_line(self):
        file = self.ledger.folder / "consent.pdf"
        file.write_bytes(self.pdf)
        remote = [*self.ledger.remote(GATEWAY), "--person", ACTOR["person"], "--purpose", "support"]
        done = self.ledger.run("attach", file, "--subject", self.subject, *remote)
        reference = json.loads(done.stdout)
        self.refer(reference)
        out = self.ledger.folder / ("out-" + self.business)
        shown = self.ledger.run("get", "--attachment", reference["attachment"], "--out", out, *remote)
        self.assertEqual(out.read_bytes(), self.pdf)
        self.assertEqual(out.stat().st_mode & 0o777, 0o600)
        self.assertIn("recorded as event", shown.stderr)
        refused = self.ledger.run("attach", file, "--subject", "query/c40", *remote, expect=3)
        self.assertIn("attachment.subject_malformed", refused.stderr)
        program = self.ledger.folder / "program.exe"
        program.write_bytes(b"MZ")
        refused = self.ledger.run("attach", program, "--subject", self.subject, *remote, expect=2)
        self.assertIn("file.type", refused.stderr)
        trace = self.ledger.run(
            *["trace", *self.ledger.remote("auditor"), "--purpose", "audit"],
            *["--record", "attachment/" + reference["attachment"]],
        )
        self.assertIn(ACTOR["person"], trace.stdout)


if __name__ == "__main__":
    unittest.main()
