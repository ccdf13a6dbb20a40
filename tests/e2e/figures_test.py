"""Goal: a bureau's officer holds reported figures against the ledger from the command line: true reports are
found true, a wrong one is wrong in exactly what was changed, the service says so itself, and every figure and
every list of violations is what the reference computes from the same events.
Method: a generated month of two centres, one figure of one report changed before it is signed.
"""

import json
import pathlib
import sys
import unittest

from running_ledger import SEED, RunningLedger

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "figures"))
import answers  # noqa: E402
import event_list  # noqa: E402
from result import plain  # noqa: E402

OFFICER = "bureau-kyushu"
SEALED = {"va_sum", "va_productivity", "va_yoy", "sales_growth", "employees_sum"}


def with_wrong_report(lines, center):
    for line in lines:
        row = json.loads(line)
        event = row.get("deferred", {}).get("event", {})
        if event.get("type") == "monthly_report.submitted" and event["data"]["center_id"] == center:
            event["data"]["figures"]["sessions"] += 3
            line = json.dumps(row, ensure_ascii=False)
        yield line


class Figures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger(centers="c40,c41")
        cls.ledger.__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        stream = cls.ledger.generate("0.02")
        lines = list(with_wrong_report(stream.read_text().splitlines(), "c41"))
        stream.write_text("\n".join(lines) + "\n")
        receipts = cls.ledger.folder / "receipts.ndjson"
        cls.ledger.append(stream, "--receipts", receipts)
        known = event_list.read_receipts(receipts.read_text().splitlines())
        cls.events = event_list.read_generated(lines, known)
        reports = [event for event in cls.events if event.type == "monthly_report.submitted"]
        cls.month = reports[0]["year_month"]

    @classmethod
    def tearDownClass(cls):
        assert cls.ledger.stop() == 0
        cls.ledger.run("audit", "--data", cls.ledger.data)

    def ask(self, command, *arguments, expect=0):
        flags = ["--purpose", "report", "--limit", "1000", *self.ledger.remote(OFFICER)]
        return json.loads(self.ledger.run("--json", command, *arguments, *flags, expect=expect).stdout)

    def reference(self, **ask):
        return json.loads(json.dumps(plain(answers.answer(self.events, ask))))

    def test_true_and_wrong_reports(self):
        true = self.ask("reconcile", "c40", self.month)["answer"]
        self.assertEqual(true["state"], "equal")
        wrong = self.ask("reconcile", "c41", self.month, expect=1)["answer"]
        self.assertEqual(wrong["state"], "wrong")
        gaps = {name: row["gap"] for name, row in wrong["figures"].items() if row["gap"]}
        self.assertEqual(gaps, {"sessions": 3})
        for center, found in (("c40", true), ("c41", wrong)):
            expected = self.reference(question="reconcile", center=center, month=self.month)
            for name, row in expected["figures"].items():
                for member in ("reported", "at_cut_off", "now", "state", "numerator", "excluded"):
                    self.assertEqual(found["figures"][name][member], row[member], (center, name, member))

    def test_the_service_checks_reports_itself(self):
        page = self.ledger.get("auditor", "/v1/events?type=monthly_report.checked").json()
        checked = {data["center_id"]: data for data in (item["payload"]["data"] for item in page["items"])}
        self.assertEqual(checked["c40"]["result"], "equal")
        self.assertEqual(checked["c41"]["result"], "different")
        reports = [event for event in self.events if event.type == "monthly_report.submitted"]
        reported = next(event for event in reports if event["center_id"] == "c41")
        self.assertEqual(checked["c41"]["recomputed"], {"sessions": reported["figures"]["sessions"] - 3})
        self.assertEqual(checked["c41"]["report"], reported.id)

    def test_sealed_figures_are_fixed_when_the_month_closes(self):
        closings = {e["center_id"]: e["cut_off"] for e in self.events if e.type == "month.closed"}
        cut_offs = {f"center:{center}": cut_off for center, cut_off in closings.items()}
        cut_offs |= {scope: max(closings.values()) for scope in ("bureau:bureau-kyushu", "nation")}
        page = self.ledger.get("auditor", "/v1/events?type=figure.fixed&limit=1000").json()
        fixed = [item["payload"]["data"] for item in page["items"]]
        expected = {(scope, indicator) for scope in cut_offs for indicator in SEALED}
        self.assertEqual({(data["scope"], data["indicator"]) for data in fixed}, expected)
        self.assertEqual(len(fixed), len(expected))
        names = ("indicator", "scope", "fy", "cut_off")
        asks = [
            {"definition": data["definition_version"], **{name: data[name] for name in names}}
            for data in fixed
        ]
        withheld = answers.answer(self.events, {"fixing": asks})
        for data, why in zip(fixed, withheld):
            self.assertEqual(data["cut_off"], cut_offs[data["scope"]])
            figure = self.reference(**{name: data[name] for name in names})
            self.assertEqual(data["contributors"], len(figure["numerator"]), data)
            self.assertEqual(data.get("withheld", ""), why, data)
            self.assertEqual("value" in data, not why and figure["value"] is not None, data)
            if "value" in data:
                exact = [data["value"], data.get("denominator", 1)]
                value = figure["value"]
                over = [value["over"], value["under"]] if isinstance(value, dict) else [value, 1]
                self.assertEqual(exact, over, data)
        shown = self.ask("figures", "--scope", "center:c40", "--question", "fixed")["answer"]
        self.assertEqual({row["state"] for row in shown}, {"equal"})

    def test_indicators_are_the_references(self):
        for scope in ("center:c40", "prefecture:41", "bureau:bureau-kyushu", "nation"):
            answer = self.ask("figures", "--scope", scope, "--fy", "2026")["answer"]
            expected = self.reference(question="indicator_set", scope=scope, fy=2026)
            self.assertEqual(set(answer), set(expected))
            for name, row in expected.items():
                if name in SEALED:
                    self.assertEqual(answer[name]["now"]["reason"], "inputs_sealed")
                    continue
                shown = answer[name]["now"]
                for member in ("value", "reason", "beside"):
                    self.assertEqual(shown[member], row["now"][member], (scope, name, member))
                self.assertEqual(shown["numerator_count"], len(row["now"]["numerator"]), (scope, name))
                if scope == "center:c40":
                    self.assertEqual(shown["numerator"], row["now"]["numerator"], name)
                    self.assertEqual(shown["excluded"], row["now"]["excluded"], name)
                self.assertEqual(answer[name]["before"]["value"], row["before"]["value"], (scope, name))

    def test_violations_are_the_references(self):
        for kind, question in (
            ("phase2", "phase2_violations"),
            ("fees", "fee_violations"),
            ("procedures", "procedure_violations"),
        ):
            expected = self.reference(question=question, scope="bureau:bureau-kyushu")
            answer = self.ask(
                "violations", kind, "--scope", "bureau:bureau-kyushu", expect=1 if expected else 0
            )["answer"]
            found = [(row["id"], row["reasons"]) for row in answer["rows"]]
            self.assertEqual(found, [(row["id"], row["reasons"]) for row in expected], kind)
        on = f"{self.month}-28"
        expected = self.reference(question="unmet_duties", center="c40", fy=2026, on=on)
        asked = ["duties", "--scope", "center:c40", "--fy", "2026", "--on", on]
        answer = self.ask("violations", *asked, expect=None)
        self.assertEqual(
            [(row["duty"], row["state"]) for row in answer["answer"]["rows"]],
            [(row["duty"], row["state"]) for row in expected],
        )

    def test_people_read_it_in_both_languages_and_as_a_file(self):
        flags = ["--purpose", "report", *self.ledger.remote(OFFICER)]
        for language, word in (("ja", "一致"), ("en", "Equal")):
            text = self.ledger.run("reconcile", "c40", self.month, "--lang", language, *flags).stdout
            self.assertIn(word, text)
        csv = self.ledger.run("figures", "--scope", "center:c40", "--fy", "2026", "--csv", *flags).stdout
        self.assertTrue(csv.startswith("name,"))
        self.assertIn("\nissues_identified,", csv)
        asked = ["--scope", "center:c40", "--fy", "2026", "--indicator", "issues_identified"]
        listed = self.ledger.run("--json", "figures", *asked, *flags)
        count = self.reference(indicator="issues_identified", scope="center:c40", fy=2026)["value"]
        self.assertEqual(json.loads(listed.stdout)["count"], count)

    def test_who_may_not_read_records_sees_counts_and_bad_questions_are_refused(self):
        refused = self.ledger.get("security", f"/v1/reports/c41/{self.month}/reconcile").json()
        self.assertTrue(refused["withheld_by"])
        self.assertEqual(refused["answer"]["figures"]["sessions"]["numerator"], [])
        flags = self.ledger.remote(OFFICER)
        self.ledger.run("figures", "--scope", "village:x", "--fy", "2026", *flags, expect=3)
        self.ledger.run("reconcile", "c40", "2026-13", *flags, expect=3)
        self.ledger.run("violations", "tea", "--scope", "nation", *flags, expect=2)


if __name__ == "__main__":
    unittest.main()
