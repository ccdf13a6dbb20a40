// Index paths (proofs.md §1): segments of [A-Za-z0-9._:-] joined by '/', ended by one 0x00 byte in hashed
// form.
//
// In memory and in an entry's `ix` a path has no final 0x00; at most kIndexPathBytesMax bytes with it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "ledger/base/status.h"
#include "ledger/event/entry.h"

namespace ledger {

inline constexpr std::uint32_t kIndexMapVersion = 1;

bool is_index_path(std::string_view path);
// Sorts by path bytes and sums terms of one path. Aborts on a path outside the grammar or an amount beyond
// kIndexAmountMax: terms are built by our own code only.
IndexTerms canonical_terms(IndexTerms terms);
// invalid_argument index.path | index.order | index.amount: for terms read from outside.
Status check_terms(const IndexTerms& terms);

}  // namespace ledger
