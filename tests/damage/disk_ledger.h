// DiskLedger: a small real ledger in a folder, with files of every kind, and what becomes of damaged copies.
//
// Made through the fixture's keys and the real writer: the first part lies in tables (sealed fields
// included), the last groups in the write-ahead log. Copies share unchanged files by hard link; RocksDB never
// writes into a file that it finds. One thread.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ops/data_folder.h"
#include "ops/store_opening.h"
#include "tests/support/ledger_fixture.h"
#include "tests/support/temp_dir.h"

namespace tests {

struct Opening {
  enum class Verdict { kRefused, kDetected, kHarmless, kWrong };
  Verdict verdict = Verdict::kWrong;
  std::string reason;   // code of the refusal, or the first finding's invariant
  std::string message;  // for people
};

class DiskLedger {
 public:
  // `groups` more groups of one event each lie in the write-ahead log.
  explicit DiskLedger(int groups = 12);

  const ops::DataFolder& folder() const { return folder_; }
  std::uint64_t size() const { return acknowledged_.size(); }
  const std::vector<std::string>& acknowledged() const { return acknowledged_; }
  LedgerFixture& fixture() { return fixture_; }
  // Appends groups of one event each to a ledger folder that opens for writing; the refusal otherwise.
  ledger::Status append_to(const ops::DataFolder& folder, int groups = 1, bool sealed = false);
  // The same for the ledger itself, which then counts it as acknowledged; sealed: with confidential fields.
  void append(bool sealed = false);
  // What a mirror of a ledger folder has on its disk; returns `to`.
  static std::string write_mirror(const ops::DataFolder& folder, const std::string& to, bool with_entries);

  // A copy in a folder of its own, valid as long as this object.
  ops::DataFolder copy();
  // Regular files below the folder, relative.
  static std::vector<std::string> files_of(const std::string& folder);
  // Replaces the copy's (linked) file by one of its own.
  static void rewrite(const std::string& path, const std::string& bytes);

  // Every file of database and anchor but lock files.
  static std::map<std::string, ledger::Hash32> digests_of(const ops::DataFolder& folder);
  // Opens as a server would, then audits, then compares every acknowledged entry. A refusal that changed a
  // file is wrong.
  Opening open(const ops::DataFolder& folder) const;
  // Whether the engine ends a process that opens the folder for reading: tried in a child, which then must
  // end as daicho does, with the exit code of a damaged store (anything else fails the test that asks).
  static bool engine_stops(const ops::DataFolder& folder);
  // The same as open() for the keyring: opens every sealed field.
  Opening open_keyring(const std::string& keyring) const;

 private:
  void fill_tables();
  void note_acknowledged();
  std::map<std::string, std::string> sealed_texts(const std::string& keyring, ledger::Status& status) const;

  TempDir dir_;
  mutable LedgerFixture fixture_;  // its writer parts are borrowed to open copies
  ops::DataFolder folder_;
  std::vector<std::string> acknowledged_;
  std::map<std::string, std::string> sealed_;
  std::int64_t next_value_ = 1000;
  int copies_ = 0;
};

}  // namespace tests
