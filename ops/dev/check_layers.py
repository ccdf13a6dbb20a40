#!/usr/bin/env python3
"""Checks the shape of the tree: what no compiler checks and what decays when only people watch it.

    ops/dev/check_layers.py [--rule NAME]... [--list-rules] [FOLDER]

Each finding is one line `path:line: message [rule]`; exit status 1 when there is any, 2 on wrong usage.
Standard library only. Judged are the files that git tracks or would track; without git, every file outside
build/ and hidden folders. The tables at the top are the agreement: change them only with the architecture.
"""
import argparse
import bisect
import fnmatch
import os
import re
import subprocess
import sys
import unicodedata

# A file includes its own folder and lower floors; `security` and `projections` may not know each other.
FLOORS = {"ledger": 0, "security": 1, "projections": 2, "api": 3, "ops": 4, "tests": 5}
STRANGERS = {("projections", "security"), ("security", "projections")}
LEDGER_FLOORS = {"base": 0, "event": 1, "merkle": 1, "index": 2, "domain": 3, "store": 3, "journal": 4,
                 "audit": 5}

# Included header -> files that may include it. One door per library; tests may use OpenSSL as a foreign
# peer, and the benches measure what OpenSSL and RocksDB can do without the product.
DOORS = {
    "rocksdb/*": ["ledger/store/rocks_*.cc", "tests/bench/limit_store.cc", "tests/bench/store_sizes.cc"],
    "httplib.h": ["api/httplib_server.cc", "api/httplib_client.cc"],
    "simdjson*": ["ledger/base/json_reader.cc"],
    "openssl/*": ["ledger/base/sha256.cc", "security/*.cc", "security/evp.h", "tests/*"],
    "libpq*": ["ledger/store/pg_*.cc"],
    "CLI/*": ["ops/*.cc", "tests/unit/ops/*.cc", "tests/bench/main.cc"],
    "fmt/*": ["ops/*.cc", "api/*.cc"],
    "gtest/*": ["tests/*"],
    "gmock/*": ["tests/*"],
    "benchmark/*": ["tests/*"],
}

# Product files without a test file of their own: `pattern | test that covers them | reason`, one per line.
UNTWINNED = "ops/dev/untwinned.txt"

LINES_MAX = {".h": 200, ".cc": 500, ".py": 500}
TEST_LINES_MAX = 800
FUNCTION_LINES_MAX = 70
COLUMNS_MAX = 110
BANNED_NAMES = {"util", "utils", "helper", "helpers", "manager", "common", "impl", "misc"}

# The brackets keep this table from finding itself.
BANNED_WORDS = [
    (r"\b(?:TO[D]O|FIX[M]E|XX[X]|HAC[K])\b", "open ends belong into the issue list"),
    (r"(?<![\w.$}/-])/(?:wor[k]|hom[e]|roo[t]|Use[rs]{2})/", "absolute path of one machine"),
    (r"/tm[p]/b-", "build folder of one machine"),
    (r"\b(?:in this|this|the previous|the last) sessio[n]'s\b|\b(?:in this|the previous) sessio[n]\b",
     "talk of the workplace"),
    (r"(?i)\b(?:deb|ftp|archive|security)\.debia[n]\.org\b|\bpyp[i]\.org\b|\bpythonhoste[d]\.org\b"
     r"|\bnpmj[s]\.(?:org|com)\b|\bcrate[s]\.io\b|\bproxy\.golan[g]\.org\b"
     r"|\b(?:artifactor[y]|nexu[s]|registr[y]|mirro[r])\.[a-z0-9-]+\.[a-z]",
     "host name of a package registry"),
]

# (pattern, files that may, why not elsewhere). Judged without comments and literals; product files only.
BANNED_CALLS = [
    (r"\bthrow\b", [], "our code never throws: return a Status"),
    (r"\btry\b", ["api/httplib_server.cc", "api/httplib_client.cc", "ops/main.cc", "ops/verify_main.cc"],
     "exceptions end in the doors of libraries that throw and in main"),
    (r"\busing\s+namespace\s+(?!std::chrono)", [], "names are written out"),
    (r"\bsystem_clock::now\b|\bstd::time\b|\bgettimeofday\b|\bclock_gettime\b", ["ledger/base/clock.cc"],
     "time comes from an injected Clock"),
    (r"\bsleep_(?:for|until)\b|\busleep\b|\bnanosleep\b", ["ops/*"], "product code does not sleep"),
    (r"\brandom_device\b|\bstd::rand\b|\bsrand\b", [], "randomness is passed in"),
    (r"\bgetenv\b", ["ops/*"], "configuration comes from ops"),
    (r"\bstd::(?:cout|cerr|clog)\b", [], "diagnostics go through ledger/base/diag.h, answers to stdout"),
]

