"""Yearly duties of a centre on a date: question 20. 001 II.2, II.3, II.4, II.5."""

from datetime import date, timedelta

import facts
import jst
from contracts import contracts
from definitions import parameter

FORUMS = ("regional", "inter_center")  # 地域支援機関連携フォーラム, よろず支援拠点連携フォーラム


def duty(name, done, due_on, today, ids):
    state = "met" if done else "overdue" if today > due_on else "open"
    return {"duty": name, "state": state, "due_on": due_on.isoformat(), "ids": sorted(ids)}


def forums(known, center, year, today):
    """Each kind as often as asked, by the end of the year."""
    for kind in FORUMS:
        held = [
            event.id
            for event in known
            if event.type == "forum.held"
            and (event["center_id"], event["kind"]) == (center, kind)
            and year.first <= jst.jst_day(event["held_on"]) <= min(year.last, today)
        ]
        enough = len(held) >= parameter(known, "forum.min_per_year")
        yield duty(f"forum_{kind}", enough, year.last, today, held)


def plan(known, center, fiscal_year, year, today):
    """The centre's plan of the year confirmed by the bureau. No source names a day: the year's last."""
    plans = {
        event["plan_id"]
        for event in known
        if event.type == "plan.drafted"
        and (event["center_id"], event["kind"], event["fy"]) == (center, "center", fiscal_year)
    }
    confirmed = [
        event.id
        for event in known
        if event.type == "plan.bureau_confirmed"
        and event["plan_id"] in plans
        and jst.jst_day(event["confirmed_on"]) <= today
    ]
    yield duty("plan_confirmed", bool(confirmed), year.last, today, confirmed)


def monthly_reports(known, center, year, today):
    """One per month that is over, by the due day of the next."""
    first = year.first
    while first <= min(year.last, today):
        label = first.isoformat()[:7]
        following = jst.month(label).last + timedelta(days=1)
        due_on = following.replace(day=parameter(known, "monthly_report.due_day"))
        sent = [
            event.id
            for event in known
            if event.type == "monthly_report.submitted"
            and (event["center_id"], event["year_month"]) == (center, label)
            and jst.jst_day(event.occurred_at) <= today
        ]
        if today >= following:
            yield duty(f"monthly_report_{label}", bool(sent), due_on, today, sent)
        first = following


def feedback(known, center, fiscal_year, year, today):
    """A feedback meeting of the year with the chief and somebody of the implementing body. No source names
    a day but the end of the year."""
    held = [
        event
        for event in known
        if event.type == "feedback.held"
        and (event["center_id"], event["fy"]) == (center, fiscal_year)
        and jst.jst_day(event["held_on"]) <= today
    ]
    chiefs, staff = people_of(known, center, year)
    attended = [e.id for e in held if chiefs & set(e["attendees"]) and staff & set(e["attendees"])]
    yield duty("feedback_attended", bool(attended), year.last, today, attended)


def people_of(known, center, year):
    """(chiefs, people of the implementing body) of the centre in the year. An interim chief is a chief."""
    chiefs = {
        contract["person_id"]
        for contract in contracts(known).values()
        if (contract.kind, contract.center) == ("cco", center)
        and contract.first <= year.last
        and contract.last >= year.first
    }
    approved = facts.stated(known, "interim.approved")
    chiefs |= {fact["person_id"] for fact in approved if fact["center_id"] == center}
    staff = {
        event["person_id"]
        for event in known
        if event.type == "role.granted"
        and event["role"] in ("impl_lead", "impl_staff")
        and event["scope"] == center
    }
    return chiefs, staff


def duties(known, center, fiscal_year, on):
    """Question 20. Every duty with its state on the day; the unmet ones are those that are not `met`."""
    today, year = date.fromisoformat(on), jst.fiscal_year(fiscal_year)
    return [
        *forums(known, center, year, today),
        *plan(known, center, fiscal_year, year, today),
        *monthly_reports(known, center, year, today),
        *feedback(known, center, fiscal_year, year, today),
    ]


def unmet(known, center, fiscal_year, on):
    return [row for row in duties(known, center, fiscal_year, on) if row["state"] != "met"]
