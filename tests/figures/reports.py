"""Monthly reports against the events: questions 11 (reconcile) and 13 (restatements after merges).

An event *moved* a figure iff the figure's value or its set differs between the position before the event and
the event's own. Nothing cleverer is done: the figure is computed at both.
"""

import dataclasses

import counts
import facts
import jst
import scope as scopes
from definitions import rulings
from event_list import up_to
from indicators import definition_of
from question import ask


def dated(type_name, date_field):
    """A report's count of one type of event."""

    def function(q):
        found = q.here(facts.placed(q.known, facts.stated(q.known, type_name), date_field))
        return counts.answer(q, type_name, [fact.id for fact in found])

    return function


def issues_resolved_excluded(q):
    groups = counts.resolved_by_state(q)
    left_out = [fact.id for fact in groups["excluded"] + groups["exception_over"]]
    return counts.answer(q, "issues_resolved_excluded", left_out)


REPORT_FIGURES = {
    "businesses": counts.businesses,
    "sessions": counts.sessions,
    "session_minutes": counts.session_minutes,
    "issues_identified": counts.issues_identified,
    "issues_resolved": counts.issues_resolved,
    "issues_resolved_excluded": issues_resolved_excluded,
    "outcomes_confirmed": counts.outcomes_confirmed,
    "referrals": counts.referrals,
    "referrals_received": dated("referral.received", "received_on"),
    "joint_sessions": counts.joint_sessions,
    "phase2_entries": dated("phase.transitioned", "transitioned_on"),
    "productivity_plans": dated("productivity_plan.adopted", "adopted_on"),
    "followups": dated("followup.recorded", "followed_on"),
}
# Events of any other type leave every report figure alone: what `reports_test.py` tries on a whole stream.
MOVING = (
    "business.", "center.", "consent.sharing_", "consultation.", "followup.", "issue.", "joint_support.",
    "month.", "org.", "outcome.", "phase.", "policy.", "productivity_plan.", "referral.", "role.", "session.",
)  # fmt: skip


def figure_at(events, name, center, year_month, position):
    period = jst.month(year_month)
    q = ask(events, definition_of(jst.fiscal_year_of(period.first)), f"center:{center}", period, position)
    return dataclasses.replace(REPORT_FIGURES[name](q), ruled_by=rulings(q.known, name))


def state_at(events, name, center, year_month, position):
    result = figure_at(events, name, center, year_month, position)
    return result.value, tuple(result.numerator)


def movers(events, name, center, year_month, after, to):
    """[(event, value before, value after)] of the events in (after, to] that moved the figure."""
    found = []
    for event in events:
        if after < event.position and (to is None or event.position <= to) and event.type.startswith(MOVING):
            before = state_at(events, name, center, year_month, event.position - 1)
            behind = state_at(events, name, center, year_month, event.position)
            if before != behind:
                found.append((event, before[0], behind[0]))
    return found


def moved_rows(found):
    return [
        {"id": event.id, "position": event.position, "type": event.type, "from": before, "to": after}
        for event, before, after in found
    ]


def report_of(known, center, year_month):
    """The last report of the month; restatements don't replace what was reported."""
    found = [
        event
        for event in known
        if event.type == "monthly_report.submitted"
        and event["center_id"] == center
        and event["year_month"] == year_month
    ]
    return found[-1] if found else None


def drawn_up_at(events, name, center, year_month, cut_off, reported):
    """The last position up to the cut-off at which the figure was what was reported; None: never."""
    until = cut_off
    for event in reversed([e for e in events if e.position <= cut_off and e.type.startswith(MOVING)]):
        value, _ = state_at(events, name, center, year_month, event.position)
        if value == reported:
            return until
        until = event.position - 1
    return until if reported == 0 and until >= 0 else None  # of no events every figure is 0


def reconcile(events, center, year_month, as_of=None):
    """Question 11. Per reported figure: as reported, recomputed at the report's cut-off, recomputed now. The
    gap between the first two is explained by the events since the figure last was what was reported, if it
    ever was; the gap between the last two by the events after the cut-off that moved it."""
    known = up_to(events, as_of)
    report = report_of(known, center, year_month)
    if report is None:
        return {"state": "no_report", "figures": {}}
    cut_off, rows = report["cut_off"], {}
    for name, reported in report["figures"].items():
        if name not in REPORT_FIGURES:
            rows[name] = {"reported": reported, "state": "unknown_figure"}
            continue
        then = figure_at(known, name, center, year_month, cut_off)
        now = figure_at(known, name, center, year_month, None)
        row = {"reported": reported, "at_cut_off": then.value, "now": now.value, "numerator": then.numerator}
        row["excluded"] = then.excluded
        row["ruled_by"], row["ruled_by_now"] = then.ruled_by, now.ruled_by
        row["gap"] = reported - then.value
        if row["gap"]:
            drawn_up = drawn_up_at(known, name, center, year_month, cut_off, reported)
            found = movers(known, name, center, year_month, drawn_up, cut_off) if drawn_up is not None else []
            row["drawn_up_at"], row["missed"] = drawn_up, moved_rows(found)
        row["restatement"] = now.value - then.value
        if (then.value, then.numerator) != (now.value, now.numerator):
            row["moved_by"] = moved_rows(movers(known, name, center, year_month, cut_off, None))
        row["state"] = "wrong" if row["gap"] else "restated" if row.get("moved_by") else "equal"
        rows[name] = row
    states = {row["state"] for row in rows.values()}
    overall = next((s for s in ("wrong", "unknown_figure", "restated") if s in states), "equal")
    return {"state": overall, "report": report.id, "cut_off": cut_off, "figures": rows}


def merge_restatements(events, scope, fiscal_year, as_of=None):
    """Question 13: merges and unmerges after a month's close that changed its 名寄せ後の事業者数, each with
    the change. Months are those of the scope's centres, each by its own close."""
    known, rows = up_to(events, as_of), []
    centers = scopes.centers_of(known, scope)
    for closing in known:
        if closing.type != "month.closed" or closing["center_id"] not in centers:
            continue
        year_month = closing["year_month"]
        if jst.fiscal_year_of(jst.month(year_month).first) != fiscal_year:
            continue
        for event in known:
            if event.position <= closing["cut_off"]:
                continue
            if event.type not in ("business.merged", "business.unmerged"):
                continue
            before, after = (
                figure_at(known, "businesses", closing["center_id"], year_month, position).value
                for position in (event.position - 1, event.position)
            )
            if before != after:
                rows.append(
                    {"center": closing["center_id"], "year_month": year_month, "id": event.id,
                     "type": event.type, "from": before, "to": after, "change": after - before}
                )  # fmt: skip
    return rows