# `name.h`, `name.*`, `name.h/.cc`, `rules_<group>.cc`, `path/name.h`; a bare `name` may be something else.
README_NAMES = re.compile(r"`([A-Za-z0-9_.<>*/-]+?\.(?:h|cc|py|md|ndjson|\*|\{h,cc\}))(?:/\.cc)?`")
README_STEMS = re.compile(r"`([a-z0-9_]+)`")
GROUPS_PHRASE = "lists groups"


class Tree:
    """Paths relative to the root with their texts; read once, never written."""

    def __init__(self, root):
        self.root = root
        self.paths = sorted(self._list())
        self.known = set(self.paths)
        self.folders = {parent for path in self.paths for parent in parents(path)}
        self._texts, self._codes, self.broken = {}, {}, []

    def _list(self):
        if os.path.exists(os.path.join(self.root, ".git")):
            command = ["git", "-C", self.root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
            git = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
            if git.returncode == 0:
                names = {name.decode() for name in git.stdout.split(b"\0") if name}
                return [name for name in names if os.path.isfile(os.path.join(self.root, name))]
        found = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = [f for f in folders if f[0] != "." and f not in ("build", "__pycache__")]
            found += [os.path.relpath(os.path.join(folder, name), self.root) for name in files]
        return found

    def text(self, path):
        """The file as text; empty for a binary file."""
        if path not in self._texts:
            with open(os.path.join(self.root, path), "rb") as file:
                raw = file.read()
            try:
                self._texts[path] = raw.decode("utf-8") if b"\0" not in raw else ""
            except UnicodeDecodeError:
                self._texts[path] = ""
                self.broken.append(path)
        return self._texts[path]

    def code(self, path):
        """The C++ text with comments, literals and preprocessor lines blanked; line numbers stay."""
        if path not in self._codes:
            self._codes[path] = blank(self.text(path))
        return self._codes[path]

    def sources(self, *suffixes):
        """Paths on a floor that end in one of the suffixes."""
        return [p for p in self.paths if p.split("/")[0] in FLOORS and p.endswith(suffixes)]


def parents(path):
    parts = path.split("/")[:-1]
    return ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]


def folder_of(path):
    return path.rpartition("/")[0]


def matches(path, patterns):
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


LITERALS = re.compile(r"""//[^\n]*|/\*.*?\*/|R"([^(\s]*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*\""""
                      r"""|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'""", re.DOTALL)
DIRECTIVES = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)


def blank(text):
    def spaces(match):
        return re.sub(r"[^\n]", " ", match.group())
    return DIRECTIVES.sub(spaces, LITERALS.sub(spaces, text))


def includes(tree, path):
    """Yields (line number, header, is quoted)."""
    for number, line in enumerate(tree.text(path).split("\n"), 1):
        match = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if match:
            yield number, match.group(2), match.group(1) == '"'


def check_floors(tree):
    """Includes go to the own folder and to lower floors only, by paths from the root."""
    for path in tree.sources(".h", ".cc"):
        own, own_part = path.split("/")[0], path.split("/")[1]
        for number, header, quoted in includes(tree, path):
            top = header.split("/")[0]
            if top not in FLOORS:
                if quoted and not matches(header, DOORS):
                    yield path, number, f'"{header}" is not a path from the root of the tree'
                continue
            if header not in tree.known:
                yield path, number, f"{header} does not exist"
            elif FLOORS[top] > FLOORS[own]:
                yield path, number, f"{own} (floor {FLOORS[own]}) may not include {top} (floor {FLOORS[top]})"
            elif (own, top) in STRANGERS:
                yield path, number, f"{own} may include ledger only, not {top}"
            elif top == own == "ledger" and header.split("/")[1] != own_part:
                mine, theirs = LEDGER_FLOORS.get(own_part), LEDGER_FLOORS.get(header.split("/")[1])
                if mine is None:
                    yield path, number, f"ledger/{own_part} has no rank in this checker"
                elif theirs is None or theirs >= mine:
                    yield path, number, f"ledger/{own_part} may not include {header}"


def check_doors(tree):
    """Each third-party library is included by its door only."""
    for path in tree.sources(".h", ".cc"):
        for number, header, _ in includes(tree, path):
            for pattern, doors in DOORS.items():
                if fnmatch.fnmatchcase(header, pattern) and not matches(path, doors):
                    yield path, number, f"<{header}> may be included by {', '.join(doors)} only"


