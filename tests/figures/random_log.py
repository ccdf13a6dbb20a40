"""Random lists of events that obey the log's order of life: for laws that hold for every list. Equal seeds,
equal lists. Nothing here knows how a figure is computed."""

import random
from datetime import date, timedelta

from event_list import Event

CENTERS = (("c40", "40", "kyushu"), ("c41", "41", "kyushu"), ("c34", "34", "chugoku"))
CATEGORIES = ("sales_growth", "it_use", "bookkeeping", "subsidy_plan", "business_improvement", "financing")


class RandomLog:
    """Two fiscal years of three small centres."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.events = []
        self.cases, self.sessions, self.issues, self.merges, self.parents = [], [], [], [], {}
        for center, prefecture, bureau in CENTERS:
            self.add("center.established", center_id=center, pref_code=prefecture, bureau=bureau,
                     impl_body=f"impl-{center}", fy=2025)  # fmt: skip
        self.businesses = [f"b{n}" for n in range(8)]
        for business in self.businesses:
            self.open_case(business)

    def add(self, type_name, **data):
        position = len(self.events) + 1
        when = f"{date(2026, 4, 1) + timedelta(days=position // 4)}T12:00:00+09:00"
        event = Event(position, when, f"e{position}", type_name, when, {"center": "c40"}, data)
        self.events.append(event)
        return event

    def day(self):
        return (date(2025, 4, 1) + timedelta(days=self.rng.randrange(730))).isoformat()

    def open_case(self, business=None):
        case = {"case_id": f"k{len(self.cases)}", "center_id": self.rng.choice(CENTERS)[0]}
        case["business_id"] = business or self.rng.choice(self.businesses)
        self.cases.append(case)
        self.add("consultation.opened", **case)

    def in_case(self):
        case = self.rng.choice(self.cases)
        return {name: case[name] for name in ("case_id", "business_id")}

    def hold_session(self):
        data = {"session_id": f"s{len(self.sessions)}", **self.in_case()}
        data["minutes"] = self.rng.randrange(1, 200)
        data["started_at"] = f"{self.day()}T{self.rng.choice(['00:00:00', '23:59:59'])}+09:00"
        self.sessions.append(self.add("session.held", **data))

    def correct_session(self):
        event = self.rng.choice(self.sessions)
        data = {**event.data, "minutes": self.rng.randrange(1, 200), "started_at": f"{self.day()}T01:00:00Z"}
        self.add("session.corrected", corrects=event.id, **data)

    def joint(self):
        event = self.rng.choice(self.sessions)
        data = {name: event[name] for name in ("session_id", "case_id", "business_id")}
        self.add("joint_support.held", **data, org_ids=[self.rng.choice(["bank", "impl-c41"])])

    def identify(self):
        data = {"issue_id": f"i{len(self.issues)}", **self.in_case(), "category": self.rng.choice(CATEGORIES)}
        event = self.add("issue.identified", **data, identified_on=self.day())
        self.issues.append({"event": event, "state": "open"})

    def step_issue(self):
        issue = self.rng.choice(self.issues)
        data = {name: issue["event"][name] for name in ("issue_id", "case_id", "business_id")}
        if issue["state"] == "resolved":
            if self.rng.random() < 0.5:
                self.add("outcome.confirmed", **data, kind="other", confirmed_on=self.day())
            else:
                self.add("issue.reopened", **data, reason="relapse", reopened_on=self.day())
                issue["state"] = "open"
        else:
            self.add("issue.resolved", **data, resolved_on=self.day())
            issue["state"] = "resolved"

    def refer(self):
        issue = self.rng.choice(self.issues)["event"]
        data = {name: issue[name] for name in ("issue_id", "case_id", "business_id")}
        data["target"] = self.rng.choice(["bank", "chamber", "c41"])
        kind = "other_center" if data["target"] == "c41" else "support_org"
        referral = f"r{len(self.events)}"
        self.add("referral.made", **data, referral_id=referral, target_kind=kind, made_on=self.day())

    def merge(self):
        roots = [business for business in self.businesses if business not in self.parents]
        if len(roots) > 2:
            surviving, absorbed = self.rng.sample(roots, 2)
            event = self.add("business.merged", business_id=surviving, absorbed_id=absorbed)
            self.parents[absorbed] = surviving
            self.merges.append(event)

    def unmerge(self):
        if self.merges:
            event = self.merges.pop(self.rng.randrange(len(self.merges)))
            del self.parents[event["absorbed_id"]]
            self.add("business.unmerged", business_id=event["business_id"], merge=event.id,
                     absorbed_id=event["absorbed_id"])  # fmt: skip

    def phase(self):
        business = self.rng.choice(self.businesses)
        self.add("phase.transitioned", business_id=business, to=2, transitioned_on=self.day())

    def statement(self):
        rng, kind = self.rng, self.rng.choice(["corporation", "sole_proprietor"])
        year = rng.choice([2024, 2025, 2026])
        data = {name: rng.choice([None, 0, rng.randrange(-(10**6), 10**7)]) for name in
                ("operating_profit", "depreciation", "personnel_cost", "welfare_cost", "wages")}  # fmt: skip
        self.add("business.financials_submitted", business_id=rng.choice(self.businesses), business_kind=kind,
                 period_start=f"{year}-01-01", period_end=f"{year}-{rng.choice(['06-30', '12-31', '12-31'])}",
                 sales=rng.randrange(10**7), employees=None, **data)  # fmt: skip

    def profile(self):
        business, heads = self.rng.choice(self.businesses), self.rng.choice([None, 0, 1, 2, 30])
        self.add("business.profile_updated", business_id=business, as_of_on=self.day(), employees=heads)

    def close_month(self):
        center, month = self.rng.choice(CENTERS)[0], self.day()[:7]
        cut_off = len(self.events)
        self.add("month.closed", center_id=center, year_month=month, cut_off=cut_off)

    def grow(self, steps):
        actions = {self.hold_session: 8, self.identify: 4, self.open_case: 2, self.merge: 2, self.unmerge: 1,
                   self.phase: 2, self.statement: 5, self.profile: 3, self.close_month: 1}  # fmt: skip
        self.hold_session()
        self.identify()
        actions |= {self.correct_session: 2, self.joint: 2, self.step_issue: 4, self.refer: 2}
        for _ in range(steps):
            self.rng.choices(list(actions), actions.values())[0]()
        return self.events
