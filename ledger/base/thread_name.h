// Thread names: what a thread is there for, as ps, perf and gdb show it.
//
// Place in the flow: the first thing a long-lived thread does. Names a thread of this process only; a name
// longer than the kernel's 15 characters is not set, which changes nothing but the display.
#pragma once

#include <pthread.h>

namespace ledger {

inline void name_this_thread(const char* name) {
  ::pthread_setname_np(::pthread_self(), name);
}

}  // namespace ledger
