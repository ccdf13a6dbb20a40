"""Goal: the product answers exactly what the reference answers, over lists that people would never write.
Method: random lists with every kind of event that a figure reads, parameters among them; each indicator,
report figure and question at random cut-offs. Seeds are printed; SEED and ROUNDS set them.
"""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import answers
import event_list
from definitions import CHOICES, DEFINITIONS, ONE_ANSWER
from random_log import CENTERS, RandomLog
from reports import REPORT_FIGURES
from result import plain

ROUNDS = int(os.environ.get("ROUNDS", "6"))
SEED = int(os.environ.get("SEED", str(int.from_bytes(os.urandom(3), "big"))))
INT64 = range(-(2**63) + 1, 2**63)


class WilderLog(RandomLog):
    """Further events, in no order of life: late, double, of unknown things."""

    def set_parameter(self):
        numbers = {"it_exception.last_fy": 2025, "financials.stale_months": 12, "co.rating_threshold": 2,
                   "utilisation.hours_per_day": 2, "figures.k_min": 2}  # fmt: skip
        name = self.rng.choice([*CHOICES, *numbers, "va.potential"])
        if name in CHOICES:
            value = self.rng.choice(CHOICES[name])
        elif name in ONE_ANSWER:
            value = self.rng.choice([ONE_ANSWER[name], ONE_ANSWER[name], "another"])
        else:
            value = numbers[name]
        self.add("policy.parameter_set", name=name, value=value)

    def consent(self):
        word = self.rng.choice(["granted", "refused", "refused", "withdrawn"])
        self.add(f"consent.sharing_{word}", business_id=self.rng.choice(self.businesses))

    def register(self):
        kind = self.rng.choice(["corporation", "pre_startup"])
        event = self.add("business.registered", business_id=self.rng.choice(self.businesses), kind=kind)
        if self.rng.random() < 0.3:
            self.add("business.corrected", **{**event.data, "corrects": event.id, "kind": "pre_startup"})

    def move_case(self):
        opened = [e for e in self.events if e.type == "consultation.opened"]
        event = self.rng.choice(opened)
        data = {**event.data, "corrects": event.id, "center_id": self.rng.choice(CENTERS)[0]}
        self.add("consultation.corrected", **data)

    def change_issue(self):
        issue = self.rng.choice(self.issues)["event"]
        data = {name: issue[name] for name in ("issue_id", "case_id", "business_id")}
        step = self.rng.choice(["issue.closed_unresolved", "issue.reclassified", "issue.corrected",
                                "issue.resolved", "issue.reopened"])  # fmt: skip
        days = {"issue.resolved": "resolved_on", "issue.corrected": "identified_on"}
        if step in days:
            data[days[step]] = self.day()
        if step == "issue.corrected":
            data |= {"corrects": issue.id, "category": "business_improvement"}
        self.add(step, **data, to=self.rng.choice(["bookkeeping", "it_use", "business_improvement"]))

    def correct_any(self):
        names = {"issue.resolved": "issue.resolution_corrected", "outcome.confirmed": "outcome.corrected",
                 "referral.made": "referral.corrected", "joint_support.held": "joint_support.corrected",
                 "business.financials_submitted": "business.financials_corrected",
                 "business.profile_updated": "business.profile_corrected"}  # fmt: skip
        found = [event for event in self.events if event.type in names]
        if found:
            event = self.rng.choice(found)
            data = {**event.data, "corrects": event.id}
            for name in ("resolved_on", "confirmed_on", "made_on", "as_of_on"):
                if name in data:
                    data[name] = self.day()
            if "session_id" in data:
                data["session_id"] = self.rng.choice(self.sessions)["session_id"]
            self.add(names[event.type], **data)

    def answer_referral(self):
        made = [event for event in self.events if event.type == "referral.made"]
        if made:
            referral = self.rng.choice(made)["referral_id"]
            if self.rng.random() < 0.6:
                self.add("referral.accepted", referral_id=referral, accepted_on=self.day())
            else:
                self.add("referral.declined", referral_id=referral, declined_on=self.day())

    def organisation(self):
        org, kind = self.rng.choice([("bank", "hq"), ("bank", "support_org"), ("impl-c41", "impl_body")])
        self.add("org.registered", org_id=org, kind=kind)

    def end_phase(self):
        self.add("phase.ended", business_id=self.rng.choice(self.businesses), ended_on=self.day())

    def person(self):
        person, role = self.rng.choice(["p1", "p2", "p3"]), self.rng.choice(["co", "sub_cco", "cco"])
        center = self.rng.choice(CENTERS)[0]
        if self.rng.random() < 0.6:
            more = {"valid_to": "2026-06-30"} if self.rng.random() < 0.3 else {}
            self.add("role.granted", person_id=person, role=role, scope=center, valid_from=self.day(), **more)
        else:
            self.add("role.revoked", person_id=person, role=role, scope=center)

    def rate(self):
        session = self.rng.choice(self.sessions)["session_id"]
        score, person = self.rng.randrange(1, 6), self.rng.choice(["p1", "p2", "p3"])
        self.add("co_rating.given", session_id=session, person_id=person, score=score, given_on=self.day())

    def survey(self):
        if self.rng.random() < 0.3:
            items = self.rng.sample(["insight", "roadmap", "self"], 2)
            self.add("survey.issued", survey_id=self.rng.choice(["v1", "v2"]), items=items)
        items = self.rng.sample(["insight", "roadmap", "self"], 2)
        answered = {item: self.rng.randrange(0, 7) for item in items}
        self.add("survey.answered", survey_id=self.rng.choice(["v1", "v2"]), answers=answered,
                 respondent=f"r{self.rng.randrange(9)}", center_id=self.rng.choice(CENTERS)[0],
                 answered_on=self.day())  # fmt: skip

    def count_small(self):
        center = self.rng.choice(CENTERS)[0]
        self.add("knowhow.shared", center_id=center, mode=self.rng.choice(["sit_in", "lecture"]),
                 persons=self.rng.randrange(9), times=1, shared_on=self.day())  # fmt: skip
        self.add("workday.reported", center_id=center, fraction=self.rng.choice(["half", "full"]),
                 performed_on=self.day())  # fmt: skip
        self.add("initiative.recorded", center_id=center, recorded_on=self.day())
        self.add("productivity_plan.adopted", center_id=center, adopted_on=self.day())
        self.add("followup.recorded", case_id=self.rng.choice(self.cases)["case_id"], followed_on=self.day())
        self.add("referral.received", center_id=center, received_on=self.day())
        self.add("evaluation.ranked", center_id=center, fy=self.rng.choice([2024, 2025]), value=7,
                 indicator=self.rng.choice(["sessions", "va_sum"]))  # fmt: skip

    def report(self):
        center, month = self.rng.choice(CENTERS)[0], self.day()[:7]
        figures = {name: self.rng.randrange(3) for name in self.rng.sample(list(REPORT_FIGURES), 3)}
        cut_off = self.rng.randrange(len(self.events) // 2, len(self.events) + 1)
        self.add("monthly_report.submitted", center_id=center, year_month=month, cut_off=cut_off,
                 figures={**figures, "tea": 1})  # fmt: skip

    def fix(self):
        indicator = self.rng.choice(["va_sum", "va_productivity", "employees_sum"])
        prefix = self.rng.choice(["", "sealed_"])
        shown = {prefix + "value": self.rng.choice([0, 30, 3350000])}
        if self.rng.random() < 0.4:
            shown[prefix + "denominator"] = self.rng.choice([1, 2, 30])
        scopes = ["nation", "bureau:kyushu", *(f"center:{center}" for center, _, _ in CENTERS)]
        self.add("figure.fixed", scope=self.rng.choice(scopes), fy=self.rng.choice([2025, 2026]),
                 year_month=self.day()[:7], cut_off=self.rng.randrange(1, len(self.events) + 1),
                 indicator=indicator, definition_version="2026.1",
                 contributors=self.rng.randrange(4), **shown,
                 **self.rng.choice([{}, {}, {"withheld": "small_remainder"}]))  # fmt: skip

    def grow_wild(self, steps):
        self.grow(10)
        wild = [self.set_parameter, self.consent, self.register, self.move_case, self.change_issue,
                self.person, self.correct_any, self.answer_referral, self.organisation, self.end_phase,
                self.rate, self.survey, self.count_small, self.report, self.fix]  # fmt: skip
        for _ in range(steps):
            if self.rng.random() < 0.6:
                self.grow(1)
            else:
                self.rng.choice(wild)()
        return self.events


def comparable(value):
    """The product writes integers beyond 64 bits as text."""
    if isinstance(value, dict):
        return {name: comparable(item) for name, item in value.items()}
    if isinstance(value, list):
        return [comparable(item) for item in value]
    is_long = isinstance(value, int) and not isinstance(value, bool) and value not in INT64
    return str(value) if is_long else value


def random_asks(log):
    rng, events = log.rng, log.events
    scopes = ["nation", "prefecture:41", "bureau:kyushu", *(f"center:{center}" for center, _, _ in CENTERS)]

    def cut(name):
        return {name: rng.randrange(1, len(events) + 1)} if rng.random() < 0.7 else {}

    for definition, indicators in DEFINITIONS.items():
        for indicator in indicators:
            erased = {"erased": rng.sample(log.businesses, 2)} if rng.random() < 0.3 else {}
            yield {"indicator": indicator, "definition": definition, "scope": rng.choice(scopes),
                   "fy": rng.choice([2025, 2026]), **erased, **cut("cut_off")}  # fmt: skip
    for figure in REPORT_FIGURES:
        yield {"figure": figure, "center": rng.choice(CENTERS)[0], "month": log.day()[:7], **cut("cut_off")}
    for report in [event for event in events if event.type == "monthly_report.submitted"][:4]:
        yield {"question": "reconcile", "center": report["center_id"], "month": report["year_month"],
               **cut("as_of")}  # fmt: skip
    for question in ("indicator_set", "merge_restatements", "fixed_figures", "fixed_figures"):
        more = {"fy": rng.choice([2025, 2026])}
        if question == "fixed_figures" and rng.random() < 0.5:
            more = rng.choice([{}, {"month": log.day()[:7]}])
        yield {"question": question, "scope": rng.choice(scopes), **more, **cut("as_of")}


class Product(unittest.TestCase):
    def test_equal_answers(self):
        compared = 0
        for seed in range(SEED, SEED + ROUNDS):
            log = WilderLog(seed)
            log.grow_wild(160)
            asks = list(random_asks(log))
            for ask, found in zip(asks, self.product(log.events, asks)):
                with self.subTest(seed=seed, ask=ask):
                    expected = comparable(json.loads(json.dumps(plain(answers.answer(log.events, ask)))))
                    self.assertEqual(found, expected)
                    compared += 1
        print(f"seeds {SEED} … {SEED + ROUNDS - 1}: {compared} equal answers")
        self.assertGreater(compared, 40 * ROUNDS)

    def product(self, events, asks):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "events.ndjson"
            file.write_text("".join(line + "\n" for line in event_list.write_plain(events)))
            lines = "".join(json.dumps(ask) + "\n" for ask in asks)
            command = [os.environ["FIGURES_PRODUCT"], str(file)]
            done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True)
        found = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(found), len(asks))
        return found


if __name__ == "__main__":
    unittest.main()
