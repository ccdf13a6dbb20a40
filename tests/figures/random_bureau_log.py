"""Random lists of events about contracts, fees, days, costs and duties: as wild as the questions of a
bureau allow, so that every reason comes up. Equal seeds, equal lists. Nothing here knows how a question is
answered."""

import random
from datetime import date, timedelta

from event_list import Event

CENTERS = (("c40", "40", "kyushu"), ("c41", "41", "kyushu"), ("c34", "34", "chugoku"))
KINDS = ("cco", "sub_cco", "co", "prod_lead", "entrustment")
FIRST_DAY, DAYS = date(2026, 3, 20), 420
YEARS = (2025, 2026, 2027)
ITEMS = ("I", "II-1", "II-4", "III")
PARAMETERS = {
    "workdays.week": ("monday_to_sunday", "sunday_to_saturday"),
    "workdays.proration": ("by_contract_days", "none"),
    "workdays.year_days": (2, 40, 240),
    "contract.ceiling_tax": ("included", "excluded"),
    "forum.min_per_year": (0, 1, 2),
    "monthly_report.due_day": (1, 10, 28),
    "countersign.expiry_days": (1, 30),
    "ceiling.c40.2026": (0, 50_000, 500_000),
}


class RandomBureauLog:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.events, self.things, self.parents = [], {}, {}
        for center, prefecture, bureau in CENTERS:
            self.add("center.established", center_id=center, pref_code=prefecture, bureau=bureau)

    def add(self, type_name, actor=None, identity=None, **data):
        position = self.events[-1].position + self.rng.choice([1, 1, 1, 2]) if self.events else 1
        day, clock = FIRST_DAY + timedelta(days=position // 6), self.rng.choice(["00:00:00", "23:59:59"])
        when = f"{day}T{clock}+09:00"
        data = {name: value for name, value in data.items() if value is not None}
        actor, identity = actor or {"person": "s"}, identity or f"e{position}"
        event = Event(position, when, identity, type_name, when, actor, data)
        self.events.append(event)
        self.things.setdefault(type_name, []).append(event)
        return event

    def day(self, around=None):
        if around is not None and self.rng.random() < 0.7:
            return (date.fromisoformat(around) + timedelta(days=self.rng.randrange(-9, 10))).isoformat()
        return (FIRST_DAY + timedelta(days=self.rng.randrange(DAYS))).isoformat()

    def any(self, type_name):
        return self.rng.choice(self.things.get(type_name, [None]))

    def center(self):
        return self.rng.choice(CENTERS)[0]

    def person(self):
        return f"p{self.rng.randrange(6)}"

    def business(self):
        return f"b{self.rng.randrange(5)}"

    def contract(self):
        """Of some contract, sometimes of none."""
        event = self.any("contract.concluded")
        return event["contract_id"] if event and self.rng.random() < 0.97 else "k-unknown"

    def signed(self, event, *roles):
        if self.rng.random() < 0.1:
            return
        for role in roles:
            self.add("event.countersigned", {"person": self.person(), "role": role}, target=event.id)

    def conclude(self):
        rng, start = self.rng, self.day()
        long = rng.random() < 0.5
        end = date.fromisoformat(start) + timedelta(days=rng.randrange(350) if long else rng.randrange(1, 14))
        names = len(self.things.get("contract.concluded", ()))
        event = self.add(
            "contract.concluded",
            contract_id=f"k{names if rng.random() < 0.95 else 0}",
            kind=rng.choice(KINDS),
            center_id=self.center(),
            person_id=self.person(),
            start=start,
            end=end.isoformat(),
            hired_fy=rng.choice([None, 2023, 2024, 2025, 2026]),
            pay_basis=rng.choice(["honorarium", "honorarium", "honorarium", "labour"]),
            staff_status=rng.choice(["independent", "independent", "independent", "staff", "dispatched"]),
            amount_yen=rng.choice([None, 1_000, 100_000]),
            initial_yen=rng.choice([None, 500]),
            supplementary_yen=rng.choice([None, 500]),
        )
        self.signed(event, "co")

    def change_contract(self):
        rng, contract, day = self.rng, self.contract(), self.day()
        event = rng.choice(
            [
                lambda: self.add(
                    "contract.amended", contract_id=contract, amount_yen=rng.choice([None, 90_000])
                ),
                lambda: self.add("contract.shortened", contract_id=contract, new_end=day),
            ]
        )()
        self.signed(event, "co")
        if rng.random() < 0.1:
            self.add("entrustment.rescinded", contract_id=contract, rescinded_on=day)

    def approve(self):
        kind = self.rng.choice(["co", "sub_cco"])
        event = self.any("contract.concluded")
        person, center = self.person(), self.center()
        if event and self.rng.random() < 0.7:
            person, center, kind = event["person_id"], event["center_id"], event["kind"]
        approved_on = self.day(event["start"] if event else None)
        data = {"person_id": person, "role": kind, "center_id": center}
        self.add("appointment.approved", **data, approved_on=approved_on)

    def rescind(self):
        rng, contract, day = self.rng, self.contract(), self.day()
        days = [self.day(day) for _ in range(4)]
        if rng.random() < 0.6:
            days.sort()
        held = self.add("rescission.interview_held", contract_id=contract, held_on=days[0])
        reported = self.add("rescission.reported", contract_id=contract, reported_on=days[1],
                            interview=rng.choice([held.id, held.id, held.id, None, "e1"]))  # fmt: skip
        decided = self.add("rescission.decided", contract_id=contract, decided_on=days[2],
                           allowed=rng.random() < 0.8,
                           report=rng.choice([reported.id, reported.id, reported.id, held.id]))  # fmt: skip
        self.add("contract.rescinded", contract_id=contract if rng.random() < 0.9 else self.contract(),
                 kind=rng.choice(["cco", "cco", "co"]), center_id=self.center(), rescinded_on=days[3],
                 decision=rng.choice([decided.id, decided.id, decided.id, None]))  # fmt: skip

    def rate(self):
        event = self.any("contract.concluded")
        self.add("fee.rate_set", contract_id=self.contract(), **{"from": self.day(event and event["start"])},
                 yen=self.rng.choice([30_001, 35_000, 38_000, 40_000, 41_000, 45_000, 50_000]))  # fmt: skip
        if self.rng.random() < 0.4:
            self.add("fee.raise_approved", contract_id=self.contract(),
                     yen=self.rng.choice([38_000, 40_000, 50_000]))  # fmt: skip

    def pay(self):
        rng, contract = self.rng, self.contract()
        known = self.things.get("contract.concluded", ())
        concluded = next((event for event in known if event["contract_id"] == contract), None)
        ids = []
        for _ in range(rng.randrange(4)):
            ids.append(f"a{len(self.things.get('assignment.performed', ()))}")
            self.add("assignment.performed", assignment_id=ids[-1], contract_id=contract,
                     performed_on=self.day(concluded and concluded["start"]),
                     fraction=rng.choice(["full", "half"]),
                     paperwork=rng.choice(["complete", "complete", "missing"]))  # fmt: skip
        rates = [e["yen"] for e in self.things.get("fee.rate_set", ()) if e["contract_id"] == contract] or [7]
        sums = {"full": rates[-1], "half": rates[-1] // 2}
        work = {e["assignment_id"]: e["fraction"] for e in self.things.get("assignment.performed", ())}
        amount = sum(sums[work[i]] for i in ids) + rng.choice([0, 0, 0, 0, 1, -1])
        if rng.random() < 0.1:
            ids.append(rng.choice([*ids, "a-unknown"]))
        payee = concluded["person_id"] if concluded and rng.random() < 0.8 else self.person()
        self.add("fee.paid", contract_id=contract, assignment_ids=ids, amount_yen=max(amount, 1),
                 tax_yen=rng.randrange(10), paid_on=self.day(), payee=payee)  # fmt: skip

    def work(self):
        event = self.any("contract.concluded")
        if event is None:
            return
        first = date.fromisoformat(event["start"]) + timedelta(days=self.rng.choice([-3, 0, 0, 5, 20]))
        for day in range(self.rng.randrange(12)):
            performed_on = (first + timedelta(days=day)).isoformat()
            self.add("workday.reported", contract_id=event["contract_id"], performed_on=performed_on,
                     fraction=self.rng.choice(["full", "full", "half"]))  # fmt: skip

    def agree(self):
        known = self.things.get("contract.concluded", ())
        leads = [event["contract_id"] for event in known if event["kind"] == "prod_lead"]
        contract, days = self.rng.choice(leads or ["k-unknown"]), self.rng.choice([0, 1, 5])
        event = self.add("workday.exception_agreed", contract_id=contract, days=days)
        signers = ["impl_lead", "bureau_officer"]
        self.signed(event, *self.rng.choice([signers, signers, signers[::-1], ["impl_lead", "impl_lead"]]))

    def cost(self):
        rng = self.rng
        name = f"x{len(self.things.get('cost.recorded', ()))}"
        self.add("cost.recorded", cost_id=name, contract_id=self.contract(), center_id=self.center(),
                 item=rng.choice(ITEMS), amount_yen=rng.randrange(1, 40_000), tax_yen=rng.randrange(4_000),
                 incurred_on=self.day(), fund=rng.choice([None, "initial", "supplementary"]),
                 cost_class=rng.choice(["project", "project", "project", "building"]),
                 travel=rng.choice([None, "domestic", "overseas"]),
                 vouchers=rng.choice([0, 1, 1, 2, 3]))  # fmt: skip
        if rng.random() < 0.3:
            cut = self.any("cost.recorded")
            self.add("cost.disallowed", cost_id=cut["cost_id"], amount_yen=rng.randrange(1, 30_000),
                     reason=rng.choice(["not_needed", "no_voucher"]))  # fmt: skip

    def subcontract(self):
        name = f"u{len(self.things.get('subcontract.requested', ()))}"
        self.add("subcontract.requested", subcontract_id=name, contract_id=self.contract(),
                 amount_yen=self.rng.choice([400, 500, 60_000]),
                 reason_letter=self.rng.random() < 0.3)  # fmt: skip
        if self.rng.random() < 0.7:
            self.add("subcontract.approved", subcontract_id=name)

    def duty(self):
        rng, center, year = self.rng, self.center(), self.rng.choice(YEARS)
        plan = f"pl{len(self.things.get('plan.drafted', ()))}"
        month = self.day()[:7]
        rng.choice(
            [
                lambda: self.add("forum.held", center_id=center, held_on=self.day(),
                                 kind=rng.choice(["regional", "inter_center"])),
                lambda: self.add("plan.drafted", plan_id=plan, center_id=center, fy=year,
                                 kind=rng.choice(["center", "productivity"])),
                lambda: self.add("plan.bureau_confirmed", plan_id=f"pl{rng.randrange(8)}",
                                 confirmed_on=self.day()),
                lambda: self.add("monthly_report.submitted", center_id=center, year_month=month),
                lambda: self.add("feedback.held", center_id=center, fy=year, held_on=self.day(),
                                 attendees=sorted({self.person() for _ in range(4)})),
                lambda: self.add("role.granted", person_id=self.person(), scope=center,
                                 role=rng.choice(["impl_lead", "impl_staff", "co"]), valid_from="2026-04-01"),
                lambda: self.add("interim.approved", center_id=center, person_id=self.person()),
            ]
        )()  # fmt: skip

    def phase2(self):
        rng, business, day = self.rng, self.business(), self.day()
        actor = {"person": self.person(), "center": self.center()}
        if rng.random() < 0.8:
            self.add("business.financials_submitted", business_id=business)
        if rng.random() < 0.8:
            self.add("consent.phase2_agreed", business_id=business)
        named = {}
        for criterion in ("i", "ii", "iii"):
            event = self.add("phase.criterion_met", business_id=business, criterion=criterion,
                             met_on=self.day(day), goal_agreed=rng.random() < 0.8,
                             step=rng.choice([None, "plan", "plan"]))  # fmt: skip
            cited = event if rng.random() < 0.9 else rng.choice(self.events)
            named[f"criterion_{criterion}"] = cited.id
        later = f"later{len(self.events)}" if rng.random() < 0.2 else None
        if later:
            named["criterion_i"] = later
        self.add("phase.transitioned", actor, business_id=rng.choice([business, business, self.business()]),
                 to=2, transitioned_on=day, **named)  # fmt: skip
        if later:
            data = {"business_id": business, "criterion": "i", "met_on": day}
            self.add("phase.criterion_met", identity=later, **data)

    def merge(self):
        roots = [f"b{n}" for n in range(5) if f"b{n}" not in self.parents]
        if len(roots) > 2 and self.rng.random() < 0.6:
            surviving, absorbed = self.rng.sample(roots, 2)
            merge = self.add("business.merged", business_id=surviving, absorbed_id=absorbed)
            self.parents[absorbed] = merge
        elif self.parents:
            absorbed = self.rng.choice(sorted(self.parents))
            merge = self.parents.pop(absorbed)
            data = {"business_id": merge["business_id"], "merge": merge.id, "absorbed_id": absorbed}
            self.add("business.unmerged", **data)

    def parameter(self):
        name = self.rng.choice(sorted(PARAMETERS))
        self.add("policy.parameter_set", name=name, value=self.rng.choice(PARAMETERS[name]))

    def grow(self, steps):
        actions = {self.conclude: 6, self.change_contract: 1, self.approve: 3, self.rescind: 1, self.rate: 4,
                   self.pay: 5, self.work: 4, self.agree: 1, self.cost: 5, self.subcontract: 1, self.duty: 5,
                   self.phase2: 2, self.merge: 2, self.parameter: 1}  # fmt: skip
        for _ in range(steps):
            self.rng.choices(list(actions), actions.values())[0]()
        return self.events


def random_ask(rng, events):
    """A question of the bureau, of some centre, year, day and position."""
    name = rng.choice(["phase2_violations", "fee_violations", "procedure_violations", "workdays",
                       "cost_summary", "eligibility", "unmet_duties"])  # fmt: skip
    ask = {"question": name}
    if name in ("cost_summary", "eligibility", "unmet_duties"):
        ask["center"] = rng.choice(CENTERS)[0]
    else:
        ask["scope"] = rng.choice(["nation", "bureau:kyushu", "prefecture:34", "center:c40", "center:c41"])
    if name in ("cost_summary", "eligibility", "unmet_duties", "workdays"):
        ask["fy"] = rng.choice(YEARS)
    if name in ("unmet_duties", "workdays"):
        ask["on"] = (FIRST_DAY + timedelta(days=rng.randrange(DAYS))).isoformat()
    if rng.random() < 0.5:
        ask["as_of"] = rng.randrange(events[-1].position + 2)
    return ask
