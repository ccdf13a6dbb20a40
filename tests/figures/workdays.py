"""Working days of chiefs and productivity leads: question 17. 001 II.1 note 1 ③, 000 2(2)."""

from datetime import date, timedelta
from fractions import Fraction

import facts
import jst
from contracts import contracts
from definitions import parameter

LEAST_HALVES_A_WEEK = 6  # three days; holidays change nothing, the sources name none
WEEKLY = ("cco", "prod_lead")
YEARLY = ("prod_lead",)
DAYS_OF_WEEK_BEFORE = {"monday_to_sunday": 0, "sunday_to_saturday": 1}


def halves(known, contract, first, last):
    """Half days reported for the contract from first to last."""
    return sum(
        1 if event["fraction"] == "half" else 2
        for event in known
        if event.type == "workday.reported"
        and event["contract_id"] == contract.id
        and first <= jst.jst_day(event["performed_on"]) <= last
    )


def whole_weeks(known, contract, today):
    """First days of the weeks that lie in the contract from end to end and are over before `today`. A week
    that the contract cuts is not judged."""
    shift = DAYS_OF_WEEK_BEFORE[parameter(known, "workdays.week")]
    monday = contract.first - timedelta(days=contract.first.weekday())
    first, weeks = monday - timedelta(days=shift), []
    while first + timedelta(days=6) <= contract.last and first + timedelta(days=6) < today:
        if first >= contract.first:
            weeks.append(first)
        first += timedelta(days=7)
    return weeks


def short_weeks(known, contract, today):
    """[(first day, half days)] of the judged weeks below three days."""
    counted = [
        (first, halves(known, contract, first, first + timedelta(days=6)))
        for first in whole_weeks(known, contract, today)
    ]
    return [(first.isoformat(), found) for first, found in counted if found < LEAST_HALVES_A_WEEK]


def year_verdict(known, contract, today):
    """(verdict, days wanted): `reached`, `below_agreed` (by the three parties' exception), `below_unagreed`,
    or `running` before the contract's end. A part of a year wants its share of the days (programme 8)."""
    year = jst.fiscal_year(jst.fiscal_year_of(contract.first))
    wanted = Fraction(parameter(known, "workdays.year_days"))
    if parameter(known, "workdays.proration") == "by_contract_days":
        wanted = wanted * ((contract.last - contract.first).days + 1) / year.days
    agreed = [
        fact["days"]
        for fact in facts.stated(known, "workday.exception_agreed")
        if fact["contract_id"] == contract.id
    ]
    worked = Fraction(halves(known, contract, contract.first, contract.last), 2)
    if today <= contract.last:
        return "running", wanted
    if worked >= wanted:
        return "reached", wanted
    return ("below_agreed" if agreed and worked >= agreed[-1] else "below_unagreed"), wanted


def compliance(known, centers, fiscal_year, today):
    """Question 17, per contract of the year. `today` is a date; only what lies before it is judged."""
    rows, today = [], date.fromisoformat(today)
    for contract in contracts(known).values():
        in_year = jst.fiscal_year_of(contract.first) == fiscal_year
        if contract.kind not in WEEKLY or contract.center not in centers or not in_year:
            continue
        row = {
            "contract": contract.id,
            "kind": contract.kind,
            "person": contract["person_id"],
            "weeks": len(whole_weeks(known, contract, today)),
            "short_weeks": short_weeks(known, contract, today),
            "half_days": halves(known, contract, contract.first, contract.last),
        }
        if contract.kind in YEARLY:
            row["year"], row["days_wanted"] = year_verdict(known, contract, today)
        rows.append(row)
    return rows
