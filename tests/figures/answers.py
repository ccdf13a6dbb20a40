"""What may be asked, by name: the door of golden files, of `main.py` and of whoever compares.

An ask is a map: {"indicator", "scope", "fy", …} one indicator of a year; {"figure", "center", "month", …} one
figure of a monthly report; {"question", …} one of the bureau's questions (programme 5, 11–20). `cut_off` and
`as_of` are positions, None for all; dates are given where a question is about a day.
"""

import contracts
import costs
import duties
import fees
import fixed
import indicators
import reports
import scope as scopes
import told_apart
import workdays
from event_list import Event, in_order, up_to


def expand(rows):
    """Golden rows [position, day or instant, type, data, {id, actor, recorded_at}?] as events."""
    events = []
    for position, when, type_name, data, *more in rows:
        occurred_at = when if "T" in when else f"{when}T12:00:00+09:00"
        rest = more[0] if more else {}
        events.append(
            Event(
                position,
                rest.get("recorded_at", occurred_at),
                rest.get("id", f"e{position}"),
                type_name,
                occurred_at,
                rest.get("actor", {}),
                data,
            )
        )
    return in_order(events)


def of_centers(function):
    """A question about the contracts of a scope's centres."""

    def answer_it(known, ask):
        return function(known, scopes.centers_of(known, ask["scope"]))

    return answer_it


QUESTIONS = {
    "reconcile": lambda known, ask: reports.reconcile(known, ask["center"], ask["month"]),  # 11
    "indicator_set": lambda known, ask: indicators.indicator_set(  # 12
        known,
        ask["scope"],
        ask["fy"],
        definition=ask.get("definition"),
        erased=frozenset(ask.get("erased", ())),
    ),
    "fixed_figures": lambda known, ask: fixed.fixed_figures(  # what 11 is for confidential inputs
        known, ask["scope"], ask.get("fy"), ask.get("month"), frozenset(ask.get("erased", ()))
    ),
    "merge_restatements": lambda known, ask: reports.merge_restatements(known, ask["scope"], ask["fy"]),  # 13
    "phase2_violations": of_centers(contracts.phase2_violations),  # 14
    "fee_violations": of_centers(fees.fee_violations),  # 15
    "procedure_violations": of_centers(contracts.procedure_violations),  # 16
    "workdays": lambda known, ask: workdays.compliance(  # 17
        known, scopes.centers_of(known, ask["scope"]), ask["fy"], ask["on"]
    ),
    "cost_summary": lambda known, ask: costs.cost_summary(known, ask["center"], ask["fy"]),  # 18
    "eligibility": lambda known, ask: costs.eligibility(known, ask["center"], ask["fy"]),  # 19
    "unmet_duties": lambda known, ask: duties.unmet(known, ask["center"], ask["fy"], ask["on"]),  # 20
}


def answer(events, ask):
    if "fixing" in ask:
        return told_apart.decisions(events, ask["fixing"])
    if "question" in ask:
        return QUESTIONS[ask["question"]](up_to(events, ask.get("as_of")), ask)
    if "figure" in ask:
        return reports.figure_at(events, ask["figure"], ask["center"], ask["month"], ask.get("cut_off"))
    definition = ask.get("definition")
    if definition is None:
        in_old_set = ask["indicator"] in indicators.DEFINITIONS["2024.1"]
        definition = "2024.1" if in_old_set else indicators.definition_of(ask["fy"])
    return indicators.figure(
        events,
        ask["indicator"],
        definition,
        ask["scope"],
        ask["fy"],
        ask.get("cut_off"),
        frozenset(ask.get("erased", ())),
    )
