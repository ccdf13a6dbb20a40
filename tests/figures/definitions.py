"""What the sources leave open, as named constants; every one with its source.

A definition version fixes the indicators and the default of every open question. A `policy.parameter_set`
event changes a value from its position on: the value in force at the cut-off rules the whole figure, so equal
arguments give equal answers. Sources: "003 …" is the report of 2025-03-31, "programme …" our own notes.
"""

from datetime import date

# Defaults of the open questions (programme 3.3 and 8). The first word of each row is the answer we propose;
# further words are the answers that this folder can compute as well.
CHOICES = {
    "businesses.pre_startup": ("separate", "included", "excluded"),  # 3.3 #3
    "consent.refused_counts": ("counted", "not_counted"),  # 3.3 #30
    "sessions.unit": ("session", "issue"),  # 3.3 #2
    "referrals.count_at": ("made", "accepted"),  # 3.3 #7
    "referrals.other_center": ("counted", "not_counted"),  # 3.3 #8
    "joint.several_orgs": ("one_session", "per_organisation"),  # 3.3 #9
    "joint.hq_adviser": ("not_counted", "counted"),  # 3.3 #10
    "va.zero_employees": ("sum_only", "excluded"),  # 3.3 #14
    "va.productivity": ("ratio_of_sums", "mean_of_ratios"),  # 3.3 #15
    "va.management_improvement": ("with_and_without", "included", "excluded"),  # 3.3 #17
    "knowhow.measure": ("persons", "times"),  # 3.3 #23
    "knowhow.sit_in_twice": ("allowed", "once"),  # 3.3 #24
    "baseline.missing": ("recompute", "null"),  # 3.3 #25
    "late_entries.count_in": ("true_month", "recorded_month"),  # 3.3 #29
    "workdays.proration": ("by_contract_days", "none"),  # programme 8
    "workdays.week": ("monday_to_sunday", "sunday_to_saturday"),  # programme 8
    "contract.ceiling_tax": ("included", "excluded"),  # programme 8
}
# The same for questions of which the log carries data for one answer only; any other has no value.
ONE_ANSWER = {
    "va.operating_profit_sole": "before_special_deductions",  # 3.3 #12
    "va.family_pay": "excluded",  # 3.3 #12: no field for it
    "va.personnel_scope": "as_in_statement",  # 3.3 #13: one sum, no components
    "va.potential": "all_and_flagged",  # 3.3 #20: no event flags a business
    "employees.scope": "without_owner",  # 3.3 #18
    "sales_growth.measures": "sales",  # 3.3 #19
    "phase2.small_businesses": "included",  # 3.3 #21: no size class in the log
    "issues.resolved_by": "coordinator",  # 3.3 #4: no counter-signature in the catalogue
    "issues.mixed": "principal_category",  # 3.3 #6: one category per issue
}
NUMBERS = {
    "co.rating_threshold": 4,  # 3.3 #22
    "financials.stale_months": 24,  # 3.3 #11
    "utilisation.hours_per_day": 8,  # 3.3 #31
    "it_exception.last_fy": 2100,  # 003 fn 7: for the time being, end unknown
    "workdays.year_days": 240,  # 000 2(2)
    "forum.min_per_year": 1,  # 001 II.3
    "monthly_report.due_day": 10,  # 001 II.4: every month; the day is ours
    "figures.k_min": 3,  # figure notes
    "countersign.expiry_days": 30,  # event format
}

# 003 footnote 7: (category, tag, first day, last day). Resolved issues of an "excluded" category do not
# count; of a "temporary" one they count to the end of it_exception.last_fy. 001 I.2(4)(1) reads "DX(IT 活用
# 等)": both categories are the footnote's IT matters. A row added later has a first day of its own.
BEGINNING, OPEN_END = date(2014, 4, 1), date(9999, 12, 31)
CATEGORY_RULES = [
    ("bookkeeping", "excluded", BEGINNING, OPEN_END),
    ("subsidy_plan", "excluded", BEGINNING, OPEN_END),
    ("labour_administration", "excluded", BEGINNING, OPEN_END),
    ("it_use", "temporary", BEGINNING, OPEN_END),
    ("digital_transformation", "temporary", BEGINNING, OPEN_END),
]

# Survey answers are whole numbers 1 to 5; "yes" and "satisfied" are the upper two (programme 3.1; the scale
# is ours). Anything else is no valid answer.
ANSWERS_VALID, ANSWERS_YES = range(1, 6), range(4, 6)

OLD_SET = {  # 003 table 12
    "businesses": 2014, "sessions": 2014, "referrals": 2014, "joint_sessions": 2014,
    "outcomes_confirmed": 2014, "survey_insight": 2014, "survey_knowledge": 2014, "survey_roadmap": 2014,
    "survey_outcome": 2014, "survey_satisfaction": 2014,
}  # fmt: skip
NEW_SET = {  # 003 section 6, tables 15 and 16; the last three 000 2(5)
    "issues_resolved": 2026, "referred_businesses": 2026, "joint_businesses": 2026, "va_sum": 2026,
    "va_productivity": 2026, "survey_selfreliance": 2026, "va_yoy": 2026, "sales_growth": 2026,
    "co_improved": 2026, "knowhow_shared": 2026, "employees_sum": 2026, "initiative": 2026,
    "productivity_support": 2026, "productivity_discovery": 2026, "productivity_capability": 2026,
}  # fmt: skip
AUXILIARY = {"issues_identified": 2014, "session_minutes": 2014, "utilisation": 2014}  # 003 table 1, 3(1)(2)
DEFINITIONS = {"2024.1": {**OLD_SET, **AUXILIARY}, "2026.1": {**NEW_SET, **AUXILIARY}}
LAST_FY_OF_OLD_SET = 2025  # 003 section 6: basically from FY2026

