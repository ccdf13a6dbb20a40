#!/usr/bin/env python3
"""Goal: the table of faults says what the sources and the last results say, and nothing else.

Method: a small tree with tests, a report and a tool's result; single functions, then the page as it stands.
"""

import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "ops" / "dev" / "fault_table.py"
SPEC = importlib.util.spec_from_file_location("fault_table", SCRIPT)
TABLE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(TABLE)

REPORT = """<testsuite timestamp="2026-05-04T01:02:03">
<testcase name="good" status="run"/>
<testcase name="bad" status="fail"><failure message="no"/></testcase>
<testcase name="absent" status="notrun"/>
</testsuite>"""


class FaultTable(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.root = pathlib.Path(scratch.name)

    def put(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def test_what_a_file_covers_stands_in_its_head(self):
        rows = [
            ("// Faults: F01, F08", ["F01", "F08"]),
            ("# Faults: F18\n", ["F18"]),
            ('"""Goal: x.\nFaults: F02.\n"""', ["F02"]),
            ("// Goal.\n// Faults: F01\n// Faults: F02\n", ["F01", "F02"]),
            ("// Faults: none", []),
            ("// see Faults: F01", []),
            ("\n" * TABLE.HEAD_LINES + "// Faults: F01\n", []),
        ]
        for text, want in rows:
            with self.subTest(text):
                self.assertEqual(TABLE.faults_of(text), want)

    def test_an_id_outside_the_catalogue_is_an_error(self):
        self.put("tests/unit/a_test.cc", "// Faults: F01, F99\n")
        self.assertEqual(TABLE.unknown(TABLE.covering_files(self.root)),
                         ["tests/unit/a_test.cc: F99 is not in the catalogue"])

    def test_a_script_is_found_in_its_command_and_a_source_in_its_program_s_folder(self):
        commands = {
            "e2e_slow": ["python3", "-B", "/x/tests/e2e/slow_test.py"],
            "unit_store": ["/x/build/release/tests/unit/store/unit_store"],
            "unit_store_below": ["/x/build/release/tests/unit/store/below/unit_store_below"],
            "two_a": ["/x/build/release/tests/two/a"],
            "two_b": ["/x/build/release/tests/two/b"],
        }
        self.assertEqual(TABLE.test_of("tests/e2e/slow_test.py", commands), "e2e_slow")
        self.assertEqual(TABLE.test_of("tests/unit/store/anchor_test.cc", commands), "unit_store")
        self.assertIsNone(TABLE.test_of("tests/two/c_test.cc", commands))
        folder = "tests/property/projections"
        named = {name: [f"/build/{folder}/{name}"] for name in ("property_projections", "property_figures")}
        self.assertEqual(TABLE.test_of(f"{folder}/query_test.cc", named), "property_projections")
        self.assertEqual(TABLE.test_of(f"{folder}/told_apart_test.cc", named), "property_figures")
        self.assertIsNone(TABLE.test_of(f"{folder}/no_such_test.cc", named))
        self.assertIsNone(TABLE.test_of("ops/dev/crash", commands))

    def test_results_are_those_of_the_report_and_of_the_tools(self):
        self.put("ctest.xml", REPORT)
        results, day = TABLE.ctest_results(self.root / "ctest.xml")
        self.assertEqual(results, {"good": "passed", "bad": "FAILED", "absent": "FAILED"})
        self.assertEqual(day, "2026-05-04")
        self.assertEqual(TABLE.ctest_results(self.root / "none.xml"), ({}, ""))
        for name, passed in (("kill", True), ("power", False)):
            self.put(f"results/{name}.json", json.dumps({
                "tool": "ops/dev/crash", "when": "2026-05-04T01:02:03Z", "passed": passed, "summary": name}))
        self.assertEqual(TABLE.tool_results(self.root / "results"),
                         {"ops/dev/crash": ["passed 2026-05-04: kill", "FAILED 2026-05-04: power"]})

    def test_the_longest_run_of_a_loop_speaks_for_its_files(self):
        runs = [("a", "kill", 200, "20260501T000000", []), ("b", "kill", 9000, "20260502T000000", []),
                ("c", "kill", 9000, "20260503T000000", ["lost"]), ("d", "kill", 10, "20260504T000000", []),
                ("e", "power", 5, "20260504T000000", []), ("f", "unknown", 5, "20260504T000000", [])]
        for name, loop, cycles, started, violations in runs:
            self.put(f"crash/{name}/about.json", json.dumps({"name": loop, "started": started}))
            self.put(f"crash/{name}/summary.json", json.dumps({"cycles": cycles, "violations": violations}))
        self.put("crash/parts/about.json", json.dumps(
            {"name": "power", "started": "20260506T000000", "options": {"only": "calls"}}))
        self.put("crash/parts/summary.json", json.dumps({"cycles": 99, "violations": []}))
        self.put("crash/unfinished/about.json", json.dumps({"name": "power", "started": "20260505T000000"}))
        self.assertEqual(TABLE.crash_results([self.root / "crash", self.root / "absent"]), {
            "tests/crash/kill_cycles.py": ["FAILED 2026-05-03: 9,000 cycles, 1 violations"],
            "tests/crash/power.py": ["passed 2026-05-04: 5 cycles, 0 violations"]})
        for files in TABLE.LOOP_FILES.values():
            for file in files:
                self.assertTrue((SCRIPT.parents[2] / "tests" / "crash" / file).exists(), file)

    def test_a_rendered_table_reads_back(self):
        table = [("F01", "tests/a.py", "x passed"), ("F01", "ops/dev/crash", "not run here"),
                 ("F18", "tests/b.cc", "y")]
        self.assertEqual(TABLE.named_pairs(TABLE.render(table)), [row[:2] for row in table])

    def test_a_fault_without_a_run_says_so(self):
        self.put("tests/e2e/a_test.py", '"""Goal: x.\nFaults: F47\n"""\n')
        self.assertEqual(TABLE.rows(self.root), [("F47", "tests/e2e/a_test.py", "not run here")])

    def test_the_page_names_the_tests_that_the_sources_name(self):
        checked = subprocess.run([sys.executable, "-B", SCRIPT, "--check"], capture_output=True, text=True,
                                 check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)


if __name__ == "__main__":
    unittest.main()
