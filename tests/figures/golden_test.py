"""Goal: the reference computes what a person computes from a short list of events, for every indicator and
every question, edges included.
Method: golden files of hand-written events, each expectation with its calculation in words; only the members
that an expectation names are compared. None of the files was written by a program.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import answers
from definitions import DEFINITIONS
from result import plain

FOLDER = pathlib.Path(__file__).resolve().parent / "golden"
COMPARED = ("value", "reason", "numerator", "denominator", "excluded", "stale", "beside", "answer")


def difference(expected, found, path=""):
    """The first place where `found` lacks what `expected` states; maps may hold more than is stated."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for name, value in expected.items():
            if name not in found:
                return f"{path}/{name} is missing"
            inner = difference(value, found[name], f"{path}/{name}")
            if inner:
                return inner
        return None
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return f"{path}: expected {expected}, found {found}"
        pairs = enumerate(zip(expected, found))
        return next(filter(None, (difference(e, f, f"{path}/{n}") for n, (e, f) in pairs)), None)
    return None if expected == found and type(expected) is type(found) else f"{path}: {expected} / {found}"


class Golden(unittest.TestCase):
    def test_every_expectation(self):
        files = sorted(FOLDER.glob("*.json"))
        self.assertGreater(len(files), 9)
        for file in files:
            golden = json.loads(file.read_text())
            events = answers.expand(golden["events"])
            for number, case in enumerate(golden["cases"]):
                with self.subTest(file=file.name, case=number, ask=case["ask"]):
                    self.assertTrue(case["calculation"])
                    wanted = {name: case[name] for name in COMPARED if name in case}
                    self.assertEqual(set(case) - set(wanted), {"ask", "calculation"})
                    self.assertTrue(wanted)
                    found = plain(answers.answer(events, case["ask"]))
                    if "value" in wanted:
                        self.assertEqual(found["position"], case["ask"].get("cut_off", events[-1].position))
                    found = {"answer": found} if "answer" in wanted else found
                    self.assertIsNone(difference(wanted, found), json.dumps(found, ensure_ascii=False))

    def test_every_indicator_and_question_is_there(self):
        asked = set()
        for file in FOLDER.glob("*.json"):
            for case in json.loads(file.read_text())["cases"]:
                asked |= {case["ask"].get("indicator"), case["ask"].get("question")}
        wanted = {name for indicators in DEFINITIONS.values() for name in indicators}
        self.assertEqual(wanted - asked, set())
        self.assertEqual(set(answers.QUESTIONS) - asked, set())

    def test_the_command_line_says_the_same(self):
        """Golden file, and the same events as plain lines, by way of the door."""
        file = FOLDER / "fees.json"
        case = json.loads(file.read_text())["cases"][1]
        with tempfile.TemporaryDirectory() as folder:
            lines = pathlib.Path(folder) / "events.ndjson"
            lines.write_text(self.said(file, "--golden", "--write"))
            asks = json.dumps(case["ask"]) + "\n"
            for source, kind in ((file, "--golden"), (lines, "--plain")):
                for answers_text in (
                    self.said(source, kind, "--ask", json.dumps(case["ask"])),
                    self.said(source, kind, "--ask", "-", text_input=asks * 2),
                ):
                    for line in answers_text.splitlines():
                        self.assertEqual(json.loads(line), {"ask": case["ask"], "answer": case["answer"]})
            self.assertEqual(len(answers_text.splitlines()), 2)

    def said(self, *arguments, text_input=None):
        command = [sys.executable, "-B", str(FOLDER.parent / "main.py"), *map(str, arguments)]
        done = subprocess.run(command, input=text_input, capture_output=True, text=True, check=True)
        return done.stdout

    def test_a_wrong_expectation_is_noticed(self):
        for expected, found in (
            ({"value": 1}, {"value": 2}),
            ({"value": None}, {"value": 0}),
            ({"value": 1}, {"value": True}),
            ({"excluded": []}, {"excluded": [["a", "b"]]}),
            ({"beside": {"x": 1}}, {"beside": {}}),
        ):
            self.assertIsNotNone(difference(expected, found))


if __name__ == "__main__":
    unittest.main()
