"""Negative controls: servers with one mutation each, which the loops must catch. A loop that lets one pass
shows nothing, so that is a failure.

A control is a file in controls/ that names the source, the loop that must catch it and why, and the exact
text that is replaced. It is applied to a private copy of the tree, build/controls/tree, which has the
product's text again before the next one; the program built from it stays in build/controls/<name>.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys

MARK = "=== "
HEAD = ("source", "loop", "why")


def read_control(path):
    """Sections begin with `=== name`. `text` and `replacement` come in pairs and are taken literally."""
    sections = []
    for line in pathlib.Path(path).read_text(encoding="utf-8").split("\n"):
        if line.startswith(MARK):
            sections.append((line[len(MARK) :], []))
        elif sections:
            sections[-1][1].append(line)
    names = tuple(name for name, _ in sections)
    texts = ["\n".join(lines).rstrip("\n") for _, lines in sections]
    pairs = names[len(HEAD) :]
    if names[: len(HEAD)] != HEAD or not pairs or pairs != ("text", "replacement") * (len(pairs) // 2):
        raise SystemExit(f"{path}: sections {names}, wanted {HEAD} and pairs of text and replacement")
    replaced = texts[len(HEAD) :]
    return {**dict(zip(HEAD, texts)), "replace": list(zip(replaced[::2], replaced[1::2]))}


def copy_tree(root, target):
    """What git knows, by content; unchanged files keep their time, so a second build is quick."""
    listed = subprocess.run(
        ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        source, copy = root / name, target / name
        if not source.is_file():
            continue
        if copy.is_file() and copy.read_bytes() == source.read_bytes():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, copy)
    dependencies = target / "build" / "deps"
    dependencies.parent.mkdir(parents=True, exist_ok=True)
    if not dependencies.is_symlink():
        dependencies.symlink_to(root / "build" / "deps")


def mutate(control, target):
    path = target / control["source"]
    text = path.read_text(encoding="utf-8")
    for old, new in control["replace"]:
        found = text.count(old)
        if found != 1:
            raise SystemExit(
                f"{control['source']} holds a text of this control {found} times, wanted once:\n{old}"
            )
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def build(target, log):
    with open(log, "wb") as out:
        for command in (
            ["cmake", "--preset", "release"],
            [
                "cmake",
                "--build",
                "--preset",
                "release",
                "--target",
                "daicho",
                "--parallel",
                str(os.cpu_count()),
            ],
        ):
            done = subprocess.run(command, cwd=target, stdout=out, stderr=out, check=False)
            if done.returncode != 0:
                raise SystemExit(f"{' '.join(command)} failed in {target}, see {log}")
    return target / "build" / "release" / "daicho"


def build_control(root, control, folder):
    tree = root / "build" / "controls" / "tree"
    copy_tree(root, tree)
    mutate(control, tree)
    folder.mkdir(parents=True, exist_ok=True)
    return pathlib.Path(shutil.copy(build(tree, folder / "build.log"), folder))


def run_loop(root, control, binary, options):
    """(caught, summary): caught means that the loop ended with exit code 1 and named a violation."""
    command = [
        sys.executable,
        "-B",
        str(root / "tests" / "crash" / "main.py"),
        *control["loop"].split(),
        "--seed",
        options.seed,
        "--binary",
        str(binary),
        "--log",
        str(options.log),
        "--violations-max",
        "1",
        "--json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        summary = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        raise SystemExit(
            f"{' '.join(command)}: exit code {done.returncode}\n{done.stderr[-3000:]}"
        ) from None
    return done.returncode == 1 and bool(summary["violations"]), summary


def run(root, options):
    wanted = options.only.split(",") if options.only else None
    files = sorted((root / "tests" / "crash" / "controls").glob("*.control"))
    results = []
    for path in files:
        if wanted and path.stem not in wanted:
            continue
        control = read_control(path)
        binary = build_control(root, control, root / "build" / "controls" / path.stem)
        caught, summary = run_loop(root, control, binary, options)
        first = summary["violations"][0]["text"] if summary["violations"] else ""
        results.append(
            {
                "control": path.stem,
                "loop": control["loop"],
                "caught": caught,
                "cycles": summary["cycles"],
                "evidence": first[:400],
            }
        )
        if not options.json:
            print(
                f"{path.stem:24} {'caught' if caught else 'NOT CAUGHT'} by {control['loop']} "
                f"in cycle {summary['cycles'] + 1}: {first[:300]}",
                flush=True,
            )
    missing = set(wanted or ()) - {one["control"] for one in results}
    if missing or not results:
        raise SystemExit(f"no such control: {', '.join(sorted(missing)) or 'none at all'}")
    passed = sum(one["caught"] for one in results)
    if options.json:
        print(json.dumps({"controls": results}, ensure_ascii=False))
    else:
        print(f"{passed} of {len(results)} controls caught")
    return 0 if passed == len(results) else 1
