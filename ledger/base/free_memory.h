// FreeMemory: how memory that nobody holds is shared between threads, and given back to the operating system.
//
// Place in the flow: sharing is set once, by main; giving back stands behind work that held hundreds of
// megabytes for a moment. The allocator keeps freed memory where something small beside it lives on (a cached
// block of the database, say); each thread's heap would keep that much. Threads: any; giving back stops
// allocations of others for milliseconds, so it is for rare, wide work.
#pragma once

namespace ledger {

// One pool of free memory per processor instead of eight: a worker takes what another has just given back,
// while it is still in the processor's cache, and not what it left itself a hundred requests ago. Before the
// first thread. Nothing where the allocator offers no such thing.
void share_free_memory();

// Nothing where the allocator offers no such thing.
void give_back_free_memory();

}  // namespace ledger
