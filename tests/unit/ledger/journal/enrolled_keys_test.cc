// Goal: admission asks the database once for a key that is enrolled, every time for one that is not, and what
// is remembered never lets a key sign that may not. Method: a state that counts its readers; then a real
// ledger in which a key is enrolled, remembered and revoked.
#include "ledger/journal/enrolled_keys.h"

#include <gtest/gtest.h>
#include <map>

#include "ledger/domain/records.h"
#include "ledger/journal/batch_keys.h"
#include "ledger/journal/kv_state.h"
#include "tests/support/ledger_fixture.h"

namespace ledger {
namespace {

using tests::LedgerFixture;

class CountingState final : public StateView {
 public:
  std::map<Bytes, Bytes, std::less<>> records;
  bool broken = false;
  mutable std::size_t reads = 0;

  std::optional<Bytes> get(ByteView key) const override {
    ++reads;
    const auto found = records.find(key);
    return broken || found == records.end() ? std::nullopt : std::optional<Bytes>(found->second);
  }
  void scan(ByteView, const Visitor&) const override { ++reads; }
  Status health() const override { return broken ? unavailable("kv.io", "no answer") : Status(); }
};

const Bytes kKey = key_record("kid-1").bytes;

TEST(EnrolledKeys, AStoredKeyIsReadOnce) {
  CountingState stored;
  stored.records[kKey] = "record";
  EnrolledKeys keys;
  for (int request = 0; request < 3; ++request) EXPECT_EQ(KnownKeys(stored, keys).get(kKey), "record");
  EXPECT_EQ(stored.reads, 1U);
}

TEST(EnrolledKeys, AbsenceIsNeverKept) {
  CountingState stored;
  EnrolledKeys keys;
  EXPECT_FALSE(KnownKeys(stored, keys).get(kKey).has_value());
  stored.records[kKey] = "enrolled meanwhile";
  EXPECT_EQ(KnownKeys(stored, keys).get(kKey), "enrolled meanwhile");
}

TEST(EnrolledKeys, AFailedReadIsNoAnswer) {
  CountingState stored;
  stored.records[kKey] = "record";
  stored.broken = true;
  EnrolledKeys keys;
  const KnownKeys known(stored, keys);
  EXPECT_FALSE(known.get(kKey).has_value());
  EXPECT_EQ(known.health().reason(), "kv.io");
  stored.broken = false;
  EXPECT_EQ(KnownKeys(stored, keys).get(kKey), "record");
}

TEST(EnrolledKeys, OtherRecordsAreReadEveryTime) {
  CountingState stored;
  const Bytes other = role_record("p-1", "adviser").bytes;
  stored.records[other] = "then";
  EnrolledKeys keys;
  const KnownKeys known(stored, keys);
  EXPECT_EQ(known.get(other), "then");
  stored.records[other] = "now";
  EXPECT_EQ(known.get(other), "now");
  known.scan(other, [](ByteView, ByteView) { return true; });
  EXPECT_EQ(stored.reads, 3U);
}

TEST(EnrolledKeys, WhatIsKeptIsBounded) {
  CountingState stored;
  EnrolledKeys keys(4096);
  const KnownKeys known(stored, keys);
  for (int i = 0; i < 200; ++i) {
    const Bytes key = key_record("kid-" + std::to_string(i)).bytes;
    stored.records[key] = "record";
    EXPECT_TRUE(known.get(key).has_value());
  }
  stored.records.clear();
  int kept = 0;
  for (int i = 0; i < 200; ++i) kept += known.get(key_record("kid-" + std::to_string(i)).bytes) ? 1 : 0;
  EXPECT_GT(kept, 0);
  EXPECT_LT(kept, 100);
}

// A key that is only announced could be anybody's under any kid.
TEST(EnrolledKeys, AnAnnouncedKeyIsForgottenWithItsBatch) {
  LedgerFixture fixture;
  EnrolledKeys remembered;
  const KvState state(*fixture.view()->reader);
  const KnownKeys known(state, remembered);
  BatchKeys batch(known);
  batch.note(fixture.signed_event(fixture.key_enrolled("p-bureau-2", "p-bureau")));
  const KeyId kid = tests::private_key_of("p-bureau-2").kid();
  EXPECT_TRUE(find_key(batch, kid).has_value());
  EXPECT_FALSE(find_key(known, kid).has_value());
}

TEST(EnrolledKeys, ARevokedKeyIsRefusedAtItsPositionThoughItIsRemembered) {
  LedgerFixture fixture;
  EnrolledKeys remembered;
  const auto admit = [&](const std::string& text) {
    const KvState state(*fixture.view()->reader);
    return fixture.admission().admit_signed(text, KnownKeys(state, remembered));
  };
  auto before = admit(tests::sd_jwt_text(fixture.person("p-1"), "p-bureau"));
  ASSERT_TRUE(before.ok()) << before.status().to_string();
  EXPECT_TRUE(fixture.append(std::move(before).value()).ok());
  fixture.must_append(fixture.signed_event(fixture.event("key.revoked", "p-admin")
                                               .set("kid", tests::private_key_of("p-bureau").kid().value)
                                               .set("reason", "lost")));
  auto after = admit(tests::sd_jwt_text(fixture.person("p-2"), "p-bureau"));
  ASSERT_TRUE(after.ok()) << "admission checks the signature alone: " << after.status().to_string();
  EXPECT_EQ(fixture.append(std::move(after).value()).status().reason(), "key.revoked");
}

}  // namespace
}  // namespace ledger
