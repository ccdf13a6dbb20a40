"""Indicators of phase 2, over confidential statements. 003 section 6 ②③④⑦, footnotes 8 and 9.

S = { rep(b) : in phase 2 on some day of the period, and ≥ 1 session at the scope's centres in it }.
"""

import dataclasses
from fractions import Fraction

import facts
import jst
import matching
from definitions import CONFIDENTIAL_INPUTS, unanswerable
from result import ratio

VALUE_QUESTIONS = ("va.operating_profit_sole", "va.family_pay", "va.personnel_scope")
SET_QUESTIONS = ("phase2.small_businesses",)
ADDENDS = {  # footnote 8
    "corporation": ("operating_profit", "personnel_cost", "depreciation"),
    "sole_proprietor": ("operating_profit", "depreciation", "welfare_cost", "wages"),
}


# -- who -----------------------------------------------------------------------------------------------------


def supported(q, excluded=None):
    """S, in order."""
    excluded = [] if excluded is None else excluded
    in_phase2 = set()
    for business, first, last in facts.phase2_spans(q.known):
        if first <= q.period.last and (last is None or last >= q.period.first):
            in_phase2.add(q.root(business))
    held = q.willing(q.here(facts.sessions(q.known)), excluded)
    return sorted(in_phase2 & {q.root(fact["business_id"]) for fact in held})


def in_management_improvement(q, root):
    """Whether an issue of 経営改善 was set for the business in the period (footnote 8, 3.3 #17)."""
    for fact in facts.placed(q.known, facts.stated(q.known, "issue.identified"), "identified_on"):
        if q.period.has(fact.day) and q.root(fact["business_id"]) == root:
            if facts.category_of(q.known, fact["issue_id"]) == "business_improvement":
                return True
    return False


# -- from what -----------------------------------------------------------------------------------------------


def readable(q, fact, type_name):
    """The fact without the fields that erasure took."""
    if fact["business_id"] not in q.erased:
        return fact
    gone = CONFIDENTIAL_INPUTS[type_name]
    return dataclasses.replace(fact, data={n: v for n, v in fact.data.items() if n not in gone})


def statements(q, root):
    """(readable statements, whether erasure took some) of all businesses that the root stands for."""
    everybody = matching.members(q.known, root)
    found = []
    for fact in facts.stated(q.known, "business.financials_submitted"):
        if fact["business_id"] in everybody:
            found.append(readable(q, fact, "business.financials_submitted"))
    kept = [fact for fact in found if fact["period_end"]]
    return kept, len(kept) < len(found)


def newest(found):
    """By end of period; of two for the same end, the one recorded later."""
    return max(found, key=lambda fact: (fact["period_end"], fact.position), default=None)


def statement_for(q, root):
    """(statement, `fresh` / `stale` / reason why none): the newest that ends in the period, else the newest
    that ends in the stale months before the period's last day (3.3 #11)."""
    found, erased = statements(q, root)
    in_period = [fact for fact in found if q.period.has(jst.jst_day(fact["period_end"]))]
    if in_period:
        return newest(in_period), "fresh"
    oldest = jst.months_before(q.period.last, q.parameter("financials.stale_months"))
    before = [f for f in found if oldest < jst.jst_day(f["period_end"]) < q.period.first]
    if before:
        return newest(before), "stale"
    if erased:
        return None, "inputs_erased"
    return None, "no_statement"


def yearly_statement(q, root, period):
    """(statement of twelve months that ends in `period`, or reason): what a comparison of years may use."""
    found, erased = statements(q, root)
    ending = [fact for fact in found if period.has(jst.jst_day(fact["period_end"]))]
    regular = [
        fact
        for fact in ending
        if jst.is_twelve_months(jst.jst_day(fact["period_start"]), jst.jst_day(fact["period_end"]))
    ]
    if regular:
        return newest(regular), None
    if ending:
        return None, "irregular_period"
    return None, "inputs_erased" if erased else "no_statement"


def value_added(statement):
    """Footnote 8, by legal form; None when an addend is missing or the form is neither."""
    names = ADDENDS.get(statement["business_kind"])
    addends = [statement[name] for name in names] if names else [None]
    return None if None in addends else sum(addends)


def headcount(q, root):
    """(headcount, reason why none, the fact that says it): last profile as of a day up to the period's end
    (3.3 #18); without any, the headcount that came with the statement in use."""
    everybody = matching.members(q.known, root)
    found, erased = [], False
    for fact in facts.stated(q.known, "business.profile_updated"):
        if fact["business_id"] in everybody and jst.jst_day(fact["as_of_on"]) <= q.period.last:
            erased = erased or fact["business_id"] in q.erased
            found.append(readable(q, fact, "business.profile_updated"))
    found = [fact for fact in found if fact["employees"] is not None]
    if found:
        last = max(found, key=lambda fact: (fact["as_of_on"], fact.position))
        return last["employees"], None, last
    statement, state = statement_for(q, root)
    if statement is not None and statement["employees"] is not None:
        return statement["employees"], None, statement
    return None, "inputs_erased" if erased or state == "inputs_erased" else "employees_unknown", None


def employees(q, root):
    return headcount(q, root)[:2]


# -- sums ----------------------------------------------------------------------------------------------------


