"""An answer with its evidence. `value` is exact (int, Fraction, a map of those) or None with a `reason`."""

import dataclasses
from fractions import Fraction


@dataclasses.dataclass
class Result:
    indicator: str
    definition: str
    scope: str
    period: str
    position: int | None
    value: object = None
    reason: str | None = None  # why there is no value
    numerator: list = dataclasses.field(default_factory=list)  # what was counted: ids, sorted
    denominator: list = dataclasses.field(default_factory=list)
    excluded: list = dataclasses.field(default_factory=list)  # (id, reason code), sorted
    stale: list = dataclasses.field(default_factory=list)  # counted on data older than the period
    beside: dict = dataclasses.field(default_factory=dict)  # what is shown beside the value
    ruled_by: list = dataclasses.field(default_factory=list)  # [{"name", "value", "set_by"}], by name


def ratio(over, under, reason):
    """(exact quotient, None), or (None, reason) when there is nothing to divide by."""
    return (None, reason) if under == 0 else (Fraction(over, under), None)


def plain(value):
    """As JSON: a fraction is its two integers."""
    if isinstance(value, Fraction):
        return {"over": value.numerator, "under": value.denominator}
    if isinstance(value, dict):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    if dataclasses.is_dataclass(value):
        return plain({field.name: getattr(value, field.name) for field in dataclasses.fields(value)})
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
