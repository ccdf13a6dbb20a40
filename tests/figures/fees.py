"""Honoraria: question 15. 001 IX and 000 2(2): yen without tax, per about one day of work; half for half."""

import facts
import jst
from contracts import contracts

# kind: (base, ceiling with the bureau's 了承); no raise path for the chief (001 IX A)
BOUNDS = {
    "cco": (50_000, None),
    "sub_cco": (35_000, 40_000),
    "co": (35_000, 40_000),
    "prod_lead": (45_000, 50_000),
}
FLAT = ("cco",)
STAFF = ("staff", "dispatched")  # 001 IX: 人件費 only


def rates(known, contract_id):
    """[(from day, yen, event)] in order of recording."""
    return [
        (jst.jst_day(event["from"]), event["yen"], event)
        for event in known
        if event.type == "fee.rate_set" and event["contract_id"] == contract_id
    ]


def rate_on(known, contract_id, day):
    """The rate whose first day is the newest up to `day`; of two from one day, the later recorded."""
    found = [(first, event.position, yen) for first, yen, event in rates(known, contract_id) if first <= day]
    return max(found)[2] if found else None


def rate_problems(known, contract, yen, position):
    """A rate against 001 IX, with the approvals recorded before `position`."""
    if contract.kind not in BOUNDS:
        return ["no_fee_contract"]
    base, ceiling = BOUNDS[contract.kind]
    if contract.kind in FLAT:
        return [] if yen == base else ["not_flat_rate"]
    if yen <= base:
        return []
    if yen > ceiling:
        return ["over_ceiling"]
    approved = [
        event
        for event in known
        if event.type == "fee.raise_approved"
        and event["contract_id"] == contract.id
        and event["yen"] >= yen
        and event.position < position
    ]
    return [] if approved else ["over_base_without_approval"]


def assignments_of(known, payment):
    return [
        event
        for event in known
        if event.type == "assignment.performed" and event["assignment_id"] in payment["assignment_ids"]
    ]


def due(known, contract_id, assignment):
    """Rate, or its half rounded down (目安); None: no rate was set."""
    rate = rate_on(known, contract_id, jst.jst_day(assignment["performed_on"]))
    return None if rate is None else rate // 2 if assignment["fraction"] == "half" else rate


def amount_problems(known, payment):
    """The amount against rate × fraction of its assignments."""
    work = assignments_of(known, payment)
    owed = [due(known, payment["contract_id"], assignment) for assignment in work]
    if len(work) != len(payment["assignment_ids"]):
        return ["assignment_missing"]
    if None in owed:
        return ["no_rate"]
    if payment["amount_yen"] == sum(owed):
        return []
    if payment["amount_yen"] > sum(owed) and any(a["fraction"] == "half" for a in work):
        return ["half_day_rule"]
    return ["amount_differs"]


def payment_problems(known, contract, payment):
    """Codes in a fixed order; the rates judged are those that the payment's assignments were paid at."""
    reasons = []
    days = [jst.jst_day(a["performed_on"]) for a in assignments_of(known, payment)]
    used = {rate_on(known, contract.id, day) for day in days} - {None}
    for yen in sorted(used):
        reasons += rate_problems(known, contract, yen, payment.position)
    if contract["pay_basis"] == "labour" or contract["staff_status"] in STAFF:
        reasons.append("staff_not_honorarium")
    if payment["payee"] != contract["person_id"]:
        reasons.append("third_party")
    return reasons + amount_problems(known, payment)


def fee_violations(known, centers):
    """[{id, contract, reasons}] of payments."""
    rows, found = [], contracts(known)
    for fact in facts.stated(known, "fee.paid"):
        contract = found.get(fact["contract_id"])
        if contract is None:
            rows.append({"id": fact.id, "contract": fact["contract_id"], "reasons": ["no_contract"]})
        elif contract.center in centers:
            reasons = payment_problems(known, contract, fact.event)
            if reasons:
                rows.append({"id": fact.id, "contract": contract.id, "reasons": reasons})
    return rows
