"""Costs of a centre-year: questions 18 (summary) and 19 (eligibility). 001 V.3, V.6, VII.2 ⑪, IX."""

from fractions import Fraction

import facts
import jst
from contracts import contracts
from definitions import parameter
from fees import STAFF, assignments_of, due
from result import ratio

FEE_ITEM = "II-3"  # 謝金: every honorarium paid
SUBCONTRACT_ITEM = "III"
LETTER_FROM = Fraction(1, 2)  # above it a reason letter is wanted; tax included on both sides


def entrustment(known, center, fiscal_year):
    """The centre's entrustment contract of the year, or None."""
    found = [
        contract
        for contract in contracts(known).values()
        if contract.kind == "entrustment"
        and contract.center == center
        and jst.fiscal_year_of(contract.first) == fiscal_year
    ]
    return found[-1] if found else None


def booked(known, center, fiscal_year):
    """[(event, item, yen, tax, day)] of costs and honoraria of the year."""
    year, rows, people = jst.fiscal_year(fiscal_year), [], contracts(known)
    for event in known:
        if event.type == "cost.recorded" and event["center_id"] == center:
            rows.append((event, event["item"], event["amount_yen"], event["tax_yen"], event["incurred_on"]))
        elif event.type == "fee.paid" and event["contract_id"] in people:
            if people[event["contract_id"]].center == center:
                rows.append((event, FEE_ITEM, event["amount_yen"], event["tax_yen"], event["paid_on"]))
    return [row for row in rows if year.has(jst.jst_day(row[4]))]


def ceiling_of(known, center, fiscal_year):
    """Yen, by the last parameter `ceiling.<centre>.<year>`; None: none is known."""
    found = None
    for event in known:
        if event.type == "policy.parameter_set" and event["name"] == f"ceiling.{center}.{fiscal_year}":
            found = event["value"]
    return found


def subcontract_share(known, center, fiscal_year, rows):
    """Planned: approved sums over the contract amount. Booked: item III over all costs, both with tax."""
    contract = entrustment(known, center, fiscal_year)
    approved = {event["subcontract_id"] for event in known if event.type == "subcontract.approved"}
    requests = [
        event
        for event in known
        if event.type == "subcontract.requested" and contract and event["contract_id"] == contract.id
    ]
    planned = sum(event["amount_yen"] for event in requests if event["subcontract_id"] in approved)
    whole = sum(yen + tax for _, _, yen, tax, _ in rows)
    part = sum(yen + tax for _, item, yen, tax, _ in rows if item == SUBCONTRACT_ITEM)
    shares = {
        "planned": ratio(planned, (contract.amount or 0) if contract else 0, "no_contract")[0],
        "booked": ratio(part, whole, "no_costs")[0],
    }
    letter = any(event["reason_letter"] for event in requests)
    wanted = any(share is not None and share > LETTER_FROM for share in shares.values())
    return {**shares, "letter_wanted": wanted, "letter_on_file": letter, "violation": wanted and not letter}


def cost_summary(known, center, fiscal_year):
    """Question 18."""
    rows = booked(known, center, fiscal_year)
    contract = entrustment(known, center, fiscal_year)
    items, funds = {}, {}
    for event, item, yen, tax, _ in rows:
        items.setdefault(item, {"yen": 0, "tax": 0})
        items[item]["yen"] += yen
        items[item]["tax"] += tax
        fund = event["fund"] or "unassigned"
        funds[fund] = funds.get(fund, 0) + yen + tax
    total = {"yen": sum(i["yen"] for i in items.values()), "tax": sum(i["tax"] for i in items.values())}
    ids = {event["cost_id"] for event, *_ in rows if event["cost_id"]}
    disallowed = [e for e in known if e.type == "cost.disallowed" and e["cost_id"] in ids]
    amount = contract.amount if contract else None
    ceiling = ceiling_of(known, center, fiscal_year)
    with_tax = parameter(known, "contract.ceiling_tax") == "included"
    spent = total["yen"] + (total["tax"] if with_tax else 0)
    return {
        "items": items,
        "funds": funds,
        "total": total,
        "disallowed": sum(event["amount_yen"] for event in disallowed),
        "contract_amount": amount,
        "contract_by_fund": contract.by_fund if contract else {},
        "ceiling": ceiling,
        "spent": spent,
        "left_of_contract": None if amount is None else amount - spent,
        "over_contract": None if amount is None else spent > amount,
        "contract_over_ceiling": None if None in (amount, ceiling) else amount > ceiling,
        "subcontract": subcontract_share(known, center, fiscal_year, rows),
    }


# -- question 19 ---------------------------------------------------------------------------------------------


def cost_problems(known, event):
    """Why a recorded cost is not eligible."""
    reasons = []
    contract = contracts(known).get(event["contract_id"])
    if event["vouchers"] == 0:
        reasons.append("no_voucher")
    if event["cost_class"] != "project":
        reasons.append(f"class_{event['cost_class']}")
    if event["travel"] == "overseas":
        reasons.append("overseas_travel")
    if contract is None or not contract.first <= jst.jst_day(event["incurred_on"]) <= contract.last:
        reasons.append("outside_contract")
    return reasons


def fee_lost(known, payment):
    """(yen not eligible, reasons) of a payment of honoraria."""
    contract = contracts(known)[payment["contract_id"]]
    if contract["pay_basis"] == "labour" or contract["staff_status"] in STAFF:
        return payment["amount_yen"], ["staff_not_honorarium"]
    missing = [a for a in assignments_of(known, payment) if a["paperwork"] == "missing"]
    lost = sum(due(known, contract.id, assignment) or 0 for assignment in missing)
    return min(lost, payment["amount_yen"]), ["paperwork_missing"] if missing else []


def eligibility(known, center, fiscal_year):
    """Question 19: what is not eligible and why, and the eligible total, without tax. A disallowed cost loses
    what was disallowed of it, a cost with a reason against it all of it."""
    eligible, rows = 0, []
    for event, item, yen, _, _ in booked(known, center, fiscal_year):
        if event.type == "fee.paid":
            lost, reasons = fee_lost(known, event)
        else:
            reasons = cost_problems(known, event)
            cuts = [e for e in known if e.type == "cost.disallowed" and e["cost_id"] == event["cost_id"]]
            lost = yen if reasons else min(yen, sum(e["amount_yen"] for e in cuts))
            reasons += [f"disallowed_{e['reason']}" for e in cuts]
        eligible += yen - lost
        if reasons:
            rows.append({"id": event.id, "item": item, "yen": yen, "lost": lost, "reasons": reasons})
    return {"eligible": eligible, "booked": eligible + sum(row["lost"] for row in rows), "rows": rows}
