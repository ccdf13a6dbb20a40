"""Goal: the facts that the sources print, and the rules that have no list of events.
Method: the worked example and every sum and vector of programme 3.0, 3.2, 7.1, 7.2 and 7.4 literally; check
digits also by brute force over every single slip; the calendar against every day of four years.
"""

import unittest
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

import answers
import definitions
import event_list
import jst
import matching
import values

# 001 V.3, thousand yen: total, FY2025 initial, FY2024 supplementary
KYUSHU = {
    "福岡県": (246_113, 149_016, 97_097),
    "佐賀県": (112_019, 67_825, 44_194),
    "長崎県": (117_159, 70_937, 46_222),
    "熊本県": (117_304, 71_025, 46_279),
    "大分県": (106_649, 64_573, 42_076),
    "宮崎県": (106_731, 64_623, 42_108),
    "鹿児島県": (122_338, 74_073, 48_265),
}
# 003 table 11, in its own order
CHIEFS = (22, 5, 2, 2, 3, 1, 0, 2, 0, 2, 1, 2, 1, 2, 0, 0, 0, 0, 0, 0, 0)
COORDINATORS = (399, 70, 68, 101, 83, 57, 44, 49, 48, 16, 28, 13, 22, 9, 5, 9, 10, 1, 2, 5, 2)


class Printed(unittest.TestCase):
    def test_kyushu_ceilings(self):
        for name, (total, initial, supplementary) in KYUSHU.items():
            self.assertEqual(initial + supplementary, total, name)
            self.assertEqual(round(Fraction(initial * 10_000, total)), 6055, name)
        sums = [sum(row[n] for row in KYUSHU.values()) for n in range(3)]
        self.assertEqual(sums, [928_313, 562_072, 366_241])
        self.assertEqual(round(Fraction(sums[1] * 10_000, sums[0])), 6055)

    def test_qualifications(self):
        self.assertEqual((len(CHIEFS), len(COORDINATORS)), (21, 21))
        self.assertEqual((sum(CHIEFS), sum(COORDINATORS)), (45, 1_041))
        self.assertEqual(47 + 1_026, 1_073)

    def test_worked_example(self):
        corporation = {"business_kind": "corporation", "operating_profit": 3_000_000,
                       "personnel_cost": 12_000_000, "depreciation": 1_500_000}  # fmt: skip
        sole = {"business_kind": "sole_proprietor", "operating_profit": 4_200_000, "depreciation": 300_000,
                "welfare_cost": 50_000, "wages": 2_400_000}  # fmt: skip
        self.assertEqual(values.value_added(corporation), 16_500_000)
        self.assertEqual(values.value_added(sole), 6_950_000)
        self.assertIsNone(values.value_added({**corporation, "business_kind": "pre_startup"}))
        self.assertIsNone(values.value_added({**sole, "wages": None}))
        rows = [
            [1, "2026-04-01", "consultation.opened", {"case_id": "kA", "center_id": "c40"}],
            [2, "2026-04-01", "consultation.opened", {"case_id": "kB", "center_id": "c40"}],
        ]
        for business, statement, heads in (("A", corporation, 5), ("B", sole, 2)):
            held = {"session_id": f"s{business}", "case_id": f"k{business}", "business_id": business,
                    "started_at": "2026-05-01T09:00:00+09:00", "minutes": 60}  # fmt: skip
            period = {"business_id": business, "period_start": "2025-05-01", "period_end": "2026-04-30"}
            for type_name, data in (
                ("session.held", held),
                ("phase.transitioned", {"business_id": business, "to": 2, "transitioned_on": "2026-05-01"}),
                ("business.financials_submitted", {**statement, **period}),
                ("business.profile_updated", {"business_id": business, "as_of_on": "2026-05-01",
                                              "employees": heads}),
            ):  # fmt: skip
                rows.append([len(rows) + 1, "2026-05-01", type_name, data])
        events = answers.expand(rows)

        def of(name):
            ask = {"indicator": name, "definition": "2026.1", "scope": "center:c40", "fy": 2026}
            return answers.answer(events, ask)

        self.assertEqual(of("va_sum").value, 23_450_000)
        self.assertEqual(of("va_productivity").value, Fraction(23_450_000, 7))
        self.assertEqual(of("va_productivity").value, 3_350_000)
        self.assertEqual(of("va_productivity").beside["mean"], 3_387_500)
        self.assertEqual(of("employees_sum").value, 7)


class CorporateNumbers(unittest.TestCase):
    def test_vectors(self):
        for text, valid in (
            ("7123456789012", True),
            ("6123456789012", False),
            ("712345678901", False),
            ("7123456780012", True),  # 9 → 0: the blind spot
            ("7123456789912", True),  # 0 → 9
            ("0123456789012", False),
            ("71234567890123", False),
            ("７123456789012", False),
            ("", False),
        ):
            self.assertEqual(matching.is_corporate_number(text), valid, text)
        self.assertEqual(matching.check_digit("123456789012"), 7)

    def test_every_single_slip(self):
        """Only 0 for 9 and 9 for 0 pass, at every one of the twelve places."""
        right = "7123456789012"
        for place in range(1, 13):
            for digit in "0123456789":
                wrong = right[:place] + digit + right[place + 1 :]
                passes = wrong == right or {digit, right[place]} == {"0", "9"}
                self.assertEqual(matching.is_corporate_number(wrong), passes, wrong)

    def test_leading_zero_is_never_valid(self):
        digits = {matching.check_digit(f"{base:012d}") for base in range(2000)}
        self.assertEqual(digits, set(range(1, 10)))


