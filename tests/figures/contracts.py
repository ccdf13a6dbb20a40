"""Contracts as they stand, and the procedures around people: questions 14 and 16."""

import dataclasses

import facts
import jst
import matching

GRANDFATHERED_BEFORE_FY = 2025  # 001 II.1 note 2: 了承 for those newly hired from FY2025


@dataclasses.dataclass
class Contract:
    id: str
    kind: str
    center: str
    position: int  # from which it is complete
    concluded_on: object
    first: object
    last: object  # shortened or rescinded, if it was
    data: dict
    amount: int | None = None
    by_fund: dict = dataclasses.field(default_factory=dict)

    def __getitem__(self, name):
        return self.data.get(name)


def contracts(known):
    """{contract id: Contract} of the complete ones, with what changed them since."""
    found = {}
    for fact in facts.stated(known, "contract.concluded"):
        found[fact["contract_id"]] = Contract(
            fact["contract_id"],
            fact["kind"],
            fact["center_id"],
            fact.position,
            jst.jst_day(fact.event.occurred_at),
            jst.jst_day(fact["start"]),
            jst.jst_day(fact["end"]),
            fact.data,
            fact["amount_yen"],
            {"initial": fact["initial_yen"], "supplementary": fact["supplementary_yen"]},
        )
    for fact in facts.stated(known, "contract.amended"):
        if fact["contract_id"] in found and fact["amount_yen"] is not None:
            contract = found[fact["contract_id"]]
            contract.amount = fact["amount_yen"]
            contract.by_fund = {"initial": fact["initial_yen"], "supplementary": fact["supplementary_yen"]}
    for type_name, name in (
        ("contract.shortened", "new_end"),
        ("contract.rescinded", "rescinded_on"),
        ("entrustment.rescinded", "rescinded_on"),
    ):
        for fact in facts.stated(known, type_name):
            if fact["contract_id"] in found:
                contract = found[fact["contract_id"]]
                contract.last = min(contract.last, jst.jst_day(fact[name]))
    return found


# -- question 14 ---------------------------------------------------------------------------------------------


def criterion_problems(known, transition, criterion):
    """What is wrong with one of the three criteria of 003 2(2)③ at a transition; usually nothing."""
    before = [event for event in known if event.position < transition.position]
    day = jst.jst_day(transition["transitioned_on"])
    root = matching.representative(before, transition["business_id"])

    def of_business(event):
        return matching.representative(before, event["business_id"]) == root

    met = [
        event
        for event in known
        if event.id == transition[f"criterion_{criterion}"]
        and event.type == "phase.criterion_met"
        and event["criterion"] == criterion
        and of_business(event)
    ]
    if not met:
        return [f"criterion_{criterion}_missing"]
    problems = []
    if jst.jst_day(met[0]["met_on"]) > day:
        problems.append(f"criterion_{criterion}_after_transition")
    if met[0].position > transition.position:
        problems.append(f"criterion_{criterion}_recorded_after")
    basis = {
        "i": [e for e in before if e.type == "business.financials_submitted" and of_business(e)],
        "ii": met[0]["goal_agreed"] is True and met[0]["step"] is not None,
        "iii": [e for e in before if e.type == "consent.phase2_agreed" and of_business(e)],
    }[criterion]
    return problems if basis else problems + [f"criterion_{criterion}_without_basis"]


def phase2_violations(known, centers):
    """[{id, business, reasons}] of transitions without all three criteria."""
    rows, center_of = [], facts.center_finder(known)
    for fact in facts.stated(known, "phase.transitioned"):
        if center_of(fact) not in centers:
            continue
        reasons = [p for c in ("i", "ii", "iii") for p in criterion_problems(known, fact.event, c)]
        if reasons:
            rows.append({"id": fact.id, "business": fact["business_id"], "reasons": reasons})
    return rows


# -- question 16 ---------------------------------------------------------------------------------------------


def approval_problems(known, contract):
    """Of a coordinator's contract: no 了承 for that person and role, or only afterwards."""
    approvals = [
        event
        for event in known
        if event.type == "appointment.approved"
        and (event["person_id"], event["role"]) == (contract["person_id"], contract.kind)
        and event["center_id"] == contract.center
    ]
    if not approvals:
        return ["no_approval"]
    in_time = [
        event
        for event in approvals
        if jst.jst_day(event["approved_on"]) <= contract.concluded_on and event.position < contract.position
    ]
    return [] if in_time else ["approval_after_contract"]


def rescission_problems(known, rescission):
    """Of a chief's rescission: interview → report → decision (allowed) → rescission, each by its reference,
    in that order of positions and of days (001 II.1 note 1 ④⑤)."""
    by_id = {event.id: event for event in known}

    def step(reference, type_name):
        event = by_id.get(reference)
        same = event is not None and event["contract_id"] == rescission["contract_id"]
        return event if same and event.type == type_name else None

    decision = step(rescission["decision"], "rescission.decided")
    report = step(decision["report"], "rescission.reported") if decision else None
    interview = step(report["interview"], "rescission.interview_held") if report else None
    if decision is None:
        return ["no_decision"]
    problems = [] if decision["allowed"] else ["decision_refused"]
    if report is None or interview is None:
        return problems + (["no_report"] if report is None else ["no_interview"])
    chain = [interview, report, decision, rescission]
    names = ("held_on", "reported_on", "decided_on", "rescinded_on")
    days = [event[name] for event, name in zip(chain, names)]
    positions = [event.position for event in chain]
    if days != sorted(days) or positions != sorted(positions):
        problems.append("wrong_order")
    return problems


def procedure_violations(known, centers):
    """[{id, contract, kind, reasons}]: coordinators' contracts before the bureau's 了承, chiefs' rescissions
    without the procedure."""
    rows = []
    concluded = {f["contract_id"]: f.id for f in facts.stated(known, "contract.concluded")}
    for contract in contracts(known).values():
        hired = contract["hired_fy"] or jst.fiscal_year_of(contract.first)  # unsaid: with this contract
        new = hired >= GRANDFATHERED_BEFORE_FY
        if contract.kind in ("co", "sub_cco") and new and contract.center in centers:
            reasons = approval_problems(known, contract)
            if reasons:
                rows.append(
                    {"id": concluded[contract.id], "contract": contract.id, "kind": contract.kind,
                     "reasons": reasons}
                )  # fmt: skip
    for event in known:
        if event.type == "contract.rescinded" and event["kind"] == "cco" and event["center_id"] in centers:
            reasons = rescission_problems(known, event)
            if reasons:
                rows.append(
                    {"id": event.id, "contract": event["contract_id"], "kind": "cco", "reasons": reasons}
                )
    return rows
