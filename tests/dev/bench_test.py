#!/usr/bin/env python3
"""Goal: the rows of ops/dev/bench keep working, and none of their figures rests on a wrong answer.

Method: a handful of events against the real server; each row has its figures and all its answers.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "ops" / "dev" / "bench"
BUILD = os.environ["DAICHO_BUILD"]
FIGURES = {"rate_per_s", "limit_per_s", "ratio", "p50_ms", "p99_ms", "p999_ms", "bytes_per_event", "rss_mib"}


def bench(*arguments):
    with tempfile.TemporaryDirectory(prefix="daicho-bench-") as folder:
        command = [sys.executable, "-B", SCRIPT, *arguments, "--smoke", "--json"]
        done = subprocess.run(
            [*command, "--build", BUILD, "--data", folder], capture_output=True, text=True, check=False
        )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


class Rows(unittest.TestCase):
    def check_row(self, row, events):
        self.assertEqual(row["errors"], 0, row)
        self.assertEqual(row["events"], events, row)
        for figure in FIGURES:
            self.assertGreater(row[figure], 0, figure)
        self.assertGreater(row["bytes_per_event_by_family"]["entries"], 0)

    def test_single_batched_and_attested_events(self):
        code, rows, err = bench("B4", "B2", "B3")
        self.assertEqual(code, 0, err)
        self.assertEqual([row["id"].split("-")[0] for row in rows], ["B4", "B2", "B2", "B3"])
        for row in rows:
            self.check_row(row, 200)
        self.assertEqual(rows[0]["proofs"], 200, "every receipt proves its own position")

    def test_every_limit_gives_a_rate(self):
        code, rows, err = bench("B2", "--only", "es256", "--limits", "HSDA")
        self.assertEqual(code, 0, err)
        self.assertEqual(set(rows[0]["limits"]), set("CHSDA"))
        self.assertGreater(min(rows[0]["limits"].values()), 0)

    def test_reads_are_recorded(self):
        code, rows, err = bench("B13")
        self.assertEqual(code, 0, err)
        self.assertEqual((rows[0]["errors"], rows[0]["events"]), (0, 200))

    def test_figures_of_a_national_ledger(self):
        with tempfile.TemporaryDirectory(prefix="daicho-national-") as folder:
            load = [sys.executable, "-B", SCRIPT.parent / "national_load", "--build", BUILD, "--data", folder]
            more = ["--centers", "c40", "--from", "2026-04", "--scale", "0.001"]
            made = subprocess.run([*load, *more], capture_output=True, text=True, check=False)
            self.assertEqual(made.returncode, 0, made.stdout + made.stderr)
            code, rows, err = bench("B14", "B8", "--ledger", folder)
        self.assertEqual(code, 0, err)
        self.assertEqual([row["id"].rpartition("-")[0] for row in rows[:3]],
                         ["B14-center", "B14-nation", "B14-reconcile"])  # fmt: skip
        self.assertTrue(rows[3]["id"].startswith("B8-"))
        for row in rows:
            self.assertEqual((row["errors"], row["ledger"]), (0, "given"), row)
            for figure in ("rate_per_s", "rss_mib", "events"):
                self.assertGreater(row[figure], 0, figure)
        for row in rows[:3]:
            self.assertGreaterEqual(row["p99_ms"], row["p50_ms"])
        self.assertEqual(rows[0]["value"], rows[1]["value"], "the nation is that centre")
        self.assertEqual(rows[2]["value"], "equal")

    def test_an_unknown_row_is_refused(self):
        self.assertEqual(bench("B99")[0], 2)


if __name__ == "__main__":
    unittest.main()
