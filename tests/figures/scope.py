"""Whom a figure is about: a centre, a prefecture, a bureau, the nation — always a set of centres."""


def parse(text):
    """`center:c40`, `prefecture:40`, `bureau:bureau-kyushu` or `nation`."""
    kind, _, name = text.partition(":")
    if (kind == "nation") == bool(name) or kind not in ("center", "prefecture", "bureau", "nation"):
        raise ValueError(f"no scope: {text}")
    return kind, name


def centers_of(known, scope):
    """Ids of its centres, by the latest establishment of each."""
    kind, name = parse(scope)
    if kind == "center":
        return {name}
    latest = {event["center_id"]: event for event in known if event.type == "center.established"}
    field = {"prefecture": "pref_code", "bureau": "bureau"}.get(kind)
    return {center for center, event in latest.items() if field is None or event[field] == name}
