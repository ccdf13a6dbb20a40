"""Goal: what is planted among accepted events is named by the bureaus' questions over HTTPS, no more and no
fewer: wrong and missing reports, late entries, merges after a close, violations of every kind, and the
attempts that the ledger refused; and the service's own check of each report says the same.
Method: three generated months of two centres with violations, appended by the shipped binary; each line that
makes a breach says what must be found of it. What a run without violations has comes from the reference.
"""

import collections
import json
import pathlib
import sys
import unittest

from running_ledger import RunningLedger, now_text

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "figures"))
import event_list  # noqa: E402
import planted  # noqa: E402

OFFICER, SCOPE = "bureau-kyushu", "bureau:bureau-kyushu"
CENTERS, MONTHS, ON = ("c40", "c41"), ("2026-04", "2026-05", "2026-06"), "2026-07-20"
KINDS = ("phase2", "fees", "procedures", "workdays", "costs", "duties")


class Planted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.ledger = RunningLedger(centers=",".join(CENTERS))
        cls.ledger.__enter__()
        cls.addClassCleanup(cls.ledger.__exit__)
        span = ("--from", MONTHS[0])
        without = cls.ledger.generate("0.004", *span, months=len(MONTHS)).read_text().splitlines()
        stream = cls.ledger.generate("0.004", *span, "--with-violations", months=len(MONTHS))
        cls.lines = stream.read_text().splitlines()
        cls.totals = cls.ledger.append(stream)
        # Refusals become events when their minute is over, or when the server stops in order.
        assert cls.ledger.stop() == 0
        cls.ledger.start()
        cls.marks = planted.read_marks(cls.lines)
        cls.usual = event_list.read_generated(without)

    @classmethod
    def tearDownClass(cls):
        assert cls.ledger.stop() == 0
        cls.ledger.run("audit", "--data", cls.ledger.data)

    def ask(self, command, *arguments, reader=OFFICER, purpose="report"):
        flags = ["--purpose", purpose, "--limit", "1000", *self.ledger.remote(reader)]
        done = self.ledger.run("--json", command, *arguments, *flags, expect=None)
        self.assertIn(done.returncode, (0, 1), done.stderr)  # 1: something was found
        return json.loads(done.stdout)["answer"]

    def test_everything_else_is_stored(self):
        refused = len(planted.read_refused(self.lines))
        self.assertEqual(self.totals["refused_as_planted"], refused)
        self.assertEqual(self.totals["events"], len(self.lines) - refused)

    def test_reports(self):
        for center in CENTERS:
            for month in MONTHS:
                with self.subTest(center=center, month=month):
                    answer = self.ask("reconcile", center, month)
                    self.assertEqual(planted.gaps_in(answer), planted.gaps(self.marks, center, month))
                    if answer["state"] == "no_report":
                        duty = f"monthly_report_{month}"
                        self.assertTrue(planted.about(self.marks, "violations", duty=duty, center=center))
                        continue
                    usual = planted.late_corrections(self.usual, center, month)
                    expected = planted.moves(self.marks, center, month) | usual
                    self.assertEqual(planted.moves_in(answer), expected)

    def test_the_service_says_the_same_of_each_report(self):
        submitted = {
            (event["center_id"], event["year_month"]): event
            for event in event_list.read_generated(self.lines_kept())
            if event.type == "monthly_report.submitted"
        }
        checked = self.ledger.all_of("monthly_report.checked")
        self.assertEqual(len(checked), len(submitted))
        self.assertEqual({"equal", "different"}, {data["result"] for data in checked})
        for data in checked:
            center, month = data["center_id"], data["year_month"]
            report = submitted[center, month]
            self.assertEqual(data["report"], report.id)
            recomputed = data.get("recomputed", {})
            found = {name: report["figures"][name] - true for name, true in recomputed.items()}
            self.assertEqual(found, planted.gaps(self.marks, center, month), (center, month))
            self.assertEqual(data["result"], "different" if found else "equal")

    def lines_kept(self):
        return [line for line in self.lines if '"expected":' not in line]

    def test_merges_after_the_close(self):
        rows = self.ask("figures", "--scope", SCOPE, "--fy", "2026", "--question", "restatements")
        self.assertEqual(planted.merges_in(rows), planted.merges(self.marks))
        self.assertEqual(len(rows), 12)

    def test_violations_of_every_kind(self):
        for kind in KINDS:
            for center in CENTERS:
                for year in (2024, 2026) if kind in planted.YEARLY else (2026,):
                    with self.subTest(kind=kind, center=center, year=year):
                        asked = ["--fy", year] if kind in planted.YEARLY else []
                        asked += ["--on", ON] if kind in ("workdays", "duties") else []
                        answer = self.ask("violations", kind, "--scope", f"center:{center}", *asked)
                        rows = planted.violations_in(kind, answer["rows"])
                        expected = planted.violations(self.marks, kind, center, year)
                        usual = planted.violations_in(
                            kind, planted.reference_rows(self.usual, kind, center, year, ON)
                        )
                        self.assertEqual(rows, usual | expected)
                        self.assertFalse(usual & expected)
                        if (kind, year) == ("costs", 2024):
                            self.assert_the_ceiling_that_ruled(center, answer["ruled_by"])

    def assert_the_ceiling_that_ruled(self, center, rulings):
        [mark] = planted.about(self.marks, "violations", kind="costs", center=center, fy=2024)
        name = f"ceiling.{center}.2024"
        self.assertEqual([row["set_by"] for row in rulings if row["name"] == name], [mark["id"]])

    def test_the_ledger_has_flagged_what_it_flags(self):
        flags = collections.Counter()
        for kind in ("costs", "workdays"):
            asked = ["--fy", "2026"] + (["--on", ON] if kind == "workdays" else [])
            for row in self.ask("violations", kind, "--scope", SCOPE, *asked)["rows"]:
                key = planted.keys(kind, row)[0]
                marks = planted.about(self.marks, "violations", kind=kind)
                is_planted = any(key in planted.keys(kind, mark) for mark in marks)
                flags.update((said["flag"], is_planted) for said in row["ledger_said"])
        self.assertEqual(flags["fee.ineligible", True], 2, flags)  # one of each centre
        self.assertEqual(flags["workyear.below", True], 2, flags)

    def test_refused_attempts_of_every_kind(self):
        """Attempts are of the moment at which they were made: now."""
        refused = collections.Counter(planted.read_refused(self.lines))
        today = now_text()[:10]
        year = int(today[:4]) - (today[5:7] < "04")
        for kind in KINDS:
            with self.subTest(kind=kind):
                asked = ["--fy", str(year)] if kind in planted.YEARLY else []
                asked += ["--on", today] if kind in ("workdays", "duties") else []
                answer = self.ask(
                    "violations", kind, "--scope", "nation", *asked, reader="auditor", purpose="audit"
                )
                found = collections.Counter()
                for row in answer["refused_attempts"]:
                    found[row["rejected_type"], row["reason"]] += row["count"]
                self.assertTrue(found)
                self.assertEqual(found, {pair: refused[pair] for pair in found})
                # A code that is listed of one type only may be refused of others.
                codes = {code for _, code in found} - {"reference.unknown"}
                self.assertEqual({pair for pair in refused if pair[1] in codes},
                                 {pair for pair in found if pair[1] in codes})  # fmt: skip


if __name__ == "__main__":
    unittest.main()
