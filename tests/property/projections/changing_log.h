// ChangingLog: what the incremental property drives a projector over: a log that grows by groups, and may
// have a subject erased.
//
// MixedLog is RandomLog: every shape of event, poison and unreadable entries, no signatures. SealedLog is a
// real ledger: signed events whose confidential fields lie in the vault, under keys that can be destroyed.
// Threads: one; views are shared as the product shares them.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "ledger/store/kv_log_store.h"
#include "tests/property/projections/random_log.h"
#include "tests/support/ledger_fixture.h"

namespace tests {

class ChangingLog {
 public:
  virtual ~ChangingLog() = default;
  // One group.
  virtual void append(std::uint64_t count) = 0;
  virtual std::shared_ptr<const ledger::LedgerView> view() const = 0;
  // Destroys the key of one subject; false: nothing is sealed here.
  virtual bool erase_one() { return false; }
};

class MixedLog final : public ChangingLog {
 public:
  explicit MixedLog(SeededRandom& random) : log(random) {}
  void append(std::uint64_t count) override {
    for (std::uint64_t i = 0; i < count; ++i) log.append();
  }
  std::shared_ptr<const ledger::LedgerView> view() const override { return log.builder.view(); }

  RandomLog log;
};

class SealedLog final : public ChangingLog {
 public:
  static constexpr std::string_view kSealedText = "山田 花子";  // of LedgerFixture::person

  explicit SealedLog(SeededRandom& random) : random_(random) {}

  void append(std::uint64_t count) override {
    ledger::Writer::Batch batch;
    for (std::uint64_t i = 0; i < std::min(count, kGroupMax); ++i) {
      if (random_.one_in(2)) {
        batch.push_back(fixture.signed_event(fixture.policy(random_.between(1, 9))));
        continue;
      }
      people_.push_back("p-x" + std::to_string(people_.size()));
      const EventBuilder person = fixture.person(people_.back());
      ids_.push_back(person.build().id);
      batch.push_back(fixture.attested_event(person));
    }
    if (!batch.empty()) fixture.must_append(std::move(batch));
  }
  std::shared_ptr<const ledger::LedgerView> view() const override { return fixture.view(); }

  bool erase_one() override {
    if (people_.empty()) return false;
    const std::size_t who = random_.below(people_.size());
    EXPECT_GT(opened(who), 0U);
    const std::string subject = "person/" + people_[who];
    security::ErasureOrder order;
    const ledger::Bytes prefix = ledger::vault_assignment_key(subject, "");
    const auto view = fixture.view();
    EXPECT_TRUE(view->reader
                    ->scan(ledger::kVault, prefix, ledger::prefix_end(prefix),
                           [&](ledger::ByteView, ledger::ByteView name) {
                             order.names.push_back(*security::to_key_name(name));
                             return true;
                           })
                    .ok());
    EXPECT_TRUE(fixture.keyring().destroy_keys(order).ok());
    EXPECT_EQ(opened(who), 0U);
    erased.insert(people_[who]);
    return true;
  }

  LedgerFixture fixture;
  std::set<std::string> erased;

 private:
  // Sealed fields of the person's event that still open; the others are gone for the right reason.
  std::size_t opened(std::size_t who) {
    std::size_t count = 0;
    const auto rows = ledger::read_sealed(*fixture.view()->reader, ids_[who]);
    EXPECT_TRUE(rows.ok() && !rows->empty());
    for (const auto& [digest, sealed] : *rows) {
      const auto text = fixture.vault().open(ids_[who], digest, sealed);
      if (text.ok()) {
        ++count;
      } else {
        EXPECT_EQ(text.status().code(), ledger::StatusCode::kNotFound) << text.status().to_string();
      }
    }
    return count;
  }

  static constexpr std::uint64_t kGroupMax = 100;  // each event is signed, or sealed and attested

  SeededRandom& random_;
  std::vector<std::string> people_;
  std::vector<ledger::EventId> ids_;
};

}  // namespace tests
