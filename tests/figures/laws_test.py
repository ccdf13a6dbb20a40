"""Goal: laws that hold for every list of events, whatever the definitions are.
Method: random lists; a failure prints its seed, DAICHO_TEST_SEED runs it again.
"""

import dataclasses
import functools
import os
import random
import unittest

import event_list
import indicators
import jst
import reports
from definitions import DEFINITIONS
from question import ask
from random_log import CENTERS, RandomLog
from result import plain

SCOPES = ["nation", "bureau:kyushu", "prefecture:34"] + [f"center:{center}" for center, _, _ in CENTERS]
ADDITIVE = ("sessions", "session_minutes", "issues_identified", "issues_resolved")
DISTINCT = ("businesses", "referred_businesses", "joint_businesses")
LISTS, STEPS = 12, 90
REASONS_SEEN = set()


def version_of(indicator):
    return next(version for version, rows in DEFINITIONS.items() if indicator in rows)


def figure(events, indicator, scope, year=2026, cut_off=None, erased=frozenset()):
    return indicators.figure(events, indicator, version_of(indicator), scope, year, cut_off, erased)


def apart_from_position(result):
    return plain(dataclasses.replace(result, position=0))


def over_lists(law):
    """The law as a test over several lists, each a subtest that names its seed."""

    @functools.wraps(law)
    def test(self):
        given = os.environ.get("DAICHO_TEST_SEED")
        first = int(given or random.SystemRandom().randrange(10**9))
        for seed in range(first, first + (1 if given else LISTS)):
            with self.subTest(DAICHO_TEST_SEED=seed):
                law(self, RandomLog(seed).grow(STEPS), random.Random(seed))

    return test


class Laws(unittest.TestCase):
    @over_lists
    def test_what_comes_later_changes_nothing_before(self, events, rng):
        cut_off, scope = rng.randrange(len(events) + 1), rng.choice(SCOPES)
        for indicator in indicators.FUNCTIONS:
            then = figure(event_list.up_to(events, cut_off), indicator, scope)
            again = figure(events, indicator, scope, cut_off=cut_off)
            self.assertEqual(apart_from_position(then), apart_from_position(again), indicator)
            self.assertEqual(again.position, cut_off)

    @over_lists
    def test_wholes_and_parts(self, events, rng):
        """Facts add up over centres and months; distinct businesses never exceed the sum of the parts."""
        months = [f"2026-{n:02d}" for n in range(4, 13)] + ["2027-01", "2027-02", "2027-03"]
        for indicator in ADDITIVE + DISTINCT:
            whole = figure(events, indicator, "nation")
            by_center = [figure(events, indicator, f"center:{c}").value for c, _, _ in CENTERS]
            function = indicators.FUNCTIONS[indicator]
            by_month = [function(ask(events, "2026.1", "nation", jst.month(m))).value for m in months]
            if indicator in ADDITIVE:
                self.assertEqual((whole.value, whole.value), (sum(by_center), sum(by_month)), indicator)
            else:
                self.assertTrue(max(by_center) <= whole.value <= sum(by_center), indicator)
                self.assertTrue(max(by_month) <= whole.value <= sum(by_month), indicator)
                self.assertEqual(len(set(whole.numerator)), whole.value)

    @over_lists
    def test_moves_add_up(self, events, rng):
        """From a cut-off to now, the moves form a chain from one value to the other."""
        cut_off, center = rng.randrange(len(events)), rng.choice(CENTERS)[0]
        for name in ("businesses", "session_minutes", "issues_resolved", "outcomes_confirmed"):
            value = reports.figure_at(events, name, center, "2026-05", cut_off).value
            for _, before, after in reports.movers(events, name, center, "2026-05", cut_off, None):
                self.assertEqual(before, value)
                value = after
            self.assertEqual(value, reports.figure_at(events, name, center, "2026-05", None).value)

    @over_lists
    def test_an_unmerge_takes_a_merge_back(self, events, rng):
        log = RandomLog(0)
        log.events = list(events)
        merge = log.add("business.merged", business_id="new", absorbed_id="b0")
        log.add("business.unmerged", business_id="new", absorbed_id="b0", merge=merge.id)
        for indicator in indicators.FUNCTIONS:
            before, after = figure(events, indicator, "nation"), figure(log.events, indicator, "nation")
            self.assertEqual(apart_from_position(before), apart_from_position(after), indicator)

    @over_lists
    def test_a_correction_to_the_same_changes_nothing(self, events, rng):
        log = RandomLog(0)
        log.events = list(events)
        corrected = {e["corrects"] for e in events if e.type == "session.corrected"}
        for event in events:
            if event.type == "session.held" and event.id not in corrected:
                log.add("session.corrected", corrects=event.id, **event.data)
        for indicator in ("sessions", "session_minutes", "businesses", "va_sum"):
            before, after = figure(events, indicator, "nation"), figure(log.events, indicator, "nation")
            self.assertEqual(apart_from_position(before), apart_from_position(after), indicator)

    @over_lists
    def test_sets_explain_values(self, events, rng):
        """Sums over S: a business is in the numerator or excluded with one reason, and none is both."""
        erased = frozenset(rng.sample([f"b{n}" for n in range(8)], 2))
        for year in (2025, 2026):
            for indicator in ("va_sum", "va_productivity", "va_yoy", "sales_growth", "employees_sum"):
                result = figure(events, indicator, "nation", year, erased=erased)
                left_out = [identity for identity, _ in result.excluded]
                self.assertEqual(len(left_out), len(set(left_out)))
                self.assertFalse(set(left_out) & set(result.numerator))
                self.assertTrue(set(result.stale) <= set(result.numerator))
                self.assertEqual(result.value is None, result.reason is not None)
                REASONS_SEEN.update(reason for _, reason in result.excluded)

    @over_lists
    def test_reading_back_what_was_written(self, events, rng):
        lines = list(event_list.write_plain(events))
        rng.shuffle(lines)
        self.assertEqual(event_list.read_plain(lines), events)
        with self.assertRaises(ValueError):
            event_list.read_plain(lines + lines[:1])


def tearDownModule():
    """The lists were rich enough to mean something."""
    if "DAICHO_TEST_SEED" not in os.environ and len(REASONS_SEEN) < 5:
        raise AssertionError(f"only {sorted(REASONS_SEEN)} left somebody out")


if __name__ == "__main__":
    unittest.main()
