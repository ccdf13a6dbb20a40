// Doctor: looks at a ledger's folders without writing and says what is wrong, how that shows and what to do.
//
// Place in the flow: `daicho doctor`; the first thing to run when a ledger is refused. It opens the database
// read-only (salvaging up to the first damage only to say how far it reads), scans the anchor, parses the
// rings of the keyring without any key, counts attachments and read models, and looks at rights and free
// space. Codes are those that the refusing part itself would give. Threads: one. Writes nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json_writer.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"
#include "ops/data_folder.h"
#include "ops/doctor_contents.h"

namespace ops {

struct DoctorFinding {
  std::string code;      // stable, e.g. anchor.store_behind
  std::string label_ja;  // what is wrong, for the report
  std::string message;   // what was seen, and where: how we know
  std::string todo_ja;
  std::string todo;
};

struct DoctorReport {
  std::string root;
  std::string origin;  // empty when there is no identity
  ledger::TreeSize size;
  bool running = false;  // a server holds the ledger at this moment
  std::vector<std::string> looked_at;
  std::vector<DoctorFinding> findings;
  std::vector<ReadModelReport> read_models;
  std::string read_models_absent;               // why they can't be told; they are folded at the next start
  std::optional<AttachmentReport> attachments;  // nullopt: the database can't be read
  bool healthy() const { return findings.empty(); }
};

struct DoctorLimits {
  std::uint64_t free_bytes_min = 1ULL << 30;
};

DoctorReport examine(const DataFolder& folder, const DoctorLimits& limits = {});
void write_doctor_report(const DoctorReport& report, ledger::JsonWriter& json);
// Label and advice of a code; codes without a row of their own share the last one.
DoctorFinding describe_finding(std::string_view code, std::string message);

}  // namespace ops
