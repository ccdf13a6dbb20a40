"""Prints two HTTP corpora, a line of JSON per case: {"name", "data" (hex), "must", "methods"}. Run by
http_steps.py in the Python environment that has gunicorn and PyYAML.

    http_cases.py GUNICORN-SOURCE DESYNC-TESTS

gunicorn's tests hold raw requests: what lies in `invalid` must be refused, what lies in `valid` served, as
many requests as its expectation lists. http_desync_guardian's tests hold the parts of a head and a tier:
Compliant must be served, Ambiguous and Severe refused; Acceptable may be either, but never be taken for two
requests.
"""

import json
import pathlib
import sys

import yaml

MUST = {"Compliant": "served", "Acceptable": "either", "Ambiguous": "refused", "Severe": "refused"}


def show(name, data, must, methods):
    print(json.dumps({"name": name, "data": data.hex(), "must": must, "methods": methods}))


def gunicorn_cases(source):
    sys.path.insert(0, str(source / "tests"))
    import treq  # gunicorn's own reader of its cases

    for must, folder in (("refused", "invalid"), ("served", "valid")):
        for file in sorted((source / "tests" / "requests" / folder).glob("*.http")):
            expected = treq.load_py(str(file.with_suffix(".py")))["request"]
            case = treq.request(str(file), expected)
            methods = [one["method"] for one in case.expect] if must == "served" else []
            show(f"gunicorn {folder}/{file.stem}", case.data, must, methods)


def bytes_of(text):
    return str(text).encode("latin-1" if str(text).isascii() or max(map(ord, str(text))) < 256 else "utf-8")


def body_of(headers):
    """What a head that means what it says is followed by."""
    values = {str(one["name"]).lower(): str(one["value"]).strip() for one in headers}
    if values.get("transfer-encoding", "").lower() == "chunked":
        return b"0\r\n\r\n"
    length = values.get("content-length", "")
    return b"x" * int(length) if length.isascii() and length.isdigit() and int(length) < 5_000_000 else b""


def desync_cases(folder):
    for file in sorted(folder.glob("*.yaml")):
        for number, case in enumerate(yaml.safe_load(file.read_text(encoding="utf-8")) or []):
            headers = case.get("headers") or []
            parts = [case[part] for part in ("method", "uri", "version") if case[part] != ""]
            line = b" ".join(map(bytes_of, parts))
            pairs = [(bytes_of(one["name"]), bytes_of(one["value"])) for one in headers]
            fields = b"".join(name + b": " + value + b"\r\n" for name, value in pairs)
            data = line + b"\r\n" + fields + b"\r\n" + body_of(headers)
            must = MUST[case["expected"]["tier"]]
            show(f"desync {file.stem}/{number} {case['name']}", data, must, [str(case["method"])])


gunicorn_cases(pathlib.Path(sys.argv[1]))
desync_cases(pathlib.Path(sys.argv[2]))
