"""Every indicator by its stable id: f(definition version, scope, fiscal year, cut-off, erasure set)."""

import dataclasses

import counts
import facts
import fixed_values
import jst
import surveys
import values
from definitions import DEFINITIONS, LAST_FY_OF_OLD_SET, rulings
from question import ask


def text_only(q):
    """拠点独自の取組: written down, judged by people (003 section 6 ⑧)"""
    found = [
        event.id
        for event in q.known
        if event.type == "initiative.recorded"
        and event["center_id"] in q.centers
        and q.period.has(jst.jst_day(event["recorded_on"]))
    ]
    return q.null("initiative", "qualitative", numerator=sorted(found))


def without_definition(indicator, *type_names):
    """000 2(5) names three axes and leaves their indicators to a later notice; beside it, what can be counted
    today."""

    def function(q):
        dates = {"productivity_plan.adopted": "adopted_on", "followup.recorded": "followed_on"}
        beside = {}
        for name in type_names:
            beside[name] = len(q.here(facts.placed(q.known, facts.stated(q.known, name), dates[name])))
        return q.null(indicator, "no_definition_in_sources", beside=beside)

    return function


FUNCTIONS = {
    "businesses": counts.businesses,
    "sessions": counts.sessions,
    "referrals": counts.referrals,
    "joint_sessions": counts.joint_sessions,
    "outcomes_confirmed": counts.outcomes_confirmed,
    "survey_insight": surveys.share_of("insight"),
    "survey_knowledge": surveys.share_of("knowledge"),
    "survey_roadmap": surveys.share_of("roadmap"),
    "survey_outcome": surveys.share_of("outcome"),
    "survey_satisfaction": surveys.share_of("satisfaction"),
    "issues_identified": counts.issues_identified,
    "session_minutes": counts.session_minutes,
    "utilisation": counts.utilisation,
    "issues_resolved": counts.issues_resolved,
    "referred_businesses": counts.referred_businesses,
    "joint_businesses": counts.joint_businesses,
    "va_sum": values.va_sum,
    "va_productivity": values.va_productivity,
    "survey_selfreliance": surveys.survey_selfreliance,
    "va_yoy": values.va_yoy,
    "sales_growth": values.sales_growth,
    "co_improved": surveys.co_improved,
    "knowhow_shared": counts.knowhow_shared,
    "employees_sum": values.employees_sum,
    "initiative": text_only,
    "productivity_support": without_definition("productivity_support", "productivity_plan.adopted"),
    "productivity_discovery": without_definition("productivity_discovery"),
    "productivity_capability": without_definition("productivity_capability", "followup.recorded"),
}


def figure(events, indicator, definition, scope, fiscal_year, cut_off=None, erased=frozenset()):
    """One indicator of one year. A year before the definition has a value only if there is something to
    compute it from (3.3 #25)."""
    q = ask(events, definition, scope, jst.fiscal_year(fiscal_year), cut_off, erased)
    if indicator not in DEFINITIONS[definition]:
        raise ValueError(f"{indicator} is no indicator of {definition}")
    if fiscal_year < DEFINITIONS[definition][indicator]:
        anything = q.here(facts.sessions(q.known))
        if q.parameter("baseline.missing") == "null" or not anything:
            return q.null(indicator, "no_baseline", ruled_by=rulings(q.known, indicator, True))
    ruled_by = rulings(q.known, indicator, fiscal_year < DEFINITIONS[definition][indicator])
    return dataclasses.replace(FUNCTIONS[indicator](q), ruled_by=ruled_by)


def definition_of(fiscal_year):
    return "2024.1" if fiscal_year <= LAST_FY_OF_OLD_SET else "2026.1"


def indicator_set(events, scope, fiscal_year, cut_off=None, erased=frozenset(), definition=None):
    """Question 12: every indicator of the year's set, the year before under the same definition, and what was
    published for it then (3.3 #26)."""
    definition = definition or definition_of(fiscal_year)
    rows = {}
    for indicator in DEFINITIONS[definition]:
        q = ask(events, definition, scope, jst.fiscal_year(fiscal_year), cut_off, erased)
        published = [
            event["value"]
            for event in q.known
            if event.type == "evaluation.ranked"
            and event["indicator"] == indicator
            and event["fy"] == fiscal_year - 1
            and q.centers == {event["center_id"]}
        ]
        rows[indicator] = {
            "now": figure(events, indicator, definition, scope, fiscal_year, cut_off, erased),
            "before": figure(events, indicator, definition, scope, fiscal_year - 1, cut_off, erased),
            "published_before": published[-1] if published else None,
            **fixed_values.beside_indicator(q.known, scope, fiscal_year, indicator),
        }
    return rows
