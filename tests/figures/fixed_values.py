"""What a `figure.fixed` states, and which one stands for a scope today. A scope of one centre has that
centre's figures."""

from fractions import Fraction

import scope as scopes
from definitions import CONFIDENTIAL


def stated_value(event):
    """The public value, or the sealed one when fewer than k businesses stand behind it; exact."""
    sealed = "" if event["value"] is not None else "sealed_"
    value, over = event["value" if not sealed else "sealed_value"], event[sealed + "denominator"]
    if value is None or over is None:
        return value
    exact = Fraction(value, over)
    return exact.numerator if exact.denominator == 1 else exact


def is_public(event):
    return event["value"] is not None


def texts_of(known, scope):
    """The scopes whose fixed figures are this one's."""
    centers = scopes.centers_of(known, scope)
    return {scope} | ({f"center:{center}" for center in centers} if len(centers) == 1 else set())


def newest(known, scope, fiscal_year, indicator):
    """What stands for the figure today."""
    found = [
        event
        for event in known
        if event.type == "figure.fixed"
        and (event["indicator"], event["fy"]) == (indicator, fiscal_year)
        and event["scope"] in texts_of(known, scope)
    ]
    if not found:
        return None
    return {
        "id": found[-1].id,
        "scope": found[-1]["scope"],
        "year_month": found[-1]["year_month"] or "",
        "cut_off": found[-1]["cut_off"],
        "value": stated_value(found[-1]),
        "public": is_public(found[-1]),
        "contributors": found[-1]["contributors"],
    }


def beside_indicator(known, scope, fiscal_year, indicator):
    """As members of an indicator's row: of indicators over confidential inputs alone."""
    if indicator not in CONFIDENTIAL:
        return {}
    found = newest(known, scope, fiscal_year, indicator)
    if found is not None and not found["public"]:
        found["value"] = None
    return {"fixed": found}
