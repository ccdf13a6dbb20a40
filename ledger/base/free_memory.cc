#include "ledger/base/free_memory.h"

#include <cstdlib>  // says which library this is
#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace ledger {

void give_back_free_memory() {
#ifdef __GLIBC__
  ::malloc_trim(0);
#endif
}

}  // namespace ledger
