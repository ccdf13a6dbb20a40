#!/usr/bin/env python3
"""Goal: each rule of ops/dev/check_layers.py fires on a tree that breaks it and is silent on a good one.

Method: a small good tree in a temporary folder; each case changes a file and names the findings it wants.
"""

import contextlib
import importlib.util
import io
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
SCRIPT = Path(__file__).resolve().parents[2] / "ops" / "dev" / "check_layers.py"
SPEC = importlib.util.spec_from_file_location("check_layers", SCRIPT)
CHECKER = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(CHECKER)

HEADER = "// Contract.\n#pragma once\n"
TEST = "// Goal: x.\n#include <gtest/gtest.h>\n"

GOOD = {
    "CMakeLists.txt": (
        "add_subdirectory(ledger)\nadd_subdirectory(api)\nadd_subdirectory(ops)\nadd_subdirectory(tests)\n"
    ),
    ".ci/run": "#!/usr/bin/env bash\nexec ./ops/test\n",
    "ledger/CMakeLists.txt": "foreach(part base merkle)\n",
    "ledger/base/CMakeLists.txt": "add_library(ledger_base STATIC bytes.cc sha256.cc)  # not.cc\n",
    "ledger/base/README.md": "# base\n\n| `bytes.*` | bytes |\n| sha256.cc | digest |\n",
    "ledger/base/bytes.h": HEADER,
    "ledger/base/bytes.cc": '#include "ledger/base/bytes.h"\n\nint add(int a) {\n  return a;\n}\n',
    "ledger/base/sha256.cc": "#include <openssl/evp.h>\n",
    "ledger/merkle/tree.h": HEADER + '#include "ledger/base/bytes.h"\n',
    "ledger/merkle/README.md": "# merkle\n\n`tree` uses `ledger/base/bytes.h`\n",
    "api/README.md": "# api\n",
    "api/CMakeLists.txt": "add_library(api STATIC ${CMAKE_CURRENT_SOURCE_DIR}/httplib_server.cc)\n",
    "api/httplib_server.cc": (
        '#include <httplib.h>\n#include "ledger/merkle/tree.h"\n'
        "void f() {\n  try {\n  } catch (...) {\n  }\n}\n"
    ),
    "ops/README.md": "# ops\n\n`main.cc`, `dev/untwinned.txt`\n",
    "ops/CMakeLists.txt": "add_executable(daicho main.cc)\n",
    "ops/main.cc": '#include <CLI/CLI.hpp>\n#include "ledger/base/bytes.h"\n',
    "ops/dev/untwinned.txt": (
        "# comment\n\napi/httplib_*.cc | tests/unit | covered elsewhere\n"
        "ops/*main.cc | tests/unit/ledger/base/bytes_test.cc | entry point\n"
    ),
    "tests/CMakeLists.txt": "file(GLOB folders *)\n",
    "tests/unit/README.md": "# unit\n",
    "tests/unit/CMakeLists.txt": "foreach(folder ledger/base)\n",
    "tests/unit/ledger/base/CMakeLists.txt": (
        "daicho_unit_test(unit_ledger_base SOURCES bytes_test.cc sha256_test.cc)\n"
    ),
    "tests/unit/ledger/base/bytes_test.cc": TEST + '#include "ledger/base/bytes.h"\n',
    "tests/unit/ledger/base/sha256_test.cc": TEST,
}


