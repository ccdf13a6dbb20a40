// ForgedLedger: a database as somebody would write it who holds the log's key and can change every entry:
// tree, tables, state, checkpoint and anchor follow from the entries, so that only what is wrong in an entry
// itself is left to find.
//
// The forger folds with decide() and leaves out what decide() refuses, as any auditor would. Values; one
// thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ledger/audit/audit.h"
#include "ledger/event/entry.h"
#include "ledger/store/memory_kv.h"
#include "tests/support/ledger_fixture.h"

namespace tests {

using EntryTexts = std::vector<std::string>;

// All entries of a ledger, in order.
EntryTexts entries_of(const ledger::KvReader& reader);
// The entry's text with one part exchanged.
std::string with_recorded_at(const std::string& entry, ledger::UnixMicros time);
std::string with_terms(const std::string& entry, ledger::IndexTerms terms);
std::string with_jws(const std::string& entry, std::string jws);
ledger::Entry parsed(const std::string& entry);
// The JWS alone of an SD-JWT.
std::string jws_of(const std::string& sd_jwt);

struct ForgedLedger {
  std::unique_ptr<ledger::MemoryKv> kv;
  ledger::AnchorScan anchor;
};
ForgedLedger forge(const EntryTexts& entries, const security::LogSigner& signer);

// Ids of the findings, ascending, each once; joined by blanks.
std::string found_in(const ledger::AuditReport& report);

}  // namespace tests