def check_cycles(tree):
    """No header reaches itself."""
    files = tree.sources(".h", ".cc")
    graph = {path: [(n, h) for n, h, _ in includes(tree, path) if h in tree.known] for path in files}
    done = set()
    for start in graph:
        trail, walk = [start], [iter(graph[start])]
        while walk:
            number, header = next(walk[-1], (0, None))
            if header is None:
                done.add(trail.pop())
                walk.pop()
            elif header in trail:
                circle = trail[trail.index(header):] + [header]
                yield trail[-1], number, "include cycle: " + " -> ".join(circle)
            elif header not in done and header in graph:
                trail.append(header)
                walk.append(iter(graph[header]))


def cmake_words(tree, path):
    text = re.sub(r"#[^\n]*", "", tree.text(path))
    return set(re.split(r"[\s()\"]+", re.sub(r"\$\{CMAKE_CURRENT_(?:SOURCE|LIST)_DIR\}/", "", text)))


def check_registered(tree):
    """Every .cc and every Python test stands in a CMakeLists.txt; each list is reached from the one above."""
    files = [p for p in tree.paths if p.rpartition("/")[2] == "CMakeLists.txt"]
    lists = {folder_of(p): cmake_words(tree, p) for p in files}
    for path in tree.sources(".cc", "_test.py"):
        owners = [f for f in parents(path)[::-1] if f in lists]
        if not any(path[len(f) + 1:] in lists[f] for f in owners):
            yield path, 1, "stands in no CMakeLists.txt: it would never be built"
    for folder in filter(None, lists):
        above = ([f for f in parents(folder + "/x")[:-1][::-1] if f in lists] or [""])[0]
        relative = folder[len(above) + 1:] if above else folder
        named = relative in lists.get(above, ()) or ("GLOB" in lists.get(above, ()) and "/" not in relative)
        if "" in lists and not named:
            yield folder + "/CMakeLists.txt", 1, f"{above or '.'}/CMakeLists.txt never adds it"


def check_twins(tree):
    """Every product .cc has tests/unit/<path>_test.cc or a line in ops/dev/untwinned.txt with a test."""
    product = [p for p in tree.sources(".cc") if not p.startswith("tests/")]
    lonely = [p for p in product if f"tests/unit/{p[:-3]}_test.cc" not in tree.known]
    exempt = set()
    lines = tree.text(UNTWINNED).split("\n") if UNTWINNED in tree.known else []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        pattern, test, reason = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
        found = fnmatch.filter(lonely, pattern)
        exempt.update(found)
        if not reason:
            yield UNTWINNED, number, "wants `pattern | test that covers it | reason`"
        elif not fnmatch.filter(product, pattern):
            yield UNTWINNED, number, f"{pattern} does not exist"
        elif not found:
            yield UNTWINNED, number, f"{pattern} has a test of its own by now"
        elif test not in tree.known and test not in tree.folders:
            yield UNTWINNED, number, f"{test}, which should cover {pattern}, does not exist"
    for path in lonely:
        if path not in exempt:
            yield path, 1, f"has no tests/unit/{path[:-3]}_test.cc"


def width(line):
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in line)


def check_sizes(tree):
    """Files, functions and lines stay small."""
    scripts = [p for p in tree.paths if p.split("/")[0] in FLOORS and tree.text(p).startswith("#!")]
    builds = [p for p in tree.paths if p.endswith(("CMakeLists.txt", ".cmake"))]
    for path in sorted(set(tree.sources(".h", ".cc", ".py") + scripts + builds)):
        lines = tree.text(path).split("\n")
        suffix = os.path.splitext(path)[1]
        limit = TEST_LINES_MAX if path.startswith("tests/") and suffix != ".h" else LINES_MAX.get(suffix, 500)
        if len(lines) - 1 > limit:
            yield path, limit + 1, f"{len(lines) - 1} lines, at most {limit}"
        for number, line in enumerate(lines, 1):
            if width(line) > COLUMNS_MAX:
                yield path, number, f"{width(line)} columns, at most {COLUMNS_MAX}"
    for path in tree.sources(".h", ".cc"):
        for first, last in functions(tree.code(path)):
            if last - first + 1 > FUNCTION_LINES_MAX:
                yield path, first, f"function of {last - first + 1} lines, at most {FUNCTION_LINES_MAX}"