def run(folder, *arguments):
    """Exit status and printed lines."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
        status = CHECKER.main([*arguments, str(folder)])
    return status, printed.getvalue().splitlines()


def write(folder, files):
    for path, text in files.items():
        if text is not None:
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())


def check(changes, *arguments):
    """The same for the good tree with `changes` (None removes a file)."""
    with tempfile.TemporaryDirectory() as folder:
        write(folder, {**GOOD, **changes})
        return run(folder, *arguments)


class CheckLayersTest(unittest.TestCase):
    def expect(self, changes, *findings):
        status, lines = check(changes)
        self.assertEqual(status, 1, lines)
        self.assertEqual(len(lines), len(findings), lines)
        for line, finding in zip(lines, findings):
            self.assertIn(finding, line)

    def fine(self, changes):
        self.assertEqual(check(changes), (0, []))

    def test_good_tree(self):
        self.fine({})

    def test_wrong_usage(self):
        self.assertEqual(check({"CMakeLists.txt": None})[0], 2)
        with self.assertRaises(SystemExit) as stop:
            check({}, "--rule", "nonsense")
        self.assertEqual(stop.exception.code, 2)

    def test_list_and_choice_of_rules(self):
        status, lines = check({}, "--list-rules")
        self.assertEqual((status, len(lines)), (0, len(CHECKER.RULES)))
        bad = {"ops/main.cc": "// TO" + "DO\n#include <httplib.h>\n"}
        self.assertEqual(len(check(bad)[1]), 2)
        self.assertEqual(len(check(bad, "--rule", "doors")[1]), 1)

    def test_floors(self):
        for path, target in [
            ("ledger/base/bytes.h", "ledger/merkle/tree.h"),
            ("ledger/base/bytes.h", "api/message.h"),
            ("ledger/event/event.h", "ledger/merkle/tree.h"),
            ("ledger/index/path.h", "ledger/domain/rules.h"),
            ("ledger/store/kv.h", "ledger/domain/rules.h"),
            ("ledger/journal/view.h", "ledger/audit/audit.h"),
            ("projections/fold.h", "security/key.h"),
            ("security/key.h", "projections/fold.h"),
            ("projections/fold.h", "api/message.h"),
            ("api/message.h", "ops/service.h"),
            ("ops/service.h", "tests/support/clock.h"),
        ]:
            with self.subTest(path=path, target=target):
                pages = {str(Path(p).parent) + "/README.md": f"`{Path(p).name}`\n" for p in (path, target)}
                text = HEADER + f'\n#include "{target}"\n'
                self.expect({target: HEADER, **pages, path: text}, f"{path}:4: ")

    def test_lower_floors_are_fine(self):
        for path, target in [
            ("ledger/domain/rules.h", "ledger/index/path.h"),
            ("ledger/journal/view.h", "ledger/domain/state.h"),
            ("api/message.h", "security/key.h"),
            ("security/key.h", "ledger/audit/audit.h"),
            ("ops/service.h", "api/message.h"),
        ]:
            with self.subTest(path=path, target=target):
                pages = {str(Path(p).parent) + "/README.md": f"`{Path(p).name}`\n" for p in (path, target)}
                self.fine({target: HEADER, **pages, path: HEADER + f'\n#include "{target}"\n'})

    def test_part_of_ledger_without_rank(self):
        text = HEADER + '#include "ledger/base/bytes.h"\n'
        self.expect(
            {"ledger/extra/x.h": text, "ledger/extra/README.md": "`x.h`\n"},
            "ledger/extra/x.h:3: ledger/extra has no rank",
        )

    def test_includes_are_paths_from_the_root(self):
        for target in ["bytes.h", "../base/bytes.h", "ledger/base/gone.h"]:
            with self.subTest(target=target):
                self.expect({"ops/main.cc": f'#include "{target}"\n'}, "ops/main.cc:1: ")

    def test_doors(self):
        for header in [
            "rocksdb/db.h",
            "httplib.h",
            "simdjson.h",
            "openssl/evp.h",
            "gtest/gtest.h",
            "fmt/core.h",
            "CLI/CLI.hpp",
            "libpq-fe.h",
            "benchmark/benchmark.h",
        ]:
            for quotes in ["<>", '""']:
                with self.subTest(header=header, quotes=quotes):
                    text = HEADER + f"#include {quotes[0]}{header}{quotes[1]}\n"
                    self.expect({"ledger/base/bytes.h": text}, f"ledger/base/bytes.h:3: <{header}>")

    def test_cycles(self):
        pages = {"ledger/base/README.md": "`a.h` `b.h` `c.h` `bytes.h`\n"}
        for circle in ["a", "ab", "abc"]:
            with self.subTest(circle=circle):
                files = {
                    f"ledger/base/{x}.h": HEADER + f'#include "ledger/base/{y}.h"\n'
                    for x, y in zip(circle, circle[1:] + circle[0])
                }
                rest = {f"ledger/base/{x}.h": HEADER for x in "abc" if x not in circle}
                self.expect({**files, **rest, **pages}, "include cycle: ")

    def test_registration(self):
        self.expect(
            {"ledger/base/CMakeLists.txt": "add_library(ledger_base STATIC bytes.cc)  # sha256.cc\n"},
            "ledger/base/sha256.cc:1: stands in no CMakeLists.txt",
        )
        self.expect(
            {"tests/unit/ledger/base/CMakeLists.txt": "daicho_unit_test(x SOURCES bytes_test.cc)\n"},
            "tests/unit/ledger/base/sha256_test.cc:1: stands in no CMakeLists.txt",
        )
        self.expect(
            {"tests/dev/x_test.py": "pass\n", "tests/dev/README.md": "x\n"},
            "tests/dev/x_test.py:1: stands in no CMakeLists.txt",
        )
        self.fine(
            {
                "ledger/CMakeLists.txt": "foreach(part base/sub base)\n",
                "ledger/base/CMakeLists.txt": "add_library(x sub/more.cc bytes.cc sha256.cc)\n",
                "ledger/base/sub/more.cc": "\n",
                "ledger/base/sub/README.md": "x\n",
                "tests/unit/ledger/base/sub/more_test.cc": TEST,
                "tests/unit/ledger/base/CMakeLists.txt": (
                    "daicho_unit_test(x SOURCES bytes_test.cc sha256_test.cc sub/more_test.cc)\n"
                ),
            }
        )

    def test_lists_are_reached(self):
        self.expect(
            {"ledger/CMakeLists.txt": "foreach(part merkle)\n"},
            "ledger/base/CMakeLists.txt:1: ledger/CMakeLists.txt never adds it",
        )
        without_api = GOOD["CMakeLists.txt"].replace("add_subdirectory(api)\n", "")
        self.expect({"CMakeLists.txt": without_api}, "api/CMakeLists.txt:1: ./CMakeLists.txt never adds it")

    def test_twins_and_exemptions(self):
        cmake = {"tests/unit/ledger/base/CMakeLists.txt": "daicho_unit_test(x SOURCES bytes_test.cc)\n"}
        self.expect(
            {"tests/unit/ledger/base/sha256_test.cc": None, **cmake},
            "ledger/base/sha256.cc:1: has no tests/unit/ledger/base/sha256_test.cc",
        )
        kept = GOOD["ops/dev/untwinned.txt"]
        for line, finding in [
            ("api/gone.cc | tests/unit | why", "api/gone.cc does not exist"),
            ("ledger/base/bytes.cc | tests/unit | why", "bytes.cc has a test of its own by now"),
            ("api/httplib_server.cc | tests/e2e | why", "tests/e2e, which should cover"),
            ("api/httplib_server.cc | tests/unit", "wants `pattern | test"),
            ("api/httplib_server.cc", "wants `pattern | test"),
        ]:
            with self.subTest(line=line):
                self.expect({"ops/dev/untwinned.txt": kept + line + "\n"}, finding)
        self.expect(
            {"ops/dev/untwinned.txt": None, "ops/README.md": "x\n"},
            "api/httplib_server.cc:1: has no",
            "ops/main.cc:1: has no",
        )

    def test_file_and_line_sizes(self):
        self.expect({"ledger/base/bytes.h": HEADER + "//\n" * 199}, "ledger/base/bytes.h:201: 201 lines")
        self.fine({"ledger/base/bytes.h": HEADER + "//\n" * 198})
        self.expect({"ledger/base/sha256.cc": "//\n" * 501}, "501 lines, at most 500")
        test = "tests/unit/ledger/base/sha256_test.cc"
        self.fine({test: TEST + "//\n" * 798})
        self.expect({test: TEST + "//\n" * 799}, "801 lines, at most 800")
        self.expect({"ledger/base/sha256.cc": "// " + "a" * 108 + "\n"}, "sha256.cc:1: 111 columns")
        self.expect({"ledger/base/sha256.cc": "// " + "あ" * 54 + "\n"}, "sha256.cc:1: 111 columns")
        self.fine({"ledger/base/sha256.cc": "// é" + "あ" * 53 + "\n"})
        self.expect({"ops/tool": "#!/bin/sh\n# " + "a" * 109 + "\n"}, "ops/tool:2: 111 columns")

    def test_function_length(self):
        body = "  f();\n" * 68
        for head in [
            "void g() {",
            "TEST(A, B) {",
            "Foo::Foo(int a) : a_(a), b_{1} {",
            "Foo::Foo() : b_{1}, c_{2} {",
            "bool operator==(A a, A b) {",
            "static std::vector<int> g(int a = 3) const noexcept {",
            "template <typename T = int> void g() {",
            "auto g() -> std::array<int, 3> {",
            "[[nodiscard]] int g(std::span<const int> a) {",
        ]:
            with self.subTest(head=head):
                self.expect(
                    {"ledger/base/sha256.cc": "\n" + head + "\n" + body + "\n\n}\n"},
                    "ledger/base/sha256.cc:2: function of 72 lines, at most 70",
                )
        nested = "namespace a {\nclass B : public C<int> {\n public:\n  B() {\n" + body + "\n\n  }\n};\n}\n"
        self.expect({"ledger/base/sha256.cc": nested}, "ledger/base/sha256.cc:4: function of 72")
        members = "struct A {\n  int x{0};\n  std::string y = {};\n  void f() {}\n};\n"
        after = members + "void g() {\n" + body + "\n\n}\n"
        self.expect({"ledger/base/sha256.cc": after}, "ledger/base/sha256.cc:6: function of 72")

    def test_what_is_no_long_function(self):
        for text in [
            "void g() {\n" + "  f();\n" * 68 + "}\n",
            "const int kTable[] = {\n" + "  1,\n" * 80 + "};\n",
            "namespace a {\n" + "int x;\n" * 100 + "}\n",
            "struct A {\n" + "  int x;\n" * 100 + "};\n",
            'class LEDGER_CAPABILITY("mutex") A {\n' + "  int x;\n" * 100 + "};\n",
            "enum class A {\n" + "  kB,\n" * 100 + "};\n",
            'const char* kText = R"(void g() {\n' + "x\n" * 100 + ')";\n',
            "#define X() do { \\\n" + "  f(); \\\n" * 80 + "  } while (0)\nint x;\n",
            "void g() {\n  f('{', \"{\", 1'000);  // {\n}\n" + "int x;\n" * 80,
        ]:
            with self.subTest(text=text[:30]):
                self.fine({"ledger/base/sha256.cc": text})

    def test_names(self):
        for name in ["byte_util", "helpers", "key_manager", "common", "impl"]:
            with self.subTest(name=name):
                page = f"`tree.h` `{name}.h`\n"
                self.expect(
                    {f"ledger/merkle/{name}.h": HEADER, "ledger/merkle/README.md": page},
                    f"ledger/merkle/{name}.h:1: ",
                )
        page = "`tree.h` `Leaf.h`\n"
        self.expect({"ledger/merkle/Leaf.h": HEADER, "ledger/merkle/README.md": page}, "lower_snake")
        self.fine({"ledger/merkle/commons.h": HEADER, "ledger/merkle/README.md": "`tree.h` `commons.h`\n"})

    def test_words(self):
        page = GOOD["ledger/base/README.md"]
        for word in [
            "TO" + "DO: later",
            "FIX" + "ME",
            "XX" + "X",
            "see /wo" + "rk/main/x",
            "see `/ro" + "ot/x`",
            "/t" + "mp/b-lead",
            "https://deb.deb" + "ian.org/x",
            "registry.np" + "mjs.org",
            "nex" + "us.corp.example",
            "in this ses" + "sion",
            "the previous ses" + "sion",
        ]:
            with self.subTest(word=word):
                self.expect({"ledger/base/README.md": page + word + "\n"}, "ledger/base/README.md:5: ")
        words = "a TLS session, registry.size(), xxx, $root/workshop/, policy.mirror\n"
        self.fine({"ledger/base/README.md": page + words})
        self.expect(
            {"ledger/base/README.md": page.encode() + b"\xff\n"},
            "ledger/base/README.md:1: is not UTF-8",
            "is not named",
        )

    def test_calls(self):
        for line in [
            "using namespace std;",
            "void f() { throw 1; }",
            "void f() { try { } catch (...) { } }",
            "void f() { std::this_thread::sleep_for(x); }",
            "auto t = std::chrono::system_clock::now();",
            "int x = std::random_device()();",
            'auto e = std::getenv("X");',
            "void f() { std::cerr << 1; }",
        ]:
            with self.subTest(line=line):
                self.expect({"ledger/base/sha256.cc": "\n" + line + "\n"}, "ledger/base/sha256.cc:2: ")
        self.fine({"ledger/base/sha256.cc": '// throw\nconst char* k = "throw";\n/* try */\n'})
        self.fine({"tests/unit/ledger/base/sha256_test.cc": TEST + "void f() { throw 1; }\n"})

    def test_openings(self):
        self.expect({"ledger/base/bytes.h": "// Contract.\n"}, "without #pragma once")
        self.expect({"ledger/base/bytes.h": "#pragma once\nint x;\n"}, "begins without a comment: contract")
        test = "tests/unit/ledger/base/sha256_test.cc"
        self.expect({test: "#include <gtest/gtest.h>\n"}, "begins without a comment: goal and method")
        self.expect({test: TEST + "TEST(A, DISABLED_B) {}\n"}, f"{test}:3: a disabled test")
        self.expect({test: TEST + "#if 0\n#endif\n"}, f"{test}:3: code behind")

    def test_readmes(self):
        self.expect({"ledger/merkle/README.md": None}, "ledger/merkle/README.md:1: is missing")
        self.expect({"tests/unit/README.md": None}, "tests/unit/ledger/base/README.md:1: is missing")
        page = GOOD["ledger/base/README.md"]
        for name in [
            "gone.h",
            "ledger/base/gone.cc",
            "gone_*.cc",
            "gone_<group>.cc",
            "gone.*",
            "gone.h/.cc",
        ]:
            with self.subTest(name=name):
                self.expect({"ledger/base/README.md": page + f"`{name}`\n"}, "ledger/base/README.md:5: ")
        self.expect({"ledger/base/README.md": "# base\n"}, "ledger/base/bytes.h:1: is not named")
        for naming in [
            "bytes",
            "bytes.h",
            "bytes.cc",
            "bytes.h/.cc",
            "bytes.{h,cc}",
            "by<x>.h",
            "ledger/base/bytes.h",
        ]:
            with self.subTest(naming=naming):
                self.fine({"ledger/base/README.md": f"`{naming}`\n"})
        self.expect({"README.md": "see [x](ledger/gone.md) and\n"}, "README.md:1: links to ledger/gone.md")
        self.fine({"README.md": "[x](ledger/base/README.md#y) [z](ledger) [w](https://a.example/b.md)\n"})
        self.fine({"ledger/base/README.md": "This page lists groups, not files.\n"})

    def test_git_decides_what_is_judged(self):
        with tempfile.TemporaryDirectory() as folder:
            word = "TO" + "DO\n"
            write(folder, {**GOOD, ".gitignore": "/out/\n", "out/x.md": word, "build/x.md": word})
            # Without git: all but build/ and hidden folders. With git: what it tracks or would track.
            self.assertEqual([line.split(":")[0] for line in run(folder)[1]], ["out/x.md"])
            git = subprocess.run(["git", "init", "-q", folder], check=False, capture_output=True)
            if git.returncode == 0:
                self.assertEqual([line.split(":")[0] for line in run(folder)[1]], ["build/x.md"])


if __name__ == "__main__":
    unittest.main()
