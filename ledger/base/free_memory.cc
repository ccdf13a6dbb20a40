#include "ledger/base/free_memory.h"

#include <algorithm>
#include <cstdlib>  // says which library this is
#include <thread>
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace ledger {

void share_free_memory() {
#ifdef __GLIBC__
  ::mallopt(M_ARENA_MAX, static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 1024U)));
#endif
}

void give_back_free_memory() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

}  // namespace ledger
