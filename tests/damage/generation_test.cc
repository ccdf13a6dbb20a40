// Goal: a ledger that lost acknowledged entries for good is succeeded by one whose genesis says what was
// lost, which decides from the carried state, uses no old id, and audits clean; a whole ledger is never
// succeeded. Method: a founded ledger on disk, older copies of its database beside its newest anchor, the new
// generation founded from them, audited, compared with the old one and written on. Faults: F29, F37
#include "ops/generation.h"

#include <filesystem>
#include <gtest/gtest.h>

#include "ledger/audit/audit.h"
#include "ledger/base/sha256.h"
#include "ledger/domain/generation.h"
#include "ledger/domain/records.h"
#include "ledger/journal/admission.h"
#include "ledger/journal/kv_state.h"
#include "ledger/journal/recovery.h"
#include "ops/store_opening.h"
#include "security/attestor.h"
#include "security/key_file.h"
#include "security/log_signer.h"
#include "tests/damage/disk_ledger.h"

namespace tests {
namespace {

namespace fs = std::filesystem;

class GenerationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    // The fixture's first administrator, as the old ledger knows the key.
    key_file_ = dir_ / "admin.pem";
    ASSERT_TRUE(security::store_private_key(key_file_, private_key_of("p-admin"), nullptr).ok());
    old_ = ledger_.copy();
    kept_ = ledger_.size();
    ledger_.append();
    ledger_.append();
    old_.anchor = ledger_.folder().anchor;
  }
  ops::GenerationOptions options(const std::string& to) const {
    ops::GenerationOptions options;
    options.previous = old_;
    options.next.folder = ops::data_folder(dir_ / to);
    options.next.admin_key_file = key_file_;
    return options;
  }
  const ledger::Clock& clock() { return ledger_.fixture().clock(); }
  static ledger::AuditReport audit(const ops::DataFolder& folder) {
    const auto store = ops::open_store_read_only(folder);
    EXPECT_TRUE(store.ok());
    const security::OpenSslVerifier verifier;
    ledger::AuditOptions options;
    options.origin = store->identity.origin;
    options.verifier = &verifier;
    options.anchor = store->anchor;
    options.files = store->kv.get();
    return *ledger::audit_ledger(*store->kv, options);
  }

  TempDir dir_;
  DiskLedger ledger_{3};
  ops::DataFolder old_;
  std::uint64_t kept_ = 0;
  std::string key_file_;
};

TEST_F(GenerationTest, SucceedsWhatIsLostAndSaysSo) {
  const auto before = DiskLedger::digests_of(old_);
  const auto report = ops::found_generation(options("next"), clock());
  ASSERT_TRUE(report.ok()) << report.status().to_string();
  EXPECT_EQ(DiskLedger::digests_of(old_), before) << "the old ledger is only read";
  EXPECT_EQ(report->reason.reason(), "anchor.store_behind");
  EXPECT_EQ(report->generation, 2U);
  EXPECT_EQ(report->origin, std::string(kTestOrigin) + "/g2");
  EXPECT_EQ(report->previous_size.value, kept_);
  EXPECT_EQ(report->known_size.value, kept_ + 2);

  const ops::DataFolder next = options("next").next.folder;
  const ledger::AuditReport audited = audit(next);
  EXPECT_TRUE(audited.clean()) << audited.findings.front().message;
  EXPECT_EQ(audited.size.value, 1 + report->parts_count);
  EXPECT_TRUE(ops::verify_generation(next, old_).ok());
  EXPECT_TRUE(ops::verify_generation(next, ledger_.folder()).ok())
      << "the whole ledger shows the same prefix";
  EXPECT_EQ(ops::verify_generation(old_, next).reason(), "generation.none");

  // What the old entries gave is what the new ledger decides from.
  const auto now = ops::open_store_read_only(next);
  const auto then = ops::open_store_read_only(old_);
  ASSERT_TRUE(now.ok() && then.ok());
  const ledger::KvState state(*now->kv), old_state(*then->kv);
  std::size_t compared = 0;
  old_state.scan("", [&](ledger::ByteView key, ledger::ByteView record) {
    if (!ledger::is_importable(key, record)) return true;
    if (key == ledger::role_record("p-admin", "admin").bytes ||
        key == ledger::person_record("p-admin").bytes ||
        key == ledger::key_record(private_key_of("p-admin").kid().value).bytes) {
      return true;  // the new genesis made its own
    }
    EXPECT_EQ(state.get(key), ledger::Bytes(record)) << ledger::to_hex(key);
    ++compared;
    return true;
  });
  EXPECT_GE(compared, 4U);
  for (const std::string& text : ledger_.acknowledged()) {
    const auto event = ledger::parse_logged_jws(ledger::parse_entry(text)->jws);
    const bool lost = &text - ledger_.acknowledged().data() >= static_cast<std::ptrdiff_t>(kept_);
    EXPECT_EQ(ledger::past_position(state, event->event.id).has_value(), !lost);
  }
}

TEST_F(GenerationTest, GoesOnAndIsSucceededItself) {
  ASSERT_TRUE(ops::found_generation(options("next"), clock()).ok());
  ops::GenerationOptions third = options("third");
  third.previous = options("next").next.folder;
  EXPECT_EQ(ops::found_generation(third, clock()).status().reason(), "generation.not_needed");
  // Its anchor is lost: that is no loss of entries which anybody could name without being told.
  fs::remove_all(third.previous.anchor);
  EXPECT_EQ(ops::found_generation(third, clock()).status().reason(), "generation.loss_unknown");
  third.acknowledged = ledger::TreeSize(100);
  const auto report = ops::found_generation(third, clock());
  ASSERT_TRUE(report.ok()) << report.status().to_string();
  EXPECT_EQ(report->generation, 3U);
  EXPECT_EQ(report->origin, std::string(kTestOrigin) + "/g3");
  EXPECT_EQ(report->known_size.value, 100U);
  EXPECT_TRUE(audit(third.next.folder).clean());
  EXPECT_TRUE(ops::verify_generation(third.next.folder, third.previous).ok());
  EXPECT_EQ(ops::verify_generation(third.next.folder, old_).reason(), "generation.differs");
  // Ids of the first generation are used in the third as well.
  const auto store = ops::open_store_read_only(third.next.folder);
  const auto event = ledger::parse_logged_jws(ledger::parse_entry(ledger_.acknowledged()[1])->jws);
  EXPECT_TRUE(ledger::past_position(ledger::KvState(*store->kv), event->event.id).has_value());
}

TEST_F(GenerationTest, IsRefusedWhereItWouldBeAFork) {
  const auto reason = [&](const ops::GenerationOptions& asked) {
    return ops::found_generation(asked, clock()).status().reason();
  };
  ops::GenerationOptions whole = options("x");
  whole.previous = ledger_.folder();
  EXPECT_EQ(reason(whole), "generation.not_needed");
  ops::GenerationOptions stranger = options("x");
  stranger.next.admin_key_file = dir_ / "stranger.pem";
  ASSERT_TRUE(
      security::store_private_key(stranger.next.admin_key_file, private_key_of("stranger"), nullptr).ok());
  EXPECT_EQ(reason(stranger), "generation.admin");
  ops::GenerationOptions same_name = options("x");
  same_name.next.origin = std::string(kTestOrigin);
  EXPECT_EQ(reason(same_name), "genesis.generation");
  EXPECT_FALSE(fs::exists(options("x").next.folder.identity_file()));
  ops::GenerationOptions none = options("y");
  none.previous = ops::data_folder(dir_ / "nothing");
  EXPECT_EQ(reason(none), "ledger.missing");
}

}  // namespace
}  // namespace tests
