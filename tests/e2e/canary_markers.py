"""The markers of canary_test.py: secret texts that nobody else has, and every spelling in which one could
be found."""

import base64
import secrets

JAPANESE = "金糸雀"


def letters(count):
    return "".join(secrets.choice("BCDFGHJKLMNPQRSTVWXZ") for _ in range(count))


def corporate_number():
    body = "".join(secrets.choice("123456789") for _ in range(12))
    total = sum(int(digit) * (1 if at % 2 == 1 else 2) for at, digit in enumerate(body))
    return str(9 - total % 9) + body


class Markers:
    """The secret texts that were sent; `core` is the part of each free text that is searched for."""

    def __init__(self):
        self.core = "canary" + letters(14)
        # One of each kind: a leak of any field that holds it is found all the same.
        self.others = {
            "corporate_number": corporate_number(),
            "sha256": secrets.token_hex(32),
            "yen": 100_000_000_000 + secrets.randbelow(800_000_000_000),
        }

    def text(self, field):
        return f"{JAPANESE}{self.core} of {field}"

    def value(self, kind, field):
        if kind in ("text", "papers"):
            return self.text(field)
        return self.others.get("sha256" if kind == "document" else kind)

    def needles(self):
        """spelling → bytes that must be nowhere."""
        found = {}
        for number, marker in enumerate([self.core, *map(str, self.others.values())]):
            found[f"{number} plain"] = marker.encode()
            found.update({f"{number} {name}": needle for name, needle in encodings(marker.encode()).items()})
        found["japanese, plain"] = JAPANESE.encode()
        escaped = JAPANESE.encode("utf-16-be").hex()
        for name, text in (("lower", escaped), ("upper", escaped.upper())):
            parts = "".join("\\u" + text[at : at + 4] for at in range(0, len(text), 4))
            found[f"japanese, escaped in {name} case"] = parts.encode()
        found.update({f"japanese {name}": needle for name, needle in encodings(JAPANESE.encode()).items()})
        found["utf-16"] = self.core.encode("utf-16-le")
        return found


def encodings(marker):
    needles = {"hex lower": marker.hex().encode(), "hex upper": marker.hex().upper().encode()}
    for alignment in range(3):
        # What does not depend on the bytes before and after the marker.
        padded = b"\0" * alignment + marker
        padded = padded[: len(padded) - len(padded) % 3]
        inner = base64.b64encode(padded)[4 if alignment else 0 :]
        needles[f"base64 at {alignment}"] = inner
        needles[f"base64url at {alignment}"] = inner.replace(b"+", b"-").replace(b"/", b"_")
    return needles


def unfit_fields(event):
    """Confidential fields that the public ones rule out, and the one that the server itself compares."""
    data = event["data"]
    if event["type"] == "principal.bound":
        return ["credential"]
    unfit = [] if data.get("corporate_number_state", "given") == "given" else ["corporate_number"]
    if data.get("business_kind") == "corporation":
        unfit += ["welfare_cost", "wages"]
    elif "business_kind" in data:
        unfit += ["personnel_cost"]
    return unfit
