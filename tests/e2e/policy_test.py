"""Goal: a policy parameter set by the administrator changes the figures that it rules from its position on,
and no figure before: answers as of an earlier size stay, a report's cut-off keeps its value, and each answer
says which values ruled and who set them. A value that asks for what no event carries is refused.
Method: a generated month of one centre; parameters set over HTTPS; every answer beside the reference's.
"""

import json
import pathlib
import sys
import unittest

import author
from running_ledger import ORIGIN, RunningLedger, event_id, now_text

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "figures"))
import answers  # noqa: E402
import event_list  # noqa: E402
from definitions import CHOICES, ONE_ANSWER  # noqa: E402
from result import plain  # noqa: E402

OFFICER, CENTER, MONTH = "bureau-kyushu", "c40", "2026-04"
SHOWN = ("value", "reason", "beside", "ruled_by")


class Policy(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger(centers=CENTER)
        cls.ledger.__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        stream = cls.ledger.generate("0.01", "--from", MONTH)
        receipts = cls.ledger.folder / "receipts.ndjson"
        cls.ledger.append(stream, "--receipts", receipts)
        known = event_list.read_receipts(receipts.read_text().splitlines())
        cls.events = event_list.read_generated(stream.read_text().splitlines(), known)
        cls.admin = author.AuthorKey(cls.ledger.data / "secrets" / "admin.pem")

    @classmethod
    def tearDownClass(cls):
        assert cls.ledger.stop() == 0
        cls.ledger.run("audit", "--data", cls.ledger.data)

    def set_parameter(self, name, value):
        envelope = {
            "aud": ORIGIN,
            "id": event_id(),
            "type": "policy.parameter_set",
            "v": 1,
            "stream": f"policy/{name}",
            "occurred_at": now_text(),
            "actor": {"person": "p-admin", "role": "admin"},
            "purpose": "administration",
        }
        data = {"name": name, "value": value}
        sent = author.build(self.admin, envelope, data, {})
        answer = self.ledger.post_event(None, sent, "application/sd-jwt")
        if answer.status == 201:
            event = event_list.Event(
                answer.json()["position"], envelope["occurred_at"], envelope["id"], envelope["type"],
                envelope["occurred_at"], envelope["actor"], data,
            )  # fmt: skip
            self.events.append(event)
        return answer, envelope["id"]

    def ask(self, command, *arguments, as_of=None):
        flags = ["--purpose", "report", "--limit", "1000", *self.ledger.remote(OFFICER)]
        flags += [] if as_of is None else ["--as-of", str(as_of)]
        answer = json.loads(self.ledger.run("--json", command, *arguments, *flags).stdout)
        self.reflects = answer["reflects"]  # every question is an event itself
        return answer["answer"]

    def figures(self, definition, as_of=None):
        scope = ["--scope", f"center:{CENTER}", "--fy", "2026", "--definition", definition]
        return self.ask("figures", *scope, as_of=as_of)

    def reconcile(self, as_of=None):
        return self.ask("reconcile", CENTER, MONTH, as_of=as_of)

    def assert_as_the_reference(self, found, definition):
        ask = {"question": "indicator_set", "scope": f"center:{CENTER}", "fy": 2026, "definition": definition}
        expected = json.loads(json.dumps(plain(answers.answer(self.events, ask))))
        self.assertEqual(set(found), set(expected))
        for name, row in expected.items():
            for when in ("now", "before"):
                self.assertEqual(found[name][when]["ruled_by"], row[when]["ruled_by"], name)
            if found[name]["now"]["reason"] == "inputs_sealed":
                continue
            for member in SHOWN:
                self.assertEqual(found[name]["now"][member], row["now"][member], (name, member))

    def test_a_value_rules_from_its_position_on(self):
        earlier, sizes = {}, {}
        for definition in ("2024.1", "2026.1"):
            earlier[definition] = self.figures(definition)
            sizes[definition] = self.reflects
        report, size = self.reconcile(), self.reflects
        self.assertEqual(report["state"], "equal")
        self.assertEqual(report["figures"]["sessions"]["ruled_by_now"],
                         report["figures"]["sessions"]["ruled_by"])  # fmt: skip
        self.assertEqual({row["set_by"] for row in report["figures"]["sessions"]["ruled_by"]}, {None})
        set_by = {}
        for name, value in (("sessions.unit", "issue"), ("knowhow.measure", "times"),
                            ("utilisation.hours_per_day", 4), ("baseline.missing", "null")):  # fmt: skip
            answer, set_by[name] = self.set_parameter(name, value)
            self.assertEqual(answer.status, 201, answer)
        changed = {name: self.figures(name) for name in ("2024.1", "2026.1")}
        for definition, found in changed.items():
            self.assert_as_the_reference(found, definition)
            self.assertEqual(self.figures(definition, as_of=sizes[definition]), earlier[definition])
        for indicator, definition in (("sessions", "2024.1"), ("knowhow_shared", "2026.1"),
                                      ("utilisation", "2026.1")):  # fmt: skip
            now, then = changed[definition][indicator]["now"], earlier[definition][indicator]["now"]
            self.assertNotEqual(now["value"], then["value"], indicator)
        halves = changed["2026.1"]["utilisation"]["now"]
        self.assertIn({"name": "utilisation.hours_per_day", "value": 4,
                       "set_by": set_by["utilisation.hours_per_day"]}, halves["ruled_by"])  # fmt: skip
        self.assert_a_report_keeps_the_value_of_its_cut_off(report, set_by["sessions.unit"], size)

    def assert_a_report_keeps_the_value_of_its_cut_off(self, before, event, size):
        after = self.reconcile()
        self.assertEqual(after["state"], "restated")
        for name, row in after["figures"].items():
            self.assertEqual(row["gap"], 0, name)
            self.assertEqual(row["at_cut_off"], before["figures"][name]["at_cut_off"], name)
            self.assertEqual(row["state"], "restated" if name == "sessions" else "equal", name)
        sessions = after["figures"]["sessions"]
        self.assertEqual([row["id"] for row in sessions["moved_by"]], [event])
        self.assertEqual(sessions["now"], after["figures"]["issues_identified"]["now"])
        unit = {when: next(row for row in sessions[when] if row["name"] == "sessions.unit")
                for when in ("ruled_by", "ruled_by_now")}  # fmt: skip
        self.assertEqual(unit["ruled_by"], {"name": "sessions.unit", "value": "session", "set_by": None})
        self.assertEqual(unit["ruled_by_now"], {"name": "sessions.unit", "value": "issue", "set_by": event})
        self.assertEqual(self.reconcile(as_of=size), before)
        flags = ["--purpose", "report", "--lang", "en", *self.ledger.remote(OFFICER)]
        text = self.ledger.run("reconcile", CENTER, MONTH, *flags).stdout
        self.assertIn(f"(sessions.unit) = issue  {event}", text)

    def test_what_nothing_computes_is_refused(self):
        words = {"va.potential": "flagged_only", "employees.scope": "with_owner", "va.family_pay": "included",
                 "issues.mixed": "each_category"}  # fmt: skip
        for name, value in words.items():
            self.assertIn(name, ONE_ANSWER)
            answer, _ = self.set_parameter(name, value)
            self.assertEqual((answer.status, answer.json()["code"]), (422, "policy.unsupported"), name)
        answer, _ = self.set_parameter("referrals.count_at", "whenever")
        self.assertEqual(answer.json()["code"], "policy.value")
        self.assertIn("referrals.count_at", CHOICES)


if __name__ == "__main__":
    unittest.main()
