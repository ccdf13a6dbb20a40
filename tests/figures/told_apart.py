"""Whether a figure over confidential inputs may be stated in clear beside all that are.

The rule (design: "the value is a confidential field when fewer than k businesses contribute"; what the
sources leave open is what values tell together): a figure is a linear function of numbers that nobody outside
knows, one per business, measure and the events that it rests on. Numbers that stand in the same stated sums
can't be told from each other: a group. Some combination of stated sums rests on groups of fewer than k
businesses alone exactly if there are fewer independent sums over the large groups than over all; then the
value is withheld.

Written from this text, with exact fractions. A figure is given by its sums: [{(measure, events): business}].
"""

from fractions import Fraction

import indicators
import jst
import values
from question import ask


def rank(rows):
    """Of a matrix of whole numbers."""
    rows = [[Fraction(number) for number in row] for row in rows]
    found = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(found, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        for i in range(found + 1, len(rows)):
            factor = rows[i][column] / rows[found][column]
            if factor:
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[found])]
        found += 1
    return found


def lacking(sums, least, root):
    """How many independent combinations rest on small groups alone."""
    standing = {}
    for index, each in enumerate(sums):
        for number in each:
            standing.setdefault(number, set()).add(index)
    groups = {}
    for number, where in standing.items():
        business = next(each[number] for each in reversed(sums) if number in each)
        groups.setdefault(frozenset(where), set()).add(root(business))
    columns = sorted(groups, key=sorted)
    large = [column for column in columns if len(groups[column]) >= least]

    def matrix(of):
        return [[int(index in column) for column in of] for index in range(len(sums))]

    return rank(matrix(columns)) - (rank(matrix(large)) if large else 0)


def number(measure, *behind):
    """{what it rests on: whose it is}"""
    events = [event for fact in behind for event in (fact.id, *fact.corrections)]
    return {(measure, *events): behind[0]["business_id"]}


def sums_of(q, indicator, contributors):
    """The sums that the figure's value lets out."""
    year_before = jst.fiscal_year(q.period.first.year - 1)
    sums = [{}, {}, {}]
    for root in contributors:
        statement = values.statement_for(q, root)[0]
        heads = values.headcount(q, root)[2]
        if indicator in ("va_sum", "va_productivity"):
            sums[0] |= number("va", statement)
        if indicator in ("va_productivity", "employees_sum"):
            sums[1] |= number("employees", heads)
        if indicator == "va_productivity" and q.parameter("va.productivity") == "mean_of_ratios":
            sums[2] |= number("va/employees", statement, heads)
        if indicator in ("va_yoy", "sales_growth"):
            measure = "va" if indicator == "va_yoy" else "sales"
            sums[0] |= number(measure, values.yearly_statement(q, root, q.period)[0])
            sums[1] |= number(measure, values.yearly_statement(q, root, year_before)[0])
    return [each for each in sums if each]


class Stated:
    """Figures that stand in clear, and whether another may."""

    def __init__(self):
        self.sums = []

    def withheld(self, sums, contributors, least, root):
        if contributors < least:
            return "few_businesses"
        if lacking(self.sums + sums, least, root) > lacking(self.sums, least, root):
            return "small_remainder"
        return ""

    def state(self, sums):
        self.sums = self.sums + sums


def decisions(events, asked):
    """For each ask, in order, why its value is withheld; "": it is stated."""
    stated, found = Stated(), []
    for figure in asked:
        year = jst.fiscal_year(figure["fy"])
        q = ask(events, figure["definition"], figure["scope"], year, figure["cut_off"])
        names = (figure["indicator"], figure["definition"], figure["scope"], figure["fy"], figure["cut_off"])
        result = indicators.figure(events, *names)
        sums = sums_of(q, figure["indicator"], result.numerator)
        why = stated.withheld(sums, len(result.numerator), q.parameter("figures.k_min"), q.root)
        if not why and result.value is not None:
            stated.state(sums)
        found.append(why)
    return found