# Confidential fields that a figure reads: gone when the business is erased.
# Indicators over confidential inputs: fixed in the log at month close and at publication.
CONFIDENTIAL = ("va_sum", "va_productivity", "va_yoy", "sales_growth", "employees_sum")
CONFIDENTIAL_INPUTS = {
    "business.financials_submitted": (
        "period_start", "period_end", "sales", "operating_profit", "depreciation", "personnel_cost",
        "welfare_cost", "wages", "employees",
    ),
    "business.profile_updated": ("capital_yen", "employees", "part_time"),
}  # fmt: skip


def parameter(known, name):
    """The value in force after the events `known`."""
    if name in CHOICES:
        value, allowed = CHOICES[name][0], CHOICES[name]
    elif name in ONE_ANSWER:
        value, allowed = ONE_ANSWER[name], None
    else:
        value, allowed = NUMBERS[name], None
    for event in known:
        if event.type == "policy.parameter_set" and event["name"] == name:
            value = event["value"]
    if allowed is not None and value not in allowed:
        raise ValueError(f"{name}: {value!r} is none of {allowed}")
    return value


# Which parameters a figure is computed by. Every other one leaves it alone: what `policy_test.py` tries.
OF_EVERY_PLACED_FACT = ("late_entries.count_in",)
OF_CLIENTS = (*OF_EVERY_PLACED_FACT, "consent.refused_counts")
OF_REFERRALS = (*OF_CLIENTS, "referrals.count_at", "referrals.other_center")
OF_JOINT_SESSIONS = (*OF_CLIENTS, "joint.hq_adviser", "referrals.other_center")
OF_VALUE_ADDED = (*OF_CLIENTS, "financials.stale_months", "va.management_improvement")
RULED_BY = {
    "businesses": (*OF_CLIENTS, "businesses.pre_startup"),
    "sessions": (*OF_CLIENTS, "sessions.unit"),
    "session_minutes": OF_CLIENTS,
    "issues_identified": OF_CLIENTS,
    "issues_resolved": (*OF_CLIENTS, "it_exception.last_fy"),
    "issues_resolved_excluded": (*OF_EVERY_PLACED_FACT, "it_exception.last_fy"),
    "outcomes_confirmed": OF_CLIENTS,
    "referrals": OF_REFERRALS,
    "referrals_received": OF_EVERY_PLACED_FACT,
    "joint_sessions": (*OF_JOINT_SESSIONS, "joint.several_orgs"),
    "phase2_entries": OF_EVERY_PLACED_FACT,
    "productivity_plans": OF_EVERY_PLACED_FACT,
    "followups": OF_EVERY_PLACED_FACT,
    "survey_insight": OF_EVERY_PLACED_FACT,
    "survey_knowledge": OF_EVERY_PLACED_FACT,
    "survey_roadmap": OF_EVERY_PLACED_FACT,
    "survey_outcome": OF_EVERY_PLACED_FACT,
    "survey_satisfaction": OF_EVERY_PLACED_FACT,
    "utilisation": (*OF_CLIENTS, "utilisation.hours_per_day"),
    "referred_businesses": OF_REFERRALS,
    "joint_businesses": OF_JOINT_SESSIONS,
    "va_sum": (*OF_VALUE_ADDED, "va.zero_employees"),
    "va_productivity": (*OF_VALUE_ADDED, "va.productivity"),
    "survey_selfreliance": OF_EVERY_PLACED_FACT,
    "va_yoy": OF_CLIENTS,
    "sales_growth": OF_CLIENTS,
    "co_improved": (*OF_EVERY_PLACED_FACT, "co.rating_threshold"),
    "knowhow_shared": (*OF_EVERY_PLACED_FACT, "knowhow.measure", "knowhow.sit_in_twice"),
    "employees_sum": (*OF_CLIENTS, "financials.stale_months"),
    "initiative": (),
    "productivity_support": OF_EVERY_PLACED_FACT,
    "productivity_discovery": (),
    "productivity_capability": OF_EVERY_PLACED_FACT,
}


def rulings(known, name, before_definition=False):
    """Every parameter that the figure is computed by, its value in force and the event that set it. The end
    of the IT exception rules each issue by the value of its own time: all its values so far."""
    rows = []
    for parameter_name in sorted(RULED_BY[name] + (("baseline.missing",) if before_definition else ())):
        own = [{"name": parameter_name, "value": parameter([], parameter_name), "set_by": None}]
        for event in known:
            if event.type == "policy.parameter_set" and event["name"] == parameter_name:
                own.append({"name": parameter_name, "value": event["value"], "set_by": event.id})
        rows += own if parameter_name == "it_exception.last_fy" else own[-1:]
    return rows


def unanswerable(known, names):
    """The first of `names` whose value asks for data that no event carries."""
    return next((name for name in names if parameter(known, name) != ONE_ANSWER[name]), None)


def category_state(known, category, day):
    """`counted`, `excluded` or `exception_over`, by the row in force on the day (003 footnote 7)."""
    for name, tag, first, last in CATEGORY_RULES:
        if name != category or not first <= day <= last:
            continue
        if tag == "excluded":
            return "excluded"
        if day > date(parameter(known, "it_exception.last_fy") + 1, 3, 31):
            return "exception_over"
    return "counted"
