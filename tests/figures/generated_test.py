"""Goal: the reference agrees with what the programs say of themselves, and names exactly what is planted.
Method: a stream of `daicho generate`, read with its confidential fields; the catalogue as the binary prints
it. Breaches are planted into the list afterwards, at random; DAICHO_TEST_SEED repeats them.
"""

import dataclasses
import functools
import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

import answers
import definitions
import event_list
import facts
import indicators
import jst
import planted
import reports
from result import plain

DAICHO = os.environ.get("DAICHO", "")
CENTERS, MONTHS = ("c40", "c41"), ("2026-04", "2026-05")
NATION = {"scope": "nation"}
IN_ORDER = (("c40", "2026-04"), ("c40", "2026-05"), ("c41", "2026-04"), ("c41", "2026-05"))


def run(*arguments):
    return subprocess.run([DAICHO, *map(str, arguments)], capture_output=True, check=True).stdout.decode()


@functools.cache
def catalogue():
    return json.loads(run("catalogue", "--json"))


@functools.cache
def streams():
    """Lines of two centres and three months: without violations, and with."""
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data"
        run("init", "--data", data, "--origin", "figures.example/2026")
        command = [
            "generate", "--origin", "figures.example/2026", "--admin-key", data / "secrets" / "admin.pem",
            "--centers", ",".join(CENTERS), "--from", MONTHS[0], "--scale", "0.005",
            "--setup-at", "2026-04-01T00:00:00+09:00",
        ]  # fmt: skip
        two = run(*command, "--months", len(MONTHS)).splitlines()
        three = [*command, "--months", len(MONTHS) + 1]
        return two, run(*three).splitlines(), run(*three, "--with-violations").splitlines()


def stream():
    """Two months without violations."""
    return streams()[0]


@functools.cache
def events():
    return event_list.read_generated(stream())


def without(known, *ids):
    return [event for event in known if event.id not in ids]


def changed(known, identity, **data):
    return [
        dataclasses.replace(event, data={**event.data, **data}) if event.id == identity else event
        for event in known
    ]


class Catalogue(unittest.TestCase):
    def test_confidential_inputs(self):
        types = {row["type"]: row["fields"] for row in catalogue()["types"]}
        for name, wanted in definitions.CONFIDENTIAL_INPUTS.items():
            sealed = {field["name"] for field in types[name] if field["class"] == "confidential"}
            self.assertEqual(sealed - set(wanted), sealed & {"evidence_sha256"}, name)
            self.assertTrue(set(wanted) <= sealed, name)

    def test_indicators(self):
        listed = {row["id"]: (row["first_fy"], row["last_fy"]) for row in catalogue()["indicators"]}
        ours = {name for rows in definitions.DEFINITIONS.values() for name in rows}
        self.assertEqual(ours, set(listed))
        for version, rows in definitions.DEFINITIONS.items():
            said = {row["id"] for row in catalogue()["indicators"] if version in row["definitions"]}
            self.assertEqual(said, set(rows), version)
        years = {row["version"]: (row["first_fy"], row["last_fy"]) for row in catalogue()["definitions"]}
        self.assertEqual(years, {"2024.1": (2014, 2025), "2026.1": (2026, 2100)})
        for name, (first, last) in listed.items():
            self.assertEqual(first <= 2025, name not in definitions.NEW_SET, name)
            self.assertEqual(last <= 2025, name in definitions.OLD_SET, name)

    def test_parameters(self):
        listed = {row["name"]: row for row in catalogue()["parameters"]}
        for name, allowed in definitions.CHOICES.items():
            self.assertEqual(listed[name]["default"], allowed[0], name)
            self.assertEqual(set(listed[name]["choices"]), set(allowed), name)
            self.assertFalse(listed[name]["fixed"], name)
        for name, value in {**definitions.ONE_ANSWER, **definitions.NUMBERS}.items():
            self.assertEqual(listed[name]["default"], value, name)
            self.assertEqual(listed[name]["fixed"], name in definitions.ONE_ANSWER, name)

    def test_parameters_name_the_figures_that_they_rule(self):
        ruled = {name: set() for name in definitions.RULED_BY}
        for row in catalogue()["parameters"]:
            for reader in row["read_by"]:
                if reader.startswith("indicator/") and row["name"] != "baseline.missing":
                    ruled[reader.removeprefix("indicator/")].add(row["name"])
        self.assertEqual(ruled, {name: set(rows) for name, rows in definitions.RULED_BY.items()})
        [base] = [row for row in catalogue()["parameters"] if row["name"] == "baseline.missing"]
        self.assertEqual(set(base["read_by"]), {f"indicator/{name}" for name in definitions.NEW_SET})

    def test_corrections_and_countersignatures(self):
        rows = {row["type"]: row for row in catalogue()["types"]}
        listed = {name: row["countersigners"] for name, row in rows.items() if row["countersigners"]}
        self.assertEqual(listed, facts.COUNTERSIGNED_BY)
        self.assertEqual(
            {name for name in rows if name.endswith("_corrected") or name.endswith(".corrected")},
            set(facts.CORRECTED_BY.values()) | {"advice.corrected"},
        )

    def test_golden_events_speak_the_catalogue(self):
        """Types, field names and codes; golden lists leave out what no figure reads."""
        types = {row["type"]: {f["name"]: f for f in row["fields"]} for row in catalogue()["types"]}
        for file in sorted((pathlib.Path(__file__).resolve().parent / "golden").glob("*.json")):
            for position, _, type_name, data, *_ in json.loads(file.read_text())["events"]:
                for name, value in data.items():
                    field = types[type_name].get(name)
                    self.assertIsNotNone(field, (file.name, position, name))
                    for code in value if field["kind"] == "code_list" else [value]:
                        if field["kind"] in ("code", "code_list") and code is not None:
                            self.assertIn(code, field["codes"], (file.name, position, name))

    def test_categories(self):
        row = next(row for row in catalogue()["types"] if row["type"] == "issue.identified")
        codes = next(field["codes"] for field in row["fields"] if field["name"] == "category")
        self.assertTrue({rule[0] for rule in definitions.CATEGORY_RULES} <= set(codes))


