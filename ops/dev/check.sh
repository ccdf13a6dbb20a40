#!/usr/bin/env bash
# All gates before a change is handed on.
#
#   ops/dev/check.sh quick   layers, format, warnings as errors (GCC), unit tests
#   ops/dev/check.sh full    quick, then Clang with thread-safety analysis, ASan + UBSan, TSan, clang-tidy
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root"
mode=${1:-quick}
case "$mode" in quick|full) ;; *) echo "usage: ops/dev/check.sh [quick|full]" >&2; exit 2 ;; esac

step() { printf '\n== %s\n' "$*"; }

build_and_test() {
  step "$1: build"
  cmake --preset "$1" >/dev/null
  cmake --build --preset "$1"
  if [ "${2:-test}" = test ]; then
    step "$1: test"
    ctest --test-dir "build/$1" --output-on-failure --parallel "$(nproc)"
  fi
}

step "dependencies"
ops/deps
step "layers"
python3 -B ops/dev/check_layers.py
step "format"
if command -v clang-format-14 >/dev/null; then
  find ledger security projections api ops tests \( -name '*.h' -o -name '*.cc' \) -print0 |
    xargs -0 clang-format-14 --dry-run -Werror
else
  echo "skipped: clang-format-14 is not installed"
fi
build_and_test dev
if [ "$mode" = full ]; then
  build_and_test clang build-only
  step "clang-tidy"
  find ledger security projections api ops -name '*.cc' -print0 |
    xargs -0 -P "$(nproc)" -n 4 clang-tidy-14 -p build/clang --quiet --warnings-as-errors='*'
  build_and_test asan
  build_and_test tsan
fi
step "all gates passed"
