"""Goal: what the loader reads of a log is enough: the bureaus' questions get the same answers over it as over
all events, at any size of the log.
Method: random lists as the rules let them come about, folded into the projections by the product; each answer
twice. A failure prints its seed, DAICHO_TEST_SEED runs it again; DAICHO_TEST_LISTS makes more.
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
from sound_bureau_log import SoundBureauLog, random_sound_ask

LISTS, STEPS, ASKS = int(os.environ.get("DAICHO_TEST_LISTS", "20")), 60, 40


class Loaded(unittest.TestCase):
    def compared(self, events, asks):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "events.ndjson"
            file.write_text("".join(line + "\n" for line in event_list.write_plain(events)))
            lines = "".join(json.dumps(ask) + "\n" for ask in asks)
            command = [os.environ["FIGURES_LOADED"], str(file)]
            done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    def test_equal_answers(self):
        given = os.environ.get("DAICHO_TEST_SEED")
        first = int(given or random.SystemRandom().randrange(10**9))
        answered = 0
        for seed in range(first, first + (1 if given else LISTS)):
            events = SoundBureauLog(seed).grow(STEPS)
            rng = random.Random(seed)
            asks = [random_sound_ask(rng, events) for _ in range(ASKS)]
            found = self.compared(events, asks)
            self.assertEqual(len(found), len(asks))
            for ask, verdict in zip(asks, found):
                with self.subTest(DAICHO_TEST_SEED=seed, ask=ask):
                    self.assertEqual(verdict, "equal")
                    known = events[: ask.get("as_of", len(events))]
                    plain = {name: value for name, value in ask.items() if name != "as_of"}
                    answered += plain["question"] != "violations" and bool(answers.answer(known, plain))
        if not given:
            self.assertGreater(answered, 2 * LISTS)  # equal because both are empty would mean nothing


if __name__ == "__main__":
    unittest.main()