def contributions(q, excluded, stale):
    """{rep: value added} of S."""
    found = {}
    for root in supported(q, excluded):
        statement, state = statement_for(q, root)
        if statement is None:
            excluded.append((root, state))
            continue
        value = value_added(statement)
        if value is None:
            excluded.append((root, "input_missing"))
        elif employees(q, root)[0] == 0 and q.parameter("va.zero_employees") == "excluded":
            excluded.append((root, "zero_employees"))
        elif q.parameter("va.management_improvement") == "excluded" and in_management_improvement(q, root):
            excluded.append((root, "management_improvement"))
        else:
            found[root] = value
            if state == "stale":
                stale.append(root)
    return found


def filled(result, counted, excluded, stale=()):
    result.numerator, result.excluded, result.stale = sorted(counted), sorted(set(excluded)), sorted(stale)
    return result


def no_data_for(q, indicator, names):
    """The null answer when a parameter asks for what no event carries."""
    name = unanswerable(q.known, names)
    return q.null(indicator, "parameter_without_data", beside={"parameter": name}) if name else None


def sum_of(result, counted, everybody):
    """Nobody to sum over is 0; somebody, but nothing known of any of them, is no value."""
    if counted or not everybody:
        result.value = sum(counted.values())
    else:
        result.reason = "inputs_missing"
    return result


def va_sum(q):
    """② Σ value added over S; businesses in 経営改善 also shown apart"""
    refused = no_data_for(q, "va_sum", VALUE_QUESTIONS + SET_QUESTIONS)
    if refused:
        return refused
    excluded, stale = [], []
    found = contributions(q, excluded, stale)
    result = filled(q.result("va_sum"), found, excluded, stale)
    tagged = sorted(root for root in found if in_management_improvement(q, root))
    without = sum(value for root, value in found.items() if root not in tagged)
    if q.parameter("va.management_improvement") == "with_and_without":
        result.beside = {"without_management_improvement": without, "management_improvement": tagged}
    return sum_of(result, found, supported(q))


def va_productivity(q):
    """② Σ value added ÷ Σ employees, over those of whom both are known and who have employees"""
    names = VALUE_QUESTIONS + SET_QUESTIONS + ("employees.scope",)
    refused = no_data_for(q, "va_productivity", names)
    if refused:
        return refused
    excluded, stale, heads = [], [], {}
    found = contributions(q, excluded, stale)
    for root in list(found):
        count, reason = employees(q, root)
        if count is None or count == 0:
            excluded.append((root, reason or "zero_employees"))
            del found[root]
        else:
            heads[root] = count
    result = filled(q.result("va_productivity"), found, excluded, [root for root in stale if root in found])
    result.denominator = sorted(heads)
    official, result.reason = ratio(sum(found.values()), sum(heads.values()), "no_employees")
    each = sorted(Fraction(found[root], heads[root]) for root in found)
    mean = Fraction(sum(each), len(each)) if each else None
    result.value = official if q.parameter("va.productivity") == "ratio_of_sums" else mean
    middle = len(each) // 2
    median = None if not each else each[middle] if len(each) % 2 else (each[middle - 1] + each[middle]) / 2
    result.beside = {"mean": mean, "median": median, "ratio_of_sums": official}
    return result


def employees_sum(q):
    """⑦ Σ employees over S"""
    refused = no_data_for(q, "employees_sum", SET_QUESTIONS + ("employees.scope",))
    if refused:
        return refused
    excluded, found = [], {}
    for root in supported(q, excluded):
        count, reason = employees(q, root)
        if count is None:
            excluded.append((root, reason))
        else:
            found[root] = count
    return sum_of(filled(q.result("employees_sum"), found, excluded), found, supported(q))


# -- years against each other --------------------------------------------------------------------------------


def matched(q, measure, excluded):
    """{rep: (this year, the year before)}: both from statements of twelve months, both measures known"""
    before = jst.fiscal_year(q.period.first.year - 1)
    pairs = {}
    for root in supported(q, excluded):
        statement, reason = yearly_statement(q, root, q.period)
        previous, previous_reason = yearly_statement(q, root, before)
        if statement is None:
            excluded.append((root, reason))
        elif previous is None:
            excluded.append((root, f"{previous_reason}_previous"))
        elif measure(statement) is None or measure(previous) is None:
            excluded.append((root, "input_missing"))
        else:
            pairs[root] = (measure(statement), measure(previous))
    return pairs


def growth(q, indicator, measure):
    """Difference of the matched sums; beside it the ratio and how many grew"""
    excluded = []
    pairs = matched(q, measure, excluded)
    result = filled(q.result(indicator), pairs, excluded)
    if not pairs:
        result.reason = "no_matched_businesses"
        return result
    now, before = (sum(pair[n] for pair in pairs.values()) for n in (0, 1))
    result.value = now - before
    no_ratio = "zero_base" if before == 0 else "negative_base" if before < 0 else None
    result.beside = {
        "now": now,
        "before": before,
        "ratio": None if no_ratio else Fraction(now - before, before),
        "no_ratio": no_ratio,
        "grown": sorted(root for root, pair in pairs.items() if pair[0] > pair[1]),
    }
    return result


def va_yoy(q):
    """③ value added of matched businesses against the year before"""
    return no_data_for(q, "va_yoy", VALUE_QUESTIONS + SET_QUESTIONS) or growth(q, "va_yoy", value_added)


def sales_growth(q):
    """④ sales of matched businesses against the year before; of all of S, as no event flags potential"""
    names = SET_QUESTIONS + ("sales_growth.measures", "va.potential")
    return no_data_for(q, "sales_growth", names) or growth(q, "sales_growth", lambda fact: fact["sales"])
