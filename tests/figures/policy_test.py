"""Goal: a figure is computed by exactly the parameters that it names: each of them can change it, no other
one ever does, and a value rules from its position on.
Method: random lists; every answer of a parameter is put before the first event, and every figure is asked
with and without. A failure prints its seed, SEED runs it again.
"""

import dataclasses
import os
import unittest

import answers
from definitions import CHOICES, DEFINITIONS, NUMBERS, RULED_BY, rulings
from event_list import Event
from product_test import WilderLog
from random_log import CENTERS
from reports import REPORT_FIGURES

ROUNDS_MAX = int(os.environ.get("ROUNDS", "400"))
SEED = int(os.environ.get("SEED", str(int.from_bytes(os.urandom(3), "big"))))
OTHER_NUMBERS = {"co.rating_threshold": 2, "financials.stale_months": 2, "utilisation.hours_per_day": 5,
                 "it_exception.last_fy": 2025}  # fmt: skip
ITEMS = ("insight", "knowledge", "roadmap", "outcome", "satisfaction")
SHOWN = ("value", "reason", "numerator", "denominator", "excluded", "stale", "beside")
OF_YEARS_BEFORE = "baseline.missing"


class PolicyLog(WilderLog):
    """Without parameters; with closed months, so that entries are late, and with what some parameters ask."""

    def __init__(self, seed):
        super().__init__(seed)
        for center, *_ in CENTERS:
            for number in range(12):
                month = f"{2025 + (number + 3) // 12}-{(number + 3) % 12 + 1:02}"
                self.add("month.closed", center_id=center, year_month=month, cut_off=len(self.events))
        self.add("survey.issued", survey_id="v3", items=list(ITEMS))

    def survey(self):
        super().survey()
        answered = {item: self.rng.randrange(1, 6) for item in self.rng.sample(ITEMS, 3)}
        self.add("survey.answered", survey_id="v3", answers=answered, respondent=f"q{len(self.events)}",
                 center_id=self.rng.choice(CENTERS)[0], answered_on=self.day())  # fmt: skip

    def statement(self):
        super().statement()
        data = {**self.events[-1].data, "employees": self.rng.randrange(3), "business_kind": "corporation"}
        addends = ("operating_profit", "depreciation", "personnel_cost")
        data |= {name: self.rng.randrange(9) for name in addends}
        self.add("business.financials_submitted", **data)

    def grow_wild(self, steps):
        return [event for event in super().grow_wild(steps) if event.type != "policy.parameter_set"]


def setting(name, value, position=0):
    at, data = "2024-04-01T00:00:00+09:00", {"name": name, "value": value}
    return Event(position, at, f"policy{position}", "policy.parameter_set", at, {}, data)


def alternatives():
    for name, words in CHOICES.items():
        yield from ((name, word) for word in words[1:])
    yield from OTHER_NUMBERS.items()


def asks():
    """{figure: asks}: every indicator of a year, before its definition too, and every report's figure."""
    found = {name: [] for name in RULED_BY}
    for definition, indicators in DEFINITIONS.items():
        for indicator, first in indicators.items():
            for fiscal_year in (2025, 2026):
                if fiscal_year >= first or indicator == "knowhow_shared":
                    ask = {"indicator": indicator, "definition": definition, "scope": "nation"}
                    found[indicator].append({**ask, "fy": fiscal_year})
    for figure in REPORT_FIGURES:
        for month in ("2026-05", "2026-06"):
            found[figure].append({"figure": figure, "center": CENTERS[0][0], "month": month})
    return found


def shown(events, ask):
    answer = answers.answer(events, ask)
    return [getattr(answer, member) for member in SHOWN]


class Policy(unittest.TestCase):
    def test_each_figure_depends_on_the_parameters_that_it_names(self):
        missing = {(name, figure) for figure, names in RULED_BY.items() for name in names}
        missing.add((OF_YEARS_BEFORE, "knowhow_shared"))
        rounds = 0
        for seed in range(SEED, SEED + ROUNDS_MAX):
            rounds += 1
            events = PolicyLog(seed).grow_wild(160 if rounds % 2 else 30)
            for figure, figure_asks in asks().items():
                for ask in figure_asks:
                    before = shown(events, ask)
                    for name, value in alternatives():
                        if rounds > 2 and (name, figure) not in missing:
                            continue
                        if shown([setting(name, value), *events], ask) != before:
                            with self.subTest(seed=seed, ask=ask, name=name):
                                self.assertTrue(name in RULED_BY[figure] or name == OF_YEARS_BEFORE)
                            missing.discard((name, figure))
            if not missing:
                break
        print(f"seeds {SEED} … {SEED + rounds - 1}")
        self.assertEqual(missing, set())

    def test_a_value_rules_from_its_position_on(self):
        events = PolicyLog(SEED).grow_wild(60)
        last = events[-1].position
        changed = [*events, setting("knowhow.measure", "times", last + 1)]
        changed.append(setting("knowhow.measure", "persons", last + 2))
        ask = {"indicator": "knowhow_shared", "definition": "2026.1", "scope": "nation", "fy": 2026}
        told = []
        for cut_off in (last, last + 1, last + 2):
            answer = answers.answer(changed, {**ask, "cut_off": cut_off})
            rows = [row for row in answer.ruled_by if row["name"] == "knowhow.measure"]
            told += [(row["value"], row["set_by"]) for row in rows]
            self.assertEqual(answer.value, answer.beside[rows[0]["value"]])
        policies = [event.id for event in changed[-2:]]
        self.assertEqual(told, [("persons", None), ("times", policies[0]), ("persons", policies[1])])

    def test_the_end_of_the_exception_has_all_its_values(self):
        name = "it_exception.last_fy"
        events = [setting(name, 2027, 1), setting(name, 2026, 2)]
        rows = [row for row in rulings(events, "issues_resolved") if row["name"] == name]
        self.assertEqual([(row["value"], row["set_by"]) for row in rows],
                         [(NUMBERS[name], None), (2027, "policy1"), (2026, "policy2")])  # fmt: skip

    def test_years_before_a_definition_say_what_ruled_them(self):
        for events in ([], [setting(OF_YEARS_BEFORE, "null")]):
            for fiscal_year in (2025, 2026):
                ask = {"indicator": "va_sum", "definition": "2026.1", "scope": "nation", "fy": fiscal_year}
                named = [row["name"] for row in answers.answer(events, ask).ruled_by]
                self.assertEqual(OF_YEARS_BEFORE in named, fiscal_year == 2025)
                self.assertEqual(named, sorted(named))

    def test_every_figure_has_a_row(self):
        ours = {name for rows in DEFINITIONS.values() for name in rows} | set(REPORT_FIGURES)
        self.assertEqual(set(RULED_BY), ours)
        self.assertTrue(dataclasses.is_dataclass(answers.answer([], {"figure": "sessions", "center": "c40",
                                                                     "month": "2026-04"})))  # fmt: skip


if __name__ == "__main__":
    unittest.main()
