"""Random lists about contracts, fees, days, costs and duties as far as the ledger's rules let them come
about: what names a contract follows its completion and names its centre, no id is used twice. The loader
relies on that; the questions themselves don't. Equal seeds, equal lists."""

from random_bureau_log import CENTERS, DAYS, FIRST_DAY, YEARS, RandomBureauLog, random_ask, timedelta

NAMES_NO_CENTER = ("fee.rate_set", "fee.raise_approved", "fee.paid", "assignment.performed")
KINDS = ("phase2", "fees", "procedures", "workdays", "costs", "duties")
SCOPES = ["nation", "bureau:kyushu", "prefecture:34", *(f"center:{center}" for center, _, _ in CENTERS)]
REFUSALS = ("fee.amount", "fee.over_base", "phase.no_agreement", "contract.before_approval", "cost.forbidden",
            "workday.day_full", "plan.version", "consent.missing")  # fmt: skip


class SoundBureauLog(RandomBureauLog):
    def __init__(self, seed):
        super().__init__(seed)
        for _ in range(3):
            self.conclude()

    def known(self):
        """{contract: centre}"""
        return {e["contract_id"]: e["center_id"] for e in self.things.get("contract.concluded", ())}

    def contract(self):
        return self.rng.choice(sorted(self.known()))

    def add(self, type_name, actor=None, identity=None, **data):
        centers = self.known()
        if type_name == "contract.concluded":
            data["contract_id"] = f"k{len(centers)}"
        elif type_name == "cost.disallowed":
            cost = next(e for e in self.things["cost.recorded"] if e["cost_id"] == data["cost_id"])
            data["contract_id"] = cost["contract_id"]
        elif type_name == "plan.bureau_confirmed":
            drafted = self.any("plan.drafted")
            if drafted is None:
                return None
            data |= {"plan_id": drafted["plan_id"], "center_id": drafted["center_id"]}
        elif type_name == "subcontract.approved":
            data["contract_id"] = self.things["subcontract.requested"][-1]["contract_id"]
        if data.get("contract_id") in centers and type_name not in NAMES_NO_CENTER:
            data["center_id"] = centers[data["contract_id"]]
        return super().add(type_name, actor, identity, **data)

    def signed(self, event, *roles):
        for role in roles:
            self.add("event.countersigned", {"person": f"q-{role}", "role": role}, target=event.id)

    def agree(self):
        super().agree()
        contract = self.contract()
        self.add("workday.approved", contract_id=contract, year_month=self.day()[:7])
        self.add("workyear.settled", contract_id=contract, verdict="below_unagreed")
        self.add("business_report.delivered", contract_id=self.contract())

    def parameter(self):
        super().parameter()
        if self.events[-1]["name"] == "countersign.expiry_days":
            self.things["policy.parameter_set"].pop()
            self.events.pop()
        self.refuse()

    def refuse(self):
        actor = {"person": self.person(), "role": self.rng.choice(["impl_lead", "bureau_officer"])}
        if self.rng.random() < 0.7:
            actor["center"] = self.center()
        self.add("append.rejected", actor, rejected_type="fee.paid", reason=self.rng.choice(REFUSALS),
                 count=1, minute=f"{self.day()}T10:00:00+09:00")  # fmt: skip
        self.add("role.granted", person_id=self.person(), role="bureau_officer", scope="kyushu",
                 valid_from="2026-04-01")  # fmt: skip


def random_sound_ask(rng, events):
    """As random_ask, and lists of violations; `as_of` is a number of events."""
    if rng.random() < 0.5:
        ask = random_ask(rng, events)
    else:
        ask = {
            "question": "violations",
            "kind": rng.choice(KINDS),
            "scope": rng.choice(SCOPES),
            "fy": rng.choice(YEARS),
            "on": (FIRST_DAY + timedelta(days=rng.randrange(DAYS))).isoformat(),
        }
    ask.pop("as_of", None)
    if rng.random() < 0.5:
        ask["as_of"] = rng.randrange(len(events) + 1)
    return ask
