#!/usr/bin/env python3
"""The reference page of the event catalogue in both languages, from the table that the ledger judges by.

  ops/docs/catalogue_page.py [--daicho PATH] [--out FOLDER]     write reference.ja.md and reference.en.md
  ops/docs/catalogue_page.py [--daicho PATH] --check FOLDER     exit 1 when the pages there are out of date

Nothing on the pages is typed: they come from `daicho --json catalogue`. Without --out they go to ops/docs,
where they are kept.
"""

import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANGUAGES = ("ja", "en")

WORDS = {
    "title": ("事象目録", "Event catalogue"),
    "version": ("版", "Version"),
    "summary": ("{types}種別、{rules}規則、{parameters}運用項目、{indicators}指標",
                "{types} types, {rules} rules, {parameters} parameters, {indicators} indicators"),
    "field": ("項目", "Field"), "kind": ("型", "Kind"), "class": ("区分", "Class"),
    "required": ("必須", "Required"), "yes": ("○", "yes"), "no": ("", ""), "label": ("名称", "Label"),
    "public": ("公開", "public"), "confidential": ("秘匿", "confidential"),
    "signers": ("署名者", "Signers"), "countersigners": ("連署者", "Countersigners"),
    "way_in": ("記録の方法", "Way in"), "purposes": ("目的", "Purposes"), "stream": ("系列", "Stream"),
    "step": ("手続", "Step"), "begins": ("開始", "begins"), "rules": ("規則", "Rules"),
    "terms": ("索引", "Index terms"), "retention": ("保存", "Retention"), "source": ("典拠", "Source"),
    "codes": ("値", "Codes"), "rule": ("規則", "Rule"), "code": ("符号", "Code"),
    "message": ("内容", "Message"), "parameters": ("運用項目", "Policy parameters"),
    "parameter": ("項目", "Parameter"), "default": ("初期値", "Default"), "range": ("範囲", "Range"),
    "indicators": ("指標", "Indicators"), "indicator": ("指標", "Indicator"), "years": ("年度", "Years"),
    "open": ("定めなし", "open"), "unit": ("単位", "Unit"), "read_by": ("参照するもの", "Read by"),
    "fixed": ("固定（他の値は`policy.unsupported`）", "fixed: another value is `policy.unsupported`"),
    "after_event": ("先行する事象", "Earlier event"), "needed": ("要", "needed"),
    "proof": ("値の根拠", "Value rests on"), "definitions": ("指標定義の版", "Versions of the definitions"),
    "confidential_value": ("秘匿項目（`figure.fixed`）", "sealed fields: `figure.fixed`"),
    "public_value": ("公開項目", "public fields"), "no_value": ("値なし", "no value"),
    "written_by": ("このページは`ops/docs/catalogue_page.py`が書き出したものです。手で直さないでください。",
                   "This page is written by `ops/docs/catalogue_page.py`. Do not edit it."),
    "text": ("版等の文字列", "a text, such as a version"),
    "author": ("本人の署名のみ", "the author's own signature only"),
    "author_or_attested": ("本人の署名又はシステムの証明", "author-signed or attested"),
    "ledger": ("台帳自身", "the ledger itself"),
}


def word(key, language):
    return WORDS[key][LANGUAGES.index(language)]


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def code(text):
    return f"`{cell(text)}`"


def row(*cells):
    return "| " + " | ".join(cells) + " |"


def table(heads, rows):
    return [row(*heads), row(*["---"] * len(heads)), *[row(*one) for one in rows], ""]


def field_row(field, language):
    kind = code(field["kind"])
    if "codes" in field:
        kind += ": " + " ".join(code(one) for one in field["codes"])
    elif "min" in field:
        kind += f" {field['min']} … {field['max']}"
    required = word("yes" if field["required"] else "no", language)
    label = cell(field["label"][language])
    return (code(field["name"]), label, kind, word(field["class"], language), required)


