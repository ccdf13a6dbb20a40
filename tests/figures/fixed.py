"""Figures over confidential inputs that the log holds fast (`figure.fixed`), against the recomputation.

The sources say that such a figure is fixed at month close and at publication. The event names its scope,
fiscal year and cut-off: at a month's close the fiscal year's figure as known at the month's cut-off. After an
erasure the fixed value stands, and a recomputation lacks inputs: that is no contradiction.
"""

from fractions import Fraction

import indicators
import scope as scopes
from definitions import parameter


def stated_value(event):
    """The public value, or the sealed one when fewer than k businesses stand behind it; exact."""
    sealed = "" if event["value"] is not None else "sealed_"
    value, over = event["value" if not sealed else "sealed_value"], event[sealed + "denominator"]
    if value is None or over is None:
        return value
    exact = Fraction(value, over)
    return exact.numerator if exact.denominator == 1 else exact


def judge(known, event, erased):
    """`equal`, `different`, `inputs_erased`, or `k_rule`: shown or hidden against the least number."""
    arguments = (event["indicator"], event["definition_version"], event["scope"], event["fy"])
    result = indicators.figure(known, *arguments, event["cut_off"], erased)
    before = [other for other in known if other.position < event.position]
    public = event["contributors"] >= parameter(before, "figures.k_min")
    row = {
        "id": event.id,
        "indicator": event["indicator"],
        "scope": event["scope"],
        "fy": event["fy"],
        "year_month": event["year_month"],
        "fixed": stated_value(event),
        "recomputed": result.value,
        "contributors": event["contributors"],
        "recomputed_contributors": len(result.numerator),
    }
    if (event["value"] is not None) != public:
        row["state"] = "k_rule"
    elif any(reason == "inputs_erased" for _, reason in result.excluded):
        row["state"] = "inputs_erased"
    else:
        same = (row["fixed"], row["contributors"]) == (row["recomputed"], row["recomputed_contributors"])
        row["state"] = "equal" if same else "different"
    return row


def fixed_figures(known, centers, erased=frozenset()):
    """Of the centres and of what consists of them alone."""
    return [
        judge(known, event, erased)
        for event in known
        if event.type == "figure.fixed" and scopes.centers_of(known, event["scope"]) <= set(centers)
    ]