class Generated(unittest.TestCase):
    def test_confidential_fields_are_read(self):
        statements = [e for e in events() if e.type == "business.financials_submitted"]
        names = [e["name"] for e in events() if e.type == "org.registered"]
        self.assertTrue(statements and names)
        self.assertTrue(all(isinstance(e["sales"], int) and e["period_end"] for e in statements))
        self.assertTrue(all(isinstance(name, str) for name in names))

    def test_planted_lines_are_left_out_unless_asked_for(self):
        lines = streams()[2]
        refused = sum('"expected":' in line for line in lines)
        self.assertGreater(refused, 50)
        self.assertEqual(len(planted.read_refused(lines)), refused)
        self.assertEqual(len(event_list.read_generated(lines)), len(lines) - refused)
        everything = event_list.read_generated(lines, with_violations=True)
        self.assertEqual(len(everything), len(lines))

    def test_positions_of_receipts_rule(self):
        kept = 1 + max(i for i, event in enumerate(events()) if event.type == "month.closed")
        receipts = {event.id: (event.position + 1000, event.recorded_at) for event in events()[:kept]}
        moved = event_list.read_generated(stream(), receipts)
        self.assertEqual([e.position for e in moved], list(range(1001, 1001 + kept)))
        closings = [e for e in moved if e.type == "month.closed"]
        self.assertTrue(closings and all(e["cut_off"] > 1000 for e in closings))

    def test_without_receipts_recorded_time_never_falls(self):
        recorded = [jst.instant(event.recorded_at) for event in events()]
        occurred = [jst.instant(event.occurred_at) for event in events()]
        self.assertEqual(recorded, sorted(recorded))
        self.assertNotEqual(occurred, sorted(occurred))
        self.assertTrue(all(r >= o for r, o in zip(recorded, occurred)))

    def test_reports_equal_the_recomputation(self):
        for center, month in IN_ORDER:
            answer = reports.reconcile(events(), center, month)
            self.assertEqual(len(answer["figures"]), 12)
            for name, row in answer["figures"].items():
                self.assertEqual(row["gap"], 0, (center, month, name))

    def test_late_corrections_are_the_only_restatements(self):
        late = {}
        for center, month in IN_ORDER:
            for row in reports.reconcile(events(), center, month)["figures"].values():
                for move in row.get("moved_by", ()):
                    late[move["id"]] = move["type"]
        self.assertEqual(set(late.values()), {"session.corrected"})

    def test_types_that_move_nothing(self):
        """What reports.MOVING leaves out could go without a figure noticing."""
        kept = [event for event in events() if event.type.startswith(reports.MOVING)]
        self.assertLess(len(kept), len(events()))
        for center, month in IN_ORDER:
            for name in reports.REPORT_FIGURES:
                states = [reports.state_at(known, name, center, month, None) for known in (kept, events())]
                self.assertEqual(*states, (center, month, name))

    def test_every_indicator_has_a_value_or_a_reason(self):
        for definition, rows in definitions.DEFINITIONS.items():
            for name in rows:
                ask = {"indicator": name, "definition": definition, "fy": 2026, **NATION}
                result = answers.answer(events(), ask)
                self.assertEqual(result.value is None, result.reason is not None, name)
                self.assertEqual(json.loads(json.dumps(plain(result)))["indicator"], name)
        self.assertGreater(indicators.figure(events(), "va_sum", "2026.1", "nation", 2026).value, 0)


