// Comparison of every stored table with what the fold expects, one function per invariant group; see audit.h.
//
// Place in the flow: audit only, after the fold. Each function scans its family completely, so that a surplus
// row is found as surely as a missing or a changed one.
#pragma once

#include "ledger/audit/fold.h"

namespace ledger {

// L06: every stored tile equals the recomputed one; no tile row beyond the tree.
void compare_tiles(const KvReader& reader, const std::vector<Hash32>& leaves, Findings& findings);
// L08; counts verified checkpoints. `log_key`: raw Ed25519 key.
void compare_checkpoints(const KvReader& reader, const std::vector<Hash32>& leaves,
                         const AuditOptions& options, const Bytes& log_key, Findings& findings,
                         AuditReport& report);
// L13
void compare_state(const KvReader& reader, const MemoryState& state, Findings& findings);
// L14
void compare_dedup(const KvReader& reader, const Fold& fold, Findings& findings);
// L15
void compare_streams(const KvReader& reader, const Fold& fold, Findings& findings);
// L16; counts stored and absent disclosures.
void compare_vault(const KvReader& reader, const Fold& fold, Findings& findings, AuditReport& report);

}  // namespace ledger
