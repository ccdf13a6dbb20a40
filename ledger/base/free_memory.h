// FreeMemory: gives memory that nobody holds back to the operating system.
//
// Place in the flow: behind work that held hundreds of megabytes for a moment. The allocator keeps freed
// memory where something small beside it lives on (a cached block of the database, say); each thread's heap
// would keep that much. Threads: any; stops allocations of others for milliseconds, so it is for rare, wide
// work.
#pragma once

namespace ledger {

// Nothing where the allocator offers no such thing.
void give_back_free_memory();

}  // namespace ledger
