"""Goal: the product withholds a fixed figure exactly when the reference does, and no combination of what is
stated rests on fewer than k businesses, over months, centres, bureaus and the nation.
Method: random years in which businesses come, move between centres, merge, and replace their statements;
the figures of every scope are fixed month after month. The reference judges from the rule, with exact
fractions; beside it all differences of two and three stated values are formed outright. Seeds are printed;
SEED and ROUNDS set them; in a year without small centres few businesses stand behind nothing, so further
seeds follow until each decision was seen often enough.
"""

import collections
import itertools
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
from datetime import date, timedelta

import event_list
import jst
import told_apart
from definitions import CONFIDENTIAL
from indicators import figure
from question import ask
from random_log import CENTERS, RandomLog

ROUNDS = int(os.environ.get("ROUNDS", "4"))
ROUNDS_MAX = 6 * ROUNDS
SEED = int(os.environ.get("SEED", str(int.from_bytes(os.urandom(3), "big"))))
SCOPES = (*(f"center:{center}" for center, _, _ in CENTERS), "bureau:kyushu", "nation")
MONTHS, FIRST_MONTH, NEW_PER_MONTH, K = 5, 15, 5, 3


class YearLog(RandomLog):
    """A year of support in phase 2: what stands behind the sums changes a little from month to month."""

    def __init__(self, seed):
        super().__init__(seed)
        self.supported, self.month = [], 0

    def day(self):
        return (date(2026, 4, 1) + timedelta(days=30 * self.month + self.rng.randrange(28))).isoformat()

    def support(self, business=None):
        """A business's first session in phase 2; some businesses come to two centres."""
        business = business or f"s{len(self.supported)}"
        self.open_case(business)
        case = self.cases[-1]
        self.add("session.held", session_id=f"v{len(self.events)}", case_id=case["case_id"], minutes=60,
                 business_id=business, started_at=f"{self.day()}T10:00:00+09:00")  # fmt: skip
        if business not in self.supported:
            self.supported.append(business)
            self.add("phase.transitioned", business_id=business, to=2, transitioned_on=self.day())
            for year in (2025, 2026):
                if self.rng.random() < 0.8:
                    self.state(business, year)
            if self.rng.random() < 0.8:
                self.count_heads(business)

    def state(self, business, year):
        numbers = {name: self.rng.randrange(10**6) for name in
                   ("operating_profit", "depreciation", "personnel_cost", "sales")}  # fmt: skip
        self.add("business.financials_submitted", business_id=business, business_kind="corporation",
                 period_start=f"{year}-01-01", period_end=f"{year}-12-31", employees=None,
                 **numbers)  # fmt: skip

    def count_heads(self, business):
        self.add("business.profile_updated", business_id=business, as_of_on=self.day(),
                 employees=self.rng.choice([0, 1, 2, 30]))  # fmt: skip

    def correct(self):
        stated = [event for event in self.events if event.type == "business.financials_submitted"]
        event = self.rng.choice(stated)
        data = {**event.data, "corrects": event.id, "sales": self.rng.randrange(10**6)}
        self.add("business.financials_corrected", **data)

    def change(self):
        business = self.rng.choice(self.supported)
        self.rng.choice([lambda: self.state(business, 2026), lambda: self.count_heads(business), self.correct,
                         lambda: self.support(business), self.merge_supported])()  # fmt: skip

    def merge_supported(self):
        roots = [business for business in self.supported if business not in self.parents]
        if len(roots) > 6 and self.rng.random() < 0.4:
            surviving, absorbed = self.rng.sample(roots, 2)
            self.add("business.merged", business_id=surviving, absorbed_id=absorbed)
            self.parents[absorbed] = surviving

    def live(self):
        """Asks in the order of their fixing."""
        asks = []
        for self.month in range(MONTHS):
            begun = FIRST_MONTH if self.month == 0 else 0
            for _ in range(begun + self.rng.choice([0, 1, NEW_PER_MONTH, 2 * NEW_PER_MONTH])):
                self.support()
            for _ in range(self.rng.choice([0, 0, 1, 4])):
                self.change()
            about = {"definition": "2026.1", "fy": 2026, "cut_off": len(self.events)}
            asks += [
                {**about, "indicator": indicator, "scope": scope}
                for scope in SCOPES
                for indicator in CONFIDENTIAL
            ]
        return asks


def businesses_left(weighted, root):
    """Behind Σ weight × sum, where numbers cancel."""
    left = collections.Counter()
    owner = {}
    for weight, numbers in weighted:
        for number, business in numbers.items():
            left[number] += weight
            owner[number] = business
    return {root(owner[number]) for number, weight in left.items() if weight}


def seen_enough(seen):
    return all(seen[why] > ROUNDS for why in ("", "few_businesses", "small_remainder"))


class Fixing(unittest.TestCase):
    def test_equal_decisions_and_nothing_about_few(self):
        seen = collections.Counter()
        seed = SEED
        while seed < SEED + ROUNDS or (seed < SEED + ROUNDS_MAX and not seen_enough(seen)):
            log = YearLog(seed)
            asks = log.live()
            with self.subTest(seed=seed):
                expected = told_apart.decisions(log.events, asks)
                self.assertEqual(self.product(log.events, asks), expected)
                seen.update(expected)
                stated = [one for one, why in zip(asks, expected) if not why]
                self.attack(log.events, stated)
            seed += 1
        print(f"seeds {SEED} … {seed - 1}: {dict(seen)}")
        self.assertTrue(seen_enough(seen), "too little of some kind was compared")

    def attack(self, events, stated):
        by_measure = collections.defaultdict(list)
        for one in stated:
            q = ask(events, one["definition"], one["scope"], jst.fiscal_year(one["fy"]), one["cut_off"])
            names = ("indicator", "definition", "scope", "fy", "cut_off")
            result = figure(events, *(one[name] for name in names))
            for numbers in told_apart.sums_of(q, one["indicator"], result.numerator):
                by_measure[next(iter(numbers))[0]].append(numbers)
        for sums in by_measure.values():
            distinct = [dict(one) for one in {tuple(sorted(numbers.items())) for numbers in sums}]
            for a, b in itertools.combinations(distinct, 2):
                self.judge([(1, a), (-1, b)])
            for a, b, c in itertools.combinations(distinct, 3):
                for signs in ((1, -1, -1), (1, 1, -1), (1, -1, 1)):
                    self.judge(list(zip(signs, (a, b, c))))

    def judge(self, weighted):
        left = businesses_left(weighted, lambda business: business)
        self.assertFalse(0 < len(left) < K, weighted)

    def product(self, events, asks):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "events.ndjson"
            file.write_text("".join(line + "\n" for line in event_list.write_plain(events)))
            command = [os.environ["FIGURES_PRODUCT"], str(file)]
            line = json.dumps({"fixing": asks}) + "\n"
            done = subprocess.run(command, input=line, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


if __name__ == "__main__":
    unittest.main()
