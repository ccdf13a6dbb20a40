"""Goal: the terms by which a real ledger counts public facts say, at any position, what the reference counts
in the list of events.
Method: a generated month appended to the served binary; positions, times and index terms from its receipts;
every monthly figure of every centre at random cut-offs. DAICHO_TEST_SEED repeats them.
"""

import collections
import json
import os
import pathlib
import random
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))

import event_list
import facts
import jst
import reports
from question import ask
from running_ledger import RunningLedger

CENTERS = ("c40", "c41")
CUT_OFFS = 8
# Families whose plus side adds a number: (event type, date field, number)
SUMS = {
    "knowhow_persons": ("knowhow.shared", "shared_on", "persons"),
    "knowhow_times": ("knowhow.shared", "shared_on", "times"),
    "co_ratings": ("co_rating.given", "given_on", "score"),
    "survey_answers": ("survey.answered", "answered_on", None),
}
# The index counts referrals made; the indicator counts business × issue × target once.
FAMILY = {"referrals": "referrals_made"}


def net_terms(receipts, cut_off):
    """{(figure, centre, month): plus - minus} of the entries up to a position."""
    net = collections.Counter()
    for receipt in receipts:
        if receipt["position"] <= cut_off:
            for path, plus, minus in json.loads(receipt["entry"])["ix"]:
                family, *rest = path.split("/")
                if family == "figure":
                    name, center, _, month = rest
                    net[name, center, month] += plus - minus
    return net


def counted(events, name, center, month, cut_off):
    """(what the reference counts, how many it leaves out as the same referral)"""
    if name in SUMS:
        type_name, date_field, number = SUMS[name]
        q = ask(events, "2026.1", f"center:{center}", jst.month(month), cut_off)
        found = q.here(facts.placed(q.known, facts.stated(q.known, type_name), date_field))
        return sum(fact[number] if number else 1 for fact in found), 0
    result = reports.figure_at(events, name, center, month, cut_off)
    return result.value, sum(reason == "same_referral" for _, reason in result.excluded)


class Ledger(unittest.TestCase):
    def loaded(self):
        with RunningLedger(centers=",".join(CENTERS)) as ledger:
            file, receipts = ledger.generate("0.002"), ledger.folder / "receipts.ndjson"
            ledger.append(file, "--receipts", receipts)
            stream, answers = file.read_text().splitlines(), receipts.read_text().splitlines()
            self.assertEqual(ledger.stop(), 0)
            self.assertEqual(ledger.run("audit", "--data", ledger.data).returncode, 0)
        return event_list.read_generated(stream, event_list.read_receipts(answers)), answers

    def test_index_terms(self):
        seed = int(os.environ.get("DAICHO_TEST_SEED", random.SystemRandom().randrange(10**9)))
        print("DAICHO_TEST_SEED", seed, flush=True)
        events, answers = self.loaded()
        receipts = [json.loads(line) for line in answers]
        self.assertEqual(len(events), len(receipts))
        last = events[-1].position
        cut_offs = random.Random(seed).sample(range(events[0].position, last), CUT_OFFS) + [last]
        months = sorted({month for _, _, month in net_terms(receipts, last)})
        names = set(reports.REPORT_FIGURES) - {"businesses"} | set(SUMS)
        families = {FAMILY.get(name, name) for name in names}
        self.assertEqual({name for name, _, _ in net_terms(receipts, last)} - families, set())
        compared = 0
        for cut_off in cut_offs:
            net = net_terms(receipts, cut_off)
            for name in names:
                for center in CENTERS:
                    for month in months:
                        value, repeated = counted(events, name, center, month, cut_off)
                        found = net[FAMILY.get(name, name), center, month] - repeated
                        self.assertEqual(found, value, (name, center, month, cut_off))
                        compared += value > 0
        self.assertGreater(compared, 50)


if __name__ == "__main__":
    unittest.main()