class Planted(unittest.TestCase):
    """Exactly what is planted is named: no more, no fewer."""

    def setUp(self):
        seed = int(os.environ.get("DAICHO_TEST_SEED", random.SystemRandom().randrange(10**9)))
        print("DAICHO_TEST_SEED", seed, flush=True)
        self.rng = random.Random(seed)

    def some(self, type_name, **wanted):
        found = [
            event
            for event in events()
            if event.type == type_name and all(event[name] == value for name, value in wanted.items())
        ]
        return self.rng.choice(found)

    def ids_of(self, question, known):
        rows = answers.answer(known, {"question": question, **NATION})
        return [(row["id"], tuple(row["reasons"])) for row in rows]

    def test_nothing_is_named_in_a_clean_list(self):
        for question in ("phase2_violations", "fee_violations", "procedure_violations"):
            self.assertEqual(self.ids_of(question, events()), [], question)

    def test_phase2(self):
        transition = self.some("phase.transitioned")
        criterion = self.rng.choice(["i", "ii", "iii"])
        known = without(events(), transition[f"criterion_{criterion}"])
        found = self.ids_of("phase2_violations", known)
        self.assertEqual(found, [(transition.id, (f"criterion_{criterion}_missing",))])

    def test_fees(self):
        payment = self.some("fee.paid")
        yen = payment["amount_yen"]
        for data, reasons in (
            ({"amount_yen": yen + 1}, {("amount_differs",), ("half_day_rule",)}),
            ({"amount_yen": yen - 1}, {("amount_differs",)}),
            ({"payee": "agency"}, {("third_party",)}),
        ):
            [(identity, named)] = self.ids_of("fee_violations", changed(events(), payment.id, **data))
            self.assertEqual(identity, payment.id)
            self.assertIn(named, reasons)

    def test_contracts_before_approval(self):
        approval = self.some("appointment.approved")
        concluded = [
            event.id
            for event in events()
            if event.type == "contract.concluded"
            and (event["person_id"], event["kind"]) == (approval["person_id"], approval["role"])
        ]
        self.assertTrue(concluded)
        found = self.ids_of("procedure_violations", without(events(), approval.id))
        self.assertEqual(sorted(found), sorted((identity, ("no_approval",)) for identity in concluded))

    def test_wrong_reports(self):
        report = self.some("monthly_report.submitted")
        name = self.rng.choice(sorted(set(report["figures"]) - {"referrals"}))
        figures = {**report["figures"], name: report["figures"][name] + 1000}
        known = changed(events(), report.id, figures=figures)
        for center, month in IN_ORDER:
            rows = reports.reconcile(known, center, month)["figures"]
            wrong = {n: row["gap"] for n, row in rows.items() if row["gap"] and n != "referrals"}
            here = (center, month) == (report["center_id"], report["year_month"])
            self.assertEqual(wrong, {name: 1000} if here else {})

    def test_late_merges(self):
        """Two businesses of a closed month, merged after its close: one restatement of minus one."""
        closing = self.some("month.closed", year_month=MONTHS[0])
        center = closing["center_id"]
        ask = {"figure": "businesses", "center": center, "month": MONTHS[0]}
        surviving, absorbed = self.rng.sample(answers.answer(events(), ask).numerator, 2)
        template, last = events()[-1], events()[-1].position
        data = {"business_id": surviving, "absorbed_id": absorbed}
        merge = dataclasses.replace(
            template, position=last + 1, id="planted", type="business.merged", data=data
        )
        known = [*events(), merge]
        rows = answers.answer(known, {"question": "merge_restatements", "fy": 2026, **NATION})
        before = answers.answer(events(), {"question": "merge_restatements", "fy": 2026, **NATION})
        new = [row for row in rows if row not in before]
        april = [row for row in new if (row["center"], row["year_month"]) == (center, MONTHS[0])]
        self.assertEqual([(row["id"], row["change"]) for row in april], [("planted", -1)])
        self.assertEqual({row["id"] for row in new}, {"planted"})

    def test_costs(self):
        cost = self.some("cost.recorded")
        year = jst.fiscal_year_of(jst.jst_day(cost["incurred_on"]))  # earlier years have accounts, too
        ask = {"question": "eligibility", "center": cost["center_id"], "fy": year}
        before = answers.answer(events(), ask)
        for data, reason in (({"vouchers": 0}, "no_voucher"), ({"cost_class": "building"}, "class_building")):
            after = answers.answer(changed(events(), cost.id, **data), ask)
            new = [row for row in after["rows"] if row not in before["rows"]]
            self.assertEqual([(row["id"], row["reasons"][0]) for row in new], [(cost.id, reason)])
            self.assertEqual(after["booked"], before["booked"])

    def test_duties(self):
        report = self.some("monthly_report.submitted")
        ask = {"question": "unmet_duties", "center": report["center_id"], "fy": 2026, "on": "2026-06-20"}
        before = [row["duty"] for row in answers.answer(events(), ask)]
        after = [row["duty"] for row in answers.answer(without(events(), report.id), ask)]
        self.assertEqual(set(after) - set(before), {f"monthly_report_{report['year_month']}"})