class Calendar(unittest.TestCase):
    def test_every_instant_at_the_edge_of_a_day(self):
        day = date(2024, 4, 1)
        while day < date(2028, 4, 1):
            midnight = datetime(day.year, day.month, day.day, tzinfo=timezone(timedelta(hours=9)))
            before = midnight - timedelta(seconds=1)
            self.assertEqual(jst.jst_day(midnight.astimezone(timezone.utc).isoformat()), day)
            eve = jst.jst_day(before.astimezone(timezone.utc).isoformat())
            self.assertEqual(eve, day - timedelta(days=1))
            self.assertEqual(jst.jst_day(day.isoformat()), day)
            year = jst.fiscal_year(jst.fiscal_year_of(day))
            self.assertTrue(year.has(day))
            self.assertIn(year.days, (365, 366))
            self.assertTrue(jst.month(day.isoformat()[:7]).has(day))
            day += timedelta(days=1)

    def test_printed_edges(self):
        for text, year in (
            ("2026-03-31T23:59:59+09:00", 2025),
            ("2026-03-31T15:00:00Z", 2026),
            ("2026-03-31T14:59:59Z", 2025),
            ("2026-03-31T20:00:00+14:00", 2025),
        ):
            self.assertEqual(jst.fiscal_year_of(jst.jst_day(text)), year, text)
        with self.assertRaises(ValueError):
            jst.jst_day("2026-03-31T15:00:00")

    def test_months_of_a_fiscal_year_fill_it(self):
        year = jst.fiscal_year(2027)
        labels = [f"2027-{n:02d}" for n in range(4, 13)] + ["2028-01", "2028-02", "2028-03"]
        self.assertEqual(sum(jst.month(label).days for label in labels), year.days)
        self.assertEqual(year.days, 366)

    def test_twelve_months(self):
        for first, last, whole in (
            ("2025-01-01", "2025-12-31", True),
            ("2024-03-01", "2025-02-28", True),
            ("2023-03-01", "2024-02-29", True),
            ("2025-01-01", "2025-12-30", False),
            ("2025-01-01", "2026-01-31", False),
            ("2026-01-01", "2026-06-30", False),
        ):
            found = jst.is_twelve_months(date.fromisoformat(first), date.fromisoformat(last))
            self.assertEqual(found, whole, (first, last))
        self.assertEqual(jst.months_before(date(2027, 3, 31), 24), date(2025, 3, 31))
        self.assertEqual(jst.months_before(date(2027, 3, 31), 1), date(2027, 2, 28))
        self.assertEqual(jst.months_before(date(2027, 1, 15), 1), date(2026, 12, 15))


class Parameters(unittest.TestCase):
    def test_unknown_values_are_refused(self):
        for name, value in (("knowhow.measure", "hours"), ("matching.magic", 1)):
            events = answers.expand(
                [[1, "2026-04-01", "policy.parameter_set", {"name": name, "value": value}]]
            )
            with self.assertRaises((ValueError, KeyError)):
                definitions.parameter(events, name)

    def test_the_last_value_holds(self):
        rows = [
            [1, "2026-04-01", "policy.parameter_set", {"name": "co.rating_threshold", "value": 3}],
            [2, "2026-04-02", "policy.parameter_set", {"name": "co.rating_threshold", "value": 5}],
        ]
        self.assertEqual(definitions.parameter([], "co.rating_threshold"), 4)
        self.assertEqual(definitions.parameter(answers.expand(rows[:1]), "co.rating_threshold"), 3)
        self.assertEqual(definitions.parameter(answers.expand(rows), "co.rating_threshold"), 5)

    def test_the_erasure_set_of_a_log(self):
        rows = [
            [1, "2026-04-01", "key.destroyed", {"subject_kind": "business", "subject_id": "A"}],
            [2, "2026-04-01", "key.destroyed", {"subject_kind": "person", "subject_id": "B"}],
            [3, "2026-04-01", "key.destroyed", {"subject_kind": "business", "subject_id": "C"}],
        ]
        events = answers.expand(rows)
        self.assertEqual(event_list.erased_businesses(events), {"A", "C"})
        self.assertEqual(event_list.erased_businesses(event_list.up_to(events, 2)), {"A"})

    def test_a_merge_cycle_is_no_log(self):
        rows = [
            [1, "2026-04-01", "business.merged", {"business_id": "A", "absorbed_id": "B"}],
            [2, "2026-04-01", "business.merged", {"business_id": "B", "absorbed_id": "A"}],
        ]
        with self.assertRaises(ValueError):
            matching.representative(answers.expand(rows), "A")


if __name__ == "__main__":
    unittest.main()
