"""One question: which events are known, about whom, when. Every indicator is a function of this alone."""

import dataclasses

import definitions
import facts
import matching
import scope as scopes
from event_list import up_to
from result import Result


@dataclasses.dataclass(frozen=True)
class Question:
    known: list
    definition: str
    scope: str
    period: object  # jst.Period
    position: int | None
    erased: frozenset

    def result(self, indicator):
        return Result(indicator, self.definition, self.scope, self.period.label, self.position)

    def null(self, indicator, reason, **more):
        return dataclasses.replace(self.result(indicator), reason=reason, **more)

    def parameter(self, name):
        return definitions.parameter(self.known, name)

    @property
    def centers(self):
        return scopes.centers_of(self.known, self.scope)

    def here(self, placed):
        """Those of the scope and the period."""
        centers = self.centers
        return [fact for fact in placed if fact.center in centers and self.period.has(fact.day)]

    def root(self, business):
        return matching.representative(self.known, business)

    def willing(self, found, excluded):
        """Without the facts of businesses that refuse sharing, if policy says that they don't count."""
        if self.parameter("consent.refused_counts") == "counted":
            return found
        refusing = {self.root(business) for business in facts.refusing_businesses(self.known)}
        kept = []
        for fact in found:
            if self.root(fact["business_id"]) in refusing:
                excluded.append((fact.id, "consent_refused"))
            else:
                kept.append(fact)
        return kept


def ask(events, definition, scope, period, cut_off=None, erased=frozenset()):
    if definition not in definitions.DEFINITIONS:
        raise ValueError(f"no definition version {definition}")
    known = up_to(events, cut_off)
    position = known[-1].position if cut_off is None and known else cut_off
    return Question(known, definition, scope, period, position, frozenset(erased))
