#include "tests/damage/disk_ledger.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/base/sha256.h"
#include "ledger/journal/reader.h"
#include "ledger/journal/recovery.h"
#include "ledger/merkle/tile.h"
#include "ledger/merkle/vkey.h"
#include "ledger/store/engine_stop.h"
#include "ledger/store/kv_copy.h"
#include "ledger/store/rocks_kv.h"
#include "ledger/store/tile_store.h"

namespace tests {
namespace {

namespace fs = std::filesystem;

void must(const ledger::Status& status) {
  if (!status.ok()) std::fprintf(stderr, "disk ledger: %s\n", status.to_string().c_str());
  LEDGER_CHECK(status.ok());
}
template <typename T>
T must(ledger::Result<T> result) {
  must(result.status());
  return std::move(result).value();
}

// A master secret as the fixture's keyring has it.
security::MasterSecret master_secret() {
  security::MasterSecret master;
  master.secret = security::Secret("master secret of thirty-two byte");
  return master;
}

}  // namespace

DiskLedger::DiskLedger(int groups) : folder_(ops::data_folder(dir_ / "data")) {
  fill_tables();
  must(append_to(folder_, groups));
  note_acknowledged();
  ledger::Status status;
  sealed_ = sealed_texts(folder_.keyring, status);
  must(status);
  LEDGER_CHECK(!sealed_.empty());
}

void DiskLedger::fill_tables() {
  for (int i = 0; i < 4; ++i) {
    fixture_.must_append(fixture_.attested_event(fixture_.person("p" + std::to_string(i))));
  }
  must(ops::make_directory(folder_.root));
  const fs::path source = fs::path(fixture_.anchor_directory()).parent_path();
  fs::copy(source / "anchor", folder_.anchor, fs::copy_options::recursive);
  fs::copy(source / "keyring", folder_.keyring, fs::copy_options::recursive);
  fs::permissions(folder_.keyring, fs::perms::owner_all);
  ledger::RocksKvOptions options;
  options.path = folder_.database();
  options.families = ledger::ledger_family_names();
  options.create_if_missing = true;
  {
    const auto kv = must(ledger::open_rocks_kv(options));
    must(ledger::copy_rows(fixture_.kv(), ledger::kLedgerFamilyCount, *kv));
  }
  ops::LedgerIdentity identity;
  identity.origin = std::string(kTestOrigin);
  identity.log_vkey = ledger::merkle::format_vkey(fixture_.signer().vkey());
  must(ops::write_new_file(folder_.identity_file(), ops::write_identity(identity)));
  // Opening for writing turns the write-ahead log into tables.
  must(ops::open_store(folder_, fixture_.signer()).status());
}

ledger::Status DiskLedger::append_to(const ops::DataFolder& folder, int groups, bool sealed) {
  LEDGER_ASSIGN(const ops::OpenedStore store, ops::open_store(folder, fixture_.signer()));
  LEDGER_ASSIGN(const auto writer,
                ledger::recover({*store.kv, *store.log, *store.anchor, fixture_.signer(), fixture_.clock()}));
  for (int i = 0; i < groups; ++i) {
    std::vector<ledger::Writer::Batch> batches(1);
    const std::int64_t value = next_value_++;
    batches.front().push_back(sealed ? fixture_.attested_event(fixture_.person("s" + std::to_string(value)))
                                     : fixture_.signed_event(fixture_.policy(value)));
    const ledger::Writer::Outcome outcome = writer->commit(batches);
    LEDGER_TRY(outcome.fatal);
    LEDGER_TRY(outcome.answers.front().status());
  }
  return ledger::Status();
}

void DiskLedger::append(bool sealed) {
  must(append_to(folder_, 1, sealed));
  note_acknowledged();
}

std::string DiskLedger::write_mirror(const ops::DataFolder& folder, const std::string& to,
                                     bool with_entries) {
  namespace merkle = ledger::merkle;
  const auto store = must(ops::open_store_read_only(folder));
  const auto view = must(ledger::open_view(*store.kv, must(ledger::inspect_log(*store.kv, "")).head));
  const ledger::KvTileSource source(*store.kv);
  const auto write = [&](const std::string& path, const std::string& bytes) {
    must(ops::make_directory(fs::path(to + "/" + path).parent_path().string()));
    must(ops::write_new_file(to + "/" + path, bytes));
  };
  for (const auto& id : merkle::tiles_added(ledger::TreeSize(0), view->head.size)) {
    write(merkle::format_tile_path(id), must(source.tile(id.level, id.index, id.width)));
    if (id.level > 0 || !with_entries) continue;
    write(merkle::format_entry_bundle_path({id.index, id.width}),
          must(ledger::entry_bundle(*view, id.index, id.width)));
  }
  write("checkpoint", view->checkpoint);
  return to;
}

void DiskLedger::note_acknowledged() {
  const auto store = must(ops::open_store_read_only(folder_));
  acknowledged_.clear();
  must(ledger::read_entries(*store.kv, ledger::Position(0), ~std::uint64_t{0},
                            [&](ledger::Position, std::string_view text) {
                              acknowledged_.emplace_back(text);
                              return true;
                            }));
}

ops::DataFolder DiskLedger::copy() {
  const std::string to = dir_ / ("copy" + std::to_string(copies_++));
  for (const std::string& name : files_of(folder_.root)) {
    const fs::path target = fs::path(to) / name;
    fs::create_directories(target.parent_path());
    const bool written_in_place = name.starts_with("anchor/") || name.starts_with("keyring/");
    if (written_in_place) {
      fs::copy_file(fs::path(folder_.root) / name, target);
    } else {
      fs::create_hard_link(fs::path(folder_.root) / name, target);
    }
  }
  const ops::DataFolder folder = ops::data_folder(to);
  fs::permissions(folder.keyring, fs::perms::owner_all);
  return folder;
}

std::vector<std::string> DiskLedger::files_of(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const std::string name = entry.path().lexically_relative(folder).string();
    // Lock and log of the engine carry nothing; it writes into them.
    const std::string file = entry.path().filename().string();
    if (entry.is_regular_file() && file != "LOCK" && !file.starts_with("LOG")) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

void DiskLedger::rewrite(const std::string& path, const std::string& bytes) {
  fs::remove(path);
  std::ofstream out(path, std::ios::binary);
  out << bytes;
  out.close();
  fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
  LEDGER_CHECK(out.good());
}

std::map<std::string, ledger::Hash32> DiskLedger::digests_of(const ops::DataFolder& folder) {
  std::map<std::string, ledger::Hash32> digests;
  for (const std::string& place : {folder.root, folder.anchor}) {
    std::error_code gone;  // a place that was deleted holds nothing
    for (const auto& entry : fs::recursive_directory_iterator(place, gone)) {
      const std::string path = entry.path().string();
      if (!entry.is_regular_file() || entry.path().filename() == "LOCK") continue;
      digests[path] = ledger::sha256(must(ops::read_file(path)));
    }
  }
  return digests;
}

Opening DiskLedger::open(const ops::DataFolder& folder) const {
  using Verdict = Opening::Verdict;
  const auto before = digests_of(folder);
  const auto refused = [&](const ledger::Status& status) {
    if (digests_of(folder) != before) {
      return Opening{Verdict::kWrong, status.reason(), "refused, but it changed files: " + status.message()};
    }
    return Opening{Verdict::kRefused, status.reason(), status.message()};
  };
  const auto store = ops::open_store(folder, fixture_.signer());
  if (!store.ok()) return refused(store.status());
  const auto writer =
      ledger::recover({*store->kv, *store->log, *store->anchor, fixture_.signer(), fixture_.clock()});
  if (!writer.ok()) return refused(writer.status());
  ledger::AuditOptions options = fixture_.audit_options();
  options.anchor = store->anchor->scan();
  options.files = store->kv.get();
  const auto report = ledger::audit_ledger(*store->kv, options);
  if (!report.ok()) return {Verdict::kWrong, report.status().reason(), "the audit could not run"};
  if (!report->clean()) {
    return {Verdict::kDetected, report->findings.front().invariant, report->findings.front().message};
  }
  std::vector<std::string> entries;
  const auto read = ledger::read_entries(*store->kv, ledger::Position(0), ~std::uint64_t{0},
                                         [&](ledger::Position, std::string_view text) {
                                           entries.emplace_back(text);
                                           return true;
                                         });
  if (!read.ok() || entries != acknowledged_) {
    return {Verdict::kWrong, "entries",
            std::to_string(entries.size()) + " entries are not those acknowledged"};
  }
  return {Verdict::kHarmless, "", ""};
}

bool DiskLedger::engine_stops(const ops::DataFolder& folder) {
  const pid_t child = fork();
  if (child == 0) {
    const auto store = ops::open_store_read_only(folder);
    _exit(0);  // without the exit handlers, which are the parent's
  }
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  const bool whole = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  EXPECT_TRUE(whole || (WIFEXITED(status) && WEXITSTATUS(status) == ledger::kExitDamaged)) << status;
  return !whole;
}

std::map<std::string, std::string> DiskLedger::sealed_texts(const std::string& keyring,
                                                            ledger::Status& status) const {
  class NoAssignments final : public security::AssignmentSource {
   public:
    ledger::Result<std::optional<ledger::Bytes>> find(std::string_view, std::string_view) const override {
      return std::optional<ledger::Bytes>();
    }
  };
  std::map<std::string, std::string> texts;
  const auto open_all = [&]() -> ledger::Status {
    LEDGER_ASSIGN(const auto media, security::Media::open(keyring, ""));
    LEDGER_ASSIGN(const auto encryptor, security::FileKeyEncryptor::open(media, master_secret()));
    const NoAssignments none;
    LEDGER_ASSIGN(const auto ring, security::Keyring::open(media, *encryptor, none));
    const security::Vault vault(*ring);
    LEDGER_ASSIGN(const auto store, ops::open_store_read_only(folder_));
    const ledger::Bytes tag = ledger::vault_prefix(ledger::EventId()).substr(0, 1);
    ledger::Status failure;
    LEDGER_TRY(store.kv->scan(ledger::kVault, tag, ledger::prefix_end(tag),
                              [&](ledger::ByteView key, ledger::ByteView row) {
                                ledger::ByteReader rest(key.substr(1));
                                ledger::EventId id;
                                const auto id_bytes = *rest.take(16);
                                std::copy_n(ledger::u8(id_bytes), 16, id.bytes.begin());
                                const auto text = vault.open(id, ledger::to_hash32(rest.rest()), row);
                                failure = text.status();
                                if (text.ok()) texts[ledger::Bytes(key)] = *text;
                                return failure.ok();
                              }));
    return failure;
  };
  status = open_all();
  return texts;
}

Opening DiskLedger::open_keyring(const std::string& keyring) const {
  ledger::Status status;
  const auto texts = sealed_texts(keyring, status);
  if (!status.ok()) return {Opening::Verdict::kRefused, status.reason(), status.message()};
  if (texts == sealed_) return {Opening::Verdict::kHarmless, "", ""};
  return {Opening::Verdict::kWrong, "sealed", "sealed fields open to something else"};
}

}  // namespace tests