def type_section(entry, labels, language):
    """One type: what it is, who may record it, its fields."""
    lines = [f"### {entry['type']} — {entry['label'][language]}", ""]
    facts = [("stream", code(entry["stream"])), ("way_in", word(entry["way_in"], language))]
    for key in ("signers", "countersigners", "purposes"):
        if entry[key]:
            facts.append((key, ", ".join(labels.get(one, one) for one in entry[key])))
    if "step" in entry:
        before = ", ".join(code(one) if one else word("begins", language) for one in entry["step"]["from"])
        facts.append(("step", f"{before} → {code(entry['step']['to'])}"))
    for key in ("rules", "terms"):
        if entry[key]:
            facts.append((key, " ".join(code(one) for one in entry[key])))
    facts.append(("retention", labels.get(entry["retention"], entry["retention"])))
    facts.append(("source", cell(entry["source"])))
    lines += [f"- {word(key, language)}: {value}" for key, value in facts] + [""]
    heads = [word(key, language) for key in ("field", "label", "kind", "class", "required")]
    return lines + table(heads, [field_row(field, language) for field in entry["fields"]])


def parameter_row(parameter, language):
    if "text" in parameter:
        bounds = word("text", language)
    elif "choices" in parameter:
        bounds = " ".join(code(one) for one in parameter["choices"])
    else:
        bounds = f"{parameter['min']} … {parameter['max']}"
    default = parameter.get("default", -1)
    default = default if default != -1 else word("open", language)
    readers = word("fixed", language) if parameter["fixed"] else " ".join(map(code, parameter["read_by"]))
    return (code(parameter["name"]), cell(parameter["label"][language]), cell(default), parameter["unit"],
            bounds, readers, cell(parameter["source"]))


def rule_row(rule, language):
    needed = word("needed", language) if rule["after_event"] else ""
    return (code(rule["rule"]), code(rule["code"]), cell(rule["message"][language]), needed,
            cell(rule["source"]))


def indicator_row(indicator, language):
    kind = indicator["kind"]
    proof = word(kind if kind == "no_value" else f"{kind}_value", language)
    return (code(indicator["id"]), cell(indicator["label"][language]),
            f"{indicator['first_fy']} … {indicator['last_fy']}", ", ".join(indicator["definitions"]),
            indicator["unit"], proof, cell(indicator["source"]))


def page(catalogue, language):
    """The whole page as text."""
    labels = {one["code"]: one["label"][language]
              for key in ("groups", "roles", "purposes", "retention_classes") for one in catalogue[key]}
    counts = {key: len(catalogue[key]) for key in ("types", "rules", "parameters", "indicators")}
    lines = [f"# {word('title', language)}", "", word("written_by", language), "",
             f"{word('version', language)} {catalogue['version']}. "
             + word("summary", language).format(**counts), ""]
    for group in catalogue["groups"]:
        lines += [f"## {group['label'][language]}", ""]
        for entry in catalogue["types"]:
            if entry["group"] == group["code"]:
                lines += type_section(entry, labels, language)
    for part, heads, make_row in (
            ("rules", ("rule", "code", "message", "after_event", "source"), rule_row),
            ("parameters", ("parameter", "label", "default", "unit", "range", "read_by", "source"),
             parameter_row),
            ("indicators", ("indicator", "label", "years", "definitions", "unit", "proof", "source"),
             indicator_row)):
        lines += [f"## {word(part, language)}", ""]
        lines += table([word(key, language) for key in heads],
                       [make_row(one, language) for one in catalogue[part]])
    return "\n".join(lines)


def read_catalogue(daicho):
    answer = subprocess.run([str(daicho), "--json", "catalogue"], stdout=subprocess.PIPE, check=True)
    return json.loads(answer.stdout)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--daicho", type=pathlib.Path, default=ROOT / "build" / "release" / "daicho")
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "ops" / "docs")
    parser.add_argument("--check", type=pathlib.Path, metavar="FOLDER")
    given = parser.parse_args(arguments)
    catalogue = read_catalogue(given.daicho)
    stale = []
    for language in LANGUAGES:
        text = page(catalogue, language)
        target = (given.check or given.out) / f"reference.{language}.md"
        if given.check:
            if not target.is_file() or target.read_text(encoding="utf-8") != text:
                stale.append(target)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(target)
    for target in stale:
        print(f"{target} is out of date: ops/docs/catalogue_page.py --out {target.parent}", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