def without_nested(text, opening, closing):
    """Removes what stands between (possibly nested) brackets, the brackets stay."""
    out, depth = [], 0
    for char in text:
        depth -= char == closing and depth > 0
        if depth == 0:
            out.append(char)
        depth += char == opening
    return "".join(out)


def kind_of_block(head):
    """What the text before an opening brace at namespace or class level announces."""
    head = re.sub(r"\[\[.*?\]\]", "", head, flags=re.DOTALL)
    head = without_nested(without_nested(head, "(", ")"), "<", ">")
    if re.search(r"\bnamespace\b|\bextern\s*$", head):
        return "scope"
    if re.search(r"\boperator\b", head):
        return "function"
    if "=" in head:
        return "data"
    if re.match(r"\s*(?:\w+:\s*)*(?:template\s*<>\s*)?(?:class|struct|union|enum)\b", head):
        return "scope"
    return "function" if "()" in head else "data"


def functions(code):
    """Yields (first line, last line) of each function at namespace or class level; a brace counter only."""
    starts = [0] + [m.end() for m in re.finditer("\n", code)]
    marks = list(re.finditer(r"[{};]", code))
    at, head = 0, 0
    while at < len(marks):
        mark = marks[at]
        at += 1
        begin, kind = head, "scope"
        if mark.group() == "{":
            kind = kind_of_block(code[head:mark.start()])
        head = mark.end()
        if kind == "scope":
            continue
        depth = 1
        while at < len(marks) and depth > 0:
            depth += {"{": 1, "}": -1, ";": 0}[marks[at].group()]
            head = marks[at].end()
            at += 1
            # A brace that closes a member initialiser is followed by the next one or by the body.
            if depth == 0 and kind == "function" and re.match(r"\s*[,{]", code[head:head + 200]):
                while at < len(marks) and marks[at].group() != "{":
                    at += 1
                depth, at = 1, at + 1
        if kind == "function":
            first = begin + re.match(r"(?:\s|(?:public|private|protected)\s*:)*", code[begin:]).end()
            yield bisect.bisect_right(starts, first), bisect.bisect_right(starts, head - 1)


def check_names(tree):
    """File and folder names are lower_snake and name a thing, not a drawer."""
    for path in tree.paths:
        for part in path.split("/"):
            stem = part.split(".")[0]
            words = stem.lower().split("_")
            if words[0] in BANNED_NAMES or words[-1] in BANNED_NAMES:
                yield path, 1, f"'{part}' says nothing about what is inside"
        if path.split("/")[0] in FLOORS and path.endswith((".h", ".cc", ".py")):
            if not re.fullmatch(r"(?:__)?[a-z0-9_/]+\.[a-z]+", path):
                yield path, 1, "source names are lower_snake"


def check_words(tree):
    """No open ends, no traces of one machine or workplace in any text file."""
    patterns = [(re.compile(pattern), why) for pattern, why in BANNED_WORDS]
    for path in tree.paths:
        text = tree.text(path)
        for pattern, why in patterns:
            for match in pattern.finditer(text):
                yield path, text.count("\n", 0, match.start()) + 1, f"'{match.group()}': {why}"
    for path in tree.broken:
        # Inputs that once broke a decoder are kept as they were.
        if not path.startswith("tests/fuzz/corpus/"):
            yield path, 1, "is not UTF-8"


def check_calls(tree):
    """Product code does not throw, sleep, read clock, randomness or environment but in the named files."""
    patterns = [(re.compile(pattern), allowed, why) for pattern, allowed, why in BANNED_CALLS]
    for path in tree.sources(".h", ".cc"):
        if path.startswith("tests/"):
            continue
        code = tree.code(path)
        for pattern, allowed, why in patterns:
            for match in () if matches(path, allowed) else pattern.finditer(code):
                yield path, code.count("\n", 0, match.start()) + 1, f"'{match.group().strip()}': {why}"


def check_openings(tree):
    """Headers begin with their contract, tests with goal and method; no test is disabled."""
    for path in tree.sources(".h", ".cc"):
        text = tree.text(path)
        if path.endswith(".h") and "#pragma once\n" not in text:
            yield path, 1, "header without #pragma once"
        opening = text.removeprefix("#pragma once\n").lstrip()
        if path.endswith((".h", "_test.cc")) and not opening.startswith("//"):
            wanted = "contract" if path.endswith(".h") else "goal and method"
            yield path, 1, f"begins without a comment: {wanted}"
        if path.startswith("tests/"):
            code = tree.code(path)
            for match in re.finditer(r"\bDISABLED_\w+", code):
                yield path, code.count("\n", 0, match.start()) + 1, "a disabled test proves nothing"
            for match in re.finditer(r"^\s*#\s*if\s+0\b", text, re.MULTILINE):
                yield path, text.count("\n", 0, match.start()) + 1, "code behind #if 0"


