"""Answers of businesses and growth of coordinators. 003 table 12 ⑥, section 6 ③ and ⑤, footnote 10."""

from fractions import Fraction

import facts
from definitions import ANSWERS_VALID, ANSWERS_YES
from result import ratio


def answers_of(q, item):
    """(yes, valid, excluded): ids of the answers to one item that were given in the period."""
    issued = {event["survey_id"]: event for event in q.known if event.type == "survey.issued"}
    yes, valid, excluded = [], [], []
    seen = set()
    for fact in q.here(facts.placed(q.known, facts.stated(q.known, "survey.answered"), "answered_on")):
        survey, token = fact["survey_id"], (fact["survey_id"], fact["respondent"])
        if item not in fact["answers"]:
            continue
        if survey not in issued or item not in issued[survey]["items"]:
            excluded.append((fact.id, "item_not_in_version"))
        elif token in seen:
            excluded.append((fact.id, "second_answer"))
        elif fact["answers"][item] not in ANSWERS_VALID:
            excluded.append((fact.id, "no_valid_answer"))
        else:
            seen.add(token)
            valid.append(fact.id)
            if fact["answers"][item] in ANSWERS_YES:
                yes.append(fact.id)
    return yes, valid, excluded


def share_of(item):
    """The indicator `survey_<item>`: yes ÷ valid answers."""

    def indicator(q):
        yes, valid, excluded = answers_of(q, item)
        result = q.result(f"survey_{item}")
        result.value, result.reason = ratio(len(yes), len(valid), "no_valid_answers")
        result.numerator, result.denominator = sorted(yes), sorted(valid)
        result.excluded = sorted(excluded)
        result.beside = {"yes": len(yes), "valid": len(valid)}
        return result

    return indicator


def survey_selfreliance(q):
    """③ per item of the surveys answered in the period: share and count of yes. The sources fix no items, and
    respondents are anonymous, so that nobody can say who of them is in phase 2."""
    items = set()
    for fact in q.here(facts.placed(q.known, facts.stated(q.known, "survey.answered"), "answered_on")):
        items |= set(fact["answers"])
    result = q.result("survey_selfreliance")
    shares, numerator, denominator = {}, set(), set()
    for item in sorted(items):
        yes, valid, excluded = answers_of(q, item)
        result.excluded += excluded
        numerator |= set(yes)
        denominator |= set(valid)
        if valid:
            shares[item] = Fraction(len(yes), len(valid))
            result.beside[item] = {"yes": len(yes), "valid": len(valid)}
    result.numerator, result.denominator = sorted(numerator), sorted(denominator)
    result.excluded = sorted(set(result.excluded))
    if shares:
        result.value = shares
    else:
        result.reason = "no_valid_answers"
    return result


def co_improved(q):
    """⑤ distinct coordinators whom businesses rate high. High: the mean of a person's ratings of the period
    reaches the threshold. The other source, a coordinator's own yes, is no event of the catalogue: a review
    of oneself is refused there."""
    scores, of = {}, {}
    for fact in q.here(facts.placed(q.known, facts.stated(q.known, "co_rating.given"), "given_on")):
        scores.setdefault(fact["person_id"], []).append(fact["score"])
        of.setdefault(fact["person_id"], []).append(fact.id)
    coordinators = facts.coordinators(q.known, q.centers, q.period)
    result = q.result("co_improved")
    for person, given in scores.items():
        if person not in coordinators:
            result.excluded.append((person, "not_a_coordinator"))
        elif Fraction(sum(given), len(given)) >= q.parameter("co.rating_threshold"):
            result.numerator.append(person)
        else:
            result.excluded.append((person, "below_threshold"))
    result.numerator, result.excluded = sorted(result.numerator), sorted(result.excluded)
    result.value = len(result.numerator)
    result.denominator = sorted(coordinators)
    result.beside = {"ratings": sum(map(len, of.values())), "own_survey": None}
    return result
