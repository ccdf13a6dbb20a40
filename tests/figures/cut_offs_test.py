"""Goal: over a year as the programme lives it, the product answers what the reference answers at any cut-off,
and what it loads for a question is enough.
Method: a generated year of two centres with late entries, corrections, merges and unmerges; every indicator,
report figure and question at random cut-offs, both ways. PAIRS asks for more of them (a long run:
2000), SEED repeats them; both are printed.
"""

import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

import answers
import event_list
from definitions import DEFINITIONS
from product_test import comparable
from reports import REPORT_FIGURES
from result import plain

PAIRS = int(os.environ.get("PAIRS", "40"))
SEED = int(os.environ.get("SEED", str(int.from_bytes(os.urandom(3), "big"))))
CENTERS, FIRST, MONTHS, SCALE = ("c40", "c41"), "2026-04", 12, "0.001"
YEAR = [f"2026-{month:02}" for month in range(4, 13)] + [f"2027-{month:02}" for month in range(1, 4)]
BREACHES = ("phase2_violations", "fee_violations", "procedure_violations")
OF_A_CENTER = ("cost_summary", "eligibility", "unmet_duties")
BATCH = 50


def run(program, *arguments, stdin=None):
    done = subprocess.run([program, *map(str, arguments)], input=stdin, capture_output=True, check=True)
    return done.stdout.decode()


def generated_year():
    daicho = os.environ["DAICHO"]
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        run(daicho, "init", "--data", data, "--origin", "figures.example/2026")
        stream = run(
            daicho, "generate", "--origin", "figures.example/2026",
            "--admin-key", data / "secrets" / "admin.pem", "--centers", ",".join(CENTERS), "--from", FIRST,
            "--months", MONTHS, "--scale", SCALE, "--setup-at", "2026-04-01T00:00:00+09:00",
        )  # fmt: skip
    return event_list.read_generated(stream.splitlines())


def random_ask(rng):
    scope = rng.choice(["nation", "prefecture:41", "bureau:bureau-kyushu", *(f"center:{c}" for c in CENTERS)])
    year, day = rng.choice([2025, 2026, 2026, 2026]), f"{rng.choice(YEAR)}-{rng.randrange(1, 29):02}"
    kind = rng.randrange(10)
    if kind < 5:
        definition = rng.choice(sorted(DEFINITIONS))
        return {"indicator": rng.choice(list(DEFINITIONS[definition])), "definition": definition,
                "scope": scope, "fy": year}  # fmt: skip
    if kind < 7:
        return {"figure": rng.choice(list(REPORT_FIGURES)), "center": rng.choice(CENTERS),
                "month": rng.choice(YEAR)}  # fmt: skip
    if kind == 7:
        return {"question": rng.choice(BREACHES), "scope": scope}
    if kind == 8:
        question = rng.choice(OF_A_CENTER)
        day = {"on": day} if question == "unmet_duties" else {}
        return {"question": question, "center": rng.choice(CENTERS), "fy": year, **day}
    return {"question": "workdays", "scope": scope, "fy": year, "on": day}


class CutOffs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.events = generated_year()
        cls.folder = tempfile.TemporaryDirectory()
        cls.file = pathlib.Path(cls.folder.name) / "events.ndjson"
        cls.file.write_text("".join(line + "\n" for line in event_list.write_plain(cls.events)))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def asked(self, program, asks):
        lines = "".join(json.dumps(ask) + "\n" for ask in asks)
        return run(os.environ[program], self.file, stdin=lines.encode()).splitlines()

    def cut_asks(self):
        """Each question with a cut-off for the whole list, and with a number of events for the loader."""
        rng = random.Random(SEED)
        positions = [event.position for event in self.events]
        for _ in range(PAIRS):
            ask, count = random_ask(rng), rng.randrange(1, len(positions) + 1)
            name = "as_of" if "question" in ask else "cut_off"
            yield {**ask, name: positions[count - 1]}, {**ask, "as_of": count}

    def test_equal_answers_at_random_cut_offs(self):
        pairs = list(self.cut_asks())
        valued, compared = 0, 0
        for first in range(0, len(pairs), BATCH):
            part = pairs[first : first + BATCH]
            found = self.asked("FIGURES_PRODUCT", [ask for ask, _ in part])
            loaded = self.asked("FIGURES_LOADED", [ask for _, ask in part])
            self.assertEqual((len(found), len(loaded)), (len(part), len(part)))
            for (ask, _), line, same in zip(part, found, loaded):
                with self.subTest(seed=SEED, ask=ask):
                    expected = comparable(json.loads(json.dumps(plain(answers.answer(self.events, ask)))))
                    self.assertEqual(json.loads(line), expected)
                    self.assertEqual(same, "equal")
                    compared += 1
                    valued += expected not in ([], {}) and '"value":null' not in line
        print(f"seed {SEED}: {len(self.events)} events, {compared} questions at random cut-offs equal")
        self.assertEqual(compared, len(pairs))
        self.assertGreater(valued, PAIRS // 4)  # else nothing of the kind was compared


if __name__ == "__main__":
    unittest.main()