def named_files(tree, path):
    """Yields (line number, name as written, paths it stands for) of each file that a README names."""
    here, bases = folder_of(path), {}
    for known in tree.paths:
        bases.setdefault(known.rpartition("/")[2], []).append(known)
    for number, line in enumerate(tree.text(path).split("\n"), 1):
        for name in README_NAMES.findall(line):
            if name.startswith("*.") or (name.startswith("<") and not here):
                continue
            pattern = re.sub(r"<[^>]*>", "*", name).replace("{h,cc}", "*")
            if "*" in pattern:
                tries = ([f"{here}/{pattern}"] if here else []) + [pattern, "*/" + pattern]
                found = next(filter(None, (fnmatch.filter(tree.paths, t) for t in tries)), [])
            else:
                found = [p for p in (f"{here}/{name}" if here else name, name) if p in tree.known][:1]
                found = found or (bases.get(name, []) if "/" not in name else [])
            yield number, name, found


def linked_files(tree, path):
    """Yields (line number, path) of each Markdown link that stays inside the tree."""
    for number, line in enumerate(tree.text(path).split("\n"), 1):
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", line):
            yield number, os.path.normpath(os.path.join(folder_of(path), target))


def readme_of(tree, folder):
    """The README of a folder: its own; below tests/unit and tests/property also one further up."""
    while folder:
        if f"{folder}/README.md" in tree.known:
            return f"{folder}/README.md"
        if not folder.startswith(("tests/unit", "tests/property")):
            return None
        folder = folder_of(folder)
    return None


def check_readmes(tree):
    """Every folder with sources has a README.md that names its headers; what a README names exists."""
    named = {}
    for path in tree.paths:
        if path.rpartition("/")[2] == "README.md":
            for number, name, found in named_files(tree, path):
                named.setdefault(path, set()).update(found)
                if not found:
                    yield path, number, f"{name} does not exist"
        for number, target in linked_files(tree, path) if path.endswith(".md") else ():
            if target not in tree.known and target not in tree.folders:
                yield path, number, f"links to {target}, which does not exist"
    for folder in sorted({folder_of(p) for p in tree.sources(".h", ".cc", ".py")}):
        readme = readme_of(tree, folder)
        if readme is None:
            yield f"{folder}/README.md", 1, "is missing: the folder has sources"
            continue
        if folder_of(readme) != folder or GROUPS_PHRASE in tree.text(readme):
            continue
        stems = {p.rpartition(".")[0] for p in named.get(readme, ())}
        stems |= {f"{folder}/{stem}" for stem in README_STEMS.findall(tree.text(readme))}
        for path in tree.sources(".h"):
            if folder_of(path) == folder and path[:-2] not in stems:
                yield path, 1, f"is not named in {readme}"


RULES = {name: check for name, check in (
    ("floors", check_floors), ("doors", check_doors), ("cycles", check_cycles),
    ("registered", check_registered), ("twins", check_twins), ("sizes", check_sizes), ("names", check_names),
    ("words", check_words), ("calls", check_calls), ("openings", check_openings), ("readmes", check_readmes))}
HERE = os.path.dirname(os.path.abspath(__file__))


def main(arguments):
    parser = argparse.ArgumentParser(description="Checks the shape of the tree.")
    parser.add_argument("folder", nargs="?", default=os.path.join(HERE, "..", ".."))
    parser.add_argument("--rule", action="append", choices=sorted(RULES), help="only this one; repeatable")
    parser.add_argument("--list-rules", action="store_true")
    options = parser.parse_args(arguments)
    if options.list_rules:
        for name, check in RULES.items():
            print(f"{name:11} {check.__doc__}")
        return 0
    root = os.path.realpath(options.folder)
    if not os.path.isfile(os.path.join(root, "CMakeLists.txt")):
        print(f"check_layers: {root} is not the root of a tree: no CMakeLists.txt", file=sys.stderr)
        return 2
    tree = Tree(root)
    count = 0
    for name in options.rule or RULES:
        for path, line, message in RULES[name](tree):
            print(f"{path}:{line}: {message} [{name}]")
            count += 1
    print(f"check_layers: {len(tree.paths)} files, {count} findings", file=sys.stderr)
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
