// LEDGER_CHECK: always-on assertions for our own bugs.
//
// A failed check means that the program is wrong, not its input: it prints the place and the condition and
// aborts, in release builds too. The journal's crash rules make an abort safe at any instant. Never use it on
// anything that comes from outside the process; outside input gets a Status.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace ledger {

[[noreturn]] inline void check_failed(const char* file, int line, const char* condition) {
  std::fprintf(stderr,
               "{\"level\":\"fatal\",\"event\":\"check_failed\",\"at\":\"%s:%d\",\"condition\":\"%s\"}\n",
               file, line, condition);
  std::abort();
}

}  // namespace ledger

#define LEDGER_CHECK(condition)                                               \
  do {                                                                        \
    if (!(condition)) ::ledger::check_failed(__FILE__, __LINE__, #condition); \
  } while (false)
