// Doctor contents: what a ledger's databases hold beside the log itself: read models and attachments.
//
// Place in the flow: part of the examination (doctor.h). Reads only, beside a running server too; then a
// moment's figures. Read models are disposable, so whatever is said of them is no finding. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/store/kv.h"
#include "projections/projection_store.h"

namespace ops {

struct ReadModelReport {
  std::string name;
  std::uint32_t version = 0;       // of the program
  std::uint32_t rows_version = 0;  // of the rows in use; 0: none
  bool answers = false;            // this program reads them
  ledger::TreeSize size;
  std::uint64_t parked = 0;
  std::optional<ledger::TreeSize> growing;  // a rebuild under way, or one that the next start goes on with
};

// not_found store.missing: none were folded yet; errors of opening and reading.
ledger::Result<std::vector<ReadModelReport>> look_at_read_models(const std::string& folder);

struct AttachmentReport {
  std::uint64_t count = 0, bytes = 0;            // as they lie there, sealed
  std::uint64_t waiting = 0, waiting_bytes = 0;  // no event refers to them yet
  std::uint64_t references = 0;
  std::vector<std::string> missing;  // ids of those that an event refers to and that are not there; some
  std::uint64_t missing_count = 0;
};

// data_loss store.row_malformed; errors of the reader. Memory: about a hundred bytes per attachment.
ledger::Result<AttachmentReport> look_at_attachments(const ledger::KvReader& ledger_database);

}  // namespace ops
