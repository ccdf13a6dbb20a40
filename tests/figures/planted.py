"""What `daicho generate --with-violations` plants among what the ledger accepts: which answers must name it.

A line that makes such a breach has a member `found_by`: the question, about whom, and what it must say. What
an answer names is compared with that and with what the same run without violations has: no more, no fewer.
"""

import json

import answers
import event_list
import jst

YEARLY = ("workdays", "costs", "duties")  # kinds asked about one fiscal year


def read_marks(lines):
    """[{"id" of the event, "question", "center", …}] in the order of the stream."""
    marks = []
    for line in lines:
        row = json.loads(line)
        if "found_by" not in row:
            continue
        if "deferred" in row:
            event = row["deferred"]["event"]
        else:
            event = event_list.from_sd_jwt(row["sd_jwt"]) if "sd_jwt" in row else row["event"]
        marks.append({"id": event["id"], **row["found_by"]})
    return marks


def read_refused(lines):
    """[(type, code)] of the events that the ledger must refuse."""
    refused = []
    for line in lines:
        row = json.loads(line)
        if "expected" in row:
            event = event_list.from_sd_jwt(row["sd_jwt"]) if "sd_jwt" in row else row["event"]
            refused.append((event["type"], row["expected"]["code"]))
    return refused


def about(marks, question, **wanted):
    return [
        mark
        for mark in marks
        if mark["question"] == question and all(mark.get(name) == value for name, value in wanted.items())
    ]


# -- reports -------------------------------------------------------------------------------------------------


def gaps(marks, center, month):
    """{figure: reported less true}"""
    found = [mark["gaps"] for mark in about(marks, "reconcile", center=center, month=month) if "gaps" in mark]
    return found[0] if found else {}


def gaps_in(answer):
    return {name: row["gap"] for name, row in answer["figures"].items() if row["gap"]}


def moves(marks, center, month):
    """{(figure, event id, change)} after the month's close."""
    return {
        (figure, mark["id"], by)
        for mark in about(marks, "reconcile", center=center, month=month)
        for figure, by in mark.get("moves", {}).items()
    }


def moves_in(answer):
    return {
        (figure, row["id"], row["to"] - row["from"])
        for figure, rows in answer["figures"].items()
        for row in rows.get("moved_by", ())
    }


def late_corrections(events, center, month):
    """The same of what every run has: sessions corrected after their month was closed."""
    closings = [
        event
        for event in events
        if event.type == "month.closed" and (event["center_id"], event["year_month"]) == (center, month)
    ]
    found, minutes = set(), {}
    cases = {event["case_id"]: event["center_id"] for event in events if event.type == "consultation.opened"}
    for event in events:
        if event.type == "session.held":
            minutes[event.id] = event["minutes"]
        if event.type != "session.corrected":
            continue
        before = minutes[event["corrects"]]
        minutes[event["corrects"]] = event["minutes"]
        here = cases[event["case_id"]] == center and jst.jst_day(event["started_at"]).isoformat()[:7] == month
        if here and event.position > closings[0]["cut_off"] and event["minutes"] != before:
            found.add(("session_minutes", event.id, event["minutes"] - before))
    return found


def merges(marks):
    return {
        (mark["center"], mark["month"], mark["id"], mark["change"])
        for mark in about(marks, "merge_restatements")
    }


def merges_in(rows):
    return {(row["center"], row["year_month"], row["id"], row["change"]) for row in rows}


# -- lists of violations -------------------------------------------------------------------------------------


def violations(marks, kind, center, fiscal_year):
    more = {"fy": fiscal_year} if kind in YEARLY else {}
    found = about(marks, "violations", kind=kind, center=center, **more)
    return {key for mark in found for key in keys(kind, mark)}


def keys(kind, row):
    """What a row of an answer, or a mark, says; the summary of a centre's year says each reason by itself."""
    if kind == "duties":
        return [row["duty"]]
    if kind == "workdays":
        weeks = row["short_weeks"]
        return [(row["contract"], weeks if isinstance(weeks, int) else len(weeks), row.get("year"))]
    if row.get("summary"):
        return [("summary", reason) for reason in row["reasons"]]
    return [(row["id"], tuple(row["reasons"]))]


def violations_in(kind, rows):
    found = [key for row in rows for key in keys(kind, row)]
    assert len(set(found)) == len(found), found
    return set(found)


def reference_rows(events, kind, center, fiscal_year, on):
    """Rows of that kind as the questions 14 to 20 have them."""

    def ask(question, **more):
        return answers.answer(events, {"question": question, **more})

    scope = f"center:{center}"
    if kind in ("phase2", "fees", "procedures"):
        return ask({"phase2": "phase2_violations", "fees": "fee_violations",
                    "procedures": "procedure_violations"}[kind], scope=scope)  # fmt: skip
    if kind == "workdays":
        rows = ask("workdays", scope=scope, fy=fiscal_year, on=on)
        return [row for row in rows if row["short_weeks"] or row.get("year") == "below_unagreed"]
    if kind == "duties":
        return ask("unmet_duties", center=center, fy=fiscal_year, on=on)
    rows = list(ask("eligibility", center=center, fy=fiscal_year)["rows"])
    summary = ask("cost_summary", center=center, fy=fiscal_year)
    reasons = [name for name in ("over_contract", "contract_over_ceiling") if summary[name]]
    if summary["subcontract"]["violation"]:
        reasons.append("subcontract_reason_letter_missing")
    return rows + ([{"summary": True, "reasons": reasons}] if reasons else [])