class Marked(unittest.TestCase):
    """What the generator plants among accepted events is found, and nothing else."""

    @classmethod
    def setUpClass(cls):
        _, without, lines = streams()
        cls.marks = planted.read_marks(lines)
        cls.events, cls.before = event_list.read_generated(lines), event_list.read_generated(without)
        cls.months = [(center, month) for center in CENTERS for month in (*MONTHS, "2026-06")]

    def test_a_run_without_has_no_marks(self):
        self.assertEqual(planted.read_marks(streams()[1]), [])
        self.assertGreater(len(self.marks), 30)
        left_out = {event.id for event in self.before} - {event.id for event in self.events}
        missing = [event for event in self.before if event.id in left_out]
        self.assertEqual(
            [(event.type, f"monthly_report_{event['year_month']}") for event in missing],
            [("monthly_report.submitted", m["duty"]) for m in self.marks if m.get("kind") == "duties"],
        )

    def test_reports(self):
        wrong, missing = 0, 0
        for center, month in self.months:
            with self.subTest(center=center, month=month):
                expected = planted.gaps(self.marks, center, month)
                report = reports.report_of(self.events, center, month)
                if report is None:
                    missing += 1
                    self.assertEqual(expected, {})
                    continue
                about = (center, month, report["cut_off"])
                gaps = {
                    name: stated - reports.figure_at(self.events, name, *about).value
                    for name, stated in report["figures"].items()
                }
                self.assertEqual({name: gap for name, gap in gaps.items() if gap}, expected)
                wrong += bool(expected)
        self.assertEqual((wrong, missing), (3, 1))

    def test_what_moved_a_closed_month(self):
        """Slow: the end-to-end test has every month."""
        center, month = CENTERS[0], MONTHS[0]
        answer = reports.reconcile(self.events, center, month)
        late = planted.moves(self.marks, center, month)
        self.assertEqual(len(late), 8)
        usual = planted.late_corrections(self.before, center, month)
        self.assertEqual(planted.moves_in(answer), late | usual)

    def test_merges(self):
        rows = answers.answer(self.events, {"question": "merge_restatements", "fy": 2026, **NATION})
        usual = answers.answer(self.before, {"question": "merge_restatements", "fy": 2026, **NATION})
        self.assertEqual(planted.merges_in(usual), set())
        self.assertEqual(planted.merges_in(rows), planted.merges(self.marks))
        self.assertEqual({row["change"] for row in rows}, {-1, 1})

    def test_violations(self):
        found = {}
        for kind in ("phase2", "fees", "procedures", "workdays", "costs", "duties"):
            for center in CENTERS:
                for year in (2024, 2026) if kind in planted.YEARLY else (2026,):
                    with self.subTest(kind=kind, center=center, year=year):
                        asked = (kind, center, year, "2026-07-20")
                        rows, usual = (
                            planted.violations_in(kind, planted.reference_rows(known, *asked))
                            for known in (self.events, self.before)
                        )
                        expected = planted.violations(self.marks, kind, center, year)
                        self.assertEqual(rows - usual, expected)
                        self.assertLessEqual(usual, rows)
                        found[kind] = found.get(kind, 0) + len(expected)
        self.assertEqual(found.pop("phase2"), 0)  # what the rules let in, the question finds in order
        self.assertTrue(all(found.values()), found)


if __name__ == "__main__":
    if not os.access(DAICHO, os.X_OK):
        raise SystemExit(f"the environment variable DAICHO does not name a program: {DAICHO!r}")
    unittest.main()
