// Counts the receipts in an answer that are complete: a signed checkpoint, and the proof that the receipt's
// own entry stands at its own position under it.
//
// Place in the flow: the load client, when it is asked to check (row B4: nothing to wait for after the
// acknowledgement). Pure.
#pragma once

#include <cstddef>
#include <string_view>

namespace bench {

// `body`: one receipt, or {"receipts":[…]}.
std::size_t count_proofs(std::string_view body);

}  // namespace bench
