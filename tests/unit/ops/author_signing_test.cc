// Goal: what `daicho keys sign` makes of plain fields, the ledger accepts, with every confidential field
// beside it. Method: events signed with a key of the cast and appended to a real ledger; malformed ones must
// not be signed.
#include "ops/author_signing.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/journal/kv_state.h"
#include "tests/support/ledger_fixture.h"

namespace tests {
namespace {

constexpr std::string_view kEvent =
    R"({"id":"01970000-0000-7000-8000-000000000001","type":"org.registered","stream":"org/sup-1",)"
    R"("occurred_at":"2026-05-01T10:00:00+09:00","actor":{"person":"p-admin","role":"admin"},)"
    R"("purpose":"administration","data":{"org_id":"sup-1","kind":"support_org","name":"機関"}})";

ledger::JsonValue event_with(std::string_view old = {}, std::string_view with = {}) {
  std::string text(kEvent);
  if (!old.empty()) text.replace(text.find(old), old.size(), with);
  return *ledger::read_json(text);
}

TEST(AuthorSigning, TheLedgerAcceptsIt) {
  LedgerFixture ledger;
  const auto text = ops::sign_event(event_with(), kTestOrigin, private_key_of("p-admin"));
  ASSERT_TRUE(text.ok()) << text.status().to_string();
  const auto event = ledger::parse_sd_jwt(*text);
  ASSERT_TRUE(event.ok());
  EXPECT_EQ(event->event.aud, kTestOrigin);
  ASSERT_EQ(event->disclosures.size(), 2U) << "an absent confidential field is disclosed as null";
  EXPECT_EQ(event->jws.payload.find("機関"), std::string::npos);
  auto admitted = ledger.admission().admit_signed(*text, ledger::KvState(*ledger.view()->reader));
  ASSERT_TRUE(admitted.ok()) << admitted.status().to_string();
  ledger.must_append(std::move(admitted).value());
}

TEST(AuthorSigning, SaltsAreFreshOrFollowFromTheSeed) {
  const security::PrivateKey key = private_key_of("p-admin");
  EXPECT_NE(*ops::sign_event(event_with(), kTestOrigin, key),
            *ops::sign_event(event_with(), kTestOrigin, key));
  const auto seeded = [&](std::string_view seed) {
    return *ops::sign_event_with_seed(event_with(), kTestOrigin, key, seed);
  };
  EXPECT_EQ(seeded("a"), seeded("a"));
  EXPECT_NE(seeded("a"), seeded("b"));
}

TEST(AuthorSigning, WhatIsWrongIsNotSigned) {
  struct Row {
    std::string_view old, with, reason;
  };
  const std::vector<Row> rows = {
      {"org.registered", "org.imagined", "event.unknown_type"},
      {"org.registered", "record.viewed", "event.way_in"},
      {"\"kind\":\"support_org\"", "\"kind\":\"guild\"", "field.code"},
      {"\"kind\":\"support_org\",", "", "field.missing"},
      {",\"name\":\"機関\"", "", "field.missing"},
      {"\"name\":\"機関\"", "\"name\":7", "field.type"},
      {"\"name\":\"機関\"", "\"name\":\"x\",\"colour\":\"red\"", "field.unknown"},
      {"org/sup-1", "org/sup-2", "event.stream"},
      {"\"purpose\":\"administration\"", "\"purpose\":\"support\"", "event.purpose"},
      {"2026-05-01T10:00:00+09:00", "2026-05-01", "event.time"},
      {"\"stream\"", "\"attested_by\":{},\"stream\"", "event.server_member"},
      {"\"stream\"", "\"colour\":1,\"stream\"", "event.unknown_member"},
      {"01970000-0000-7000-8000-000000000001", "x", "event.id"},
  };
  for (const Row& row : rows) {
    const auto text = ops::sign_event(event_with(row.old, row.with), kTestOrigin, private_key_of("p-admin"));
    ASSERT_FALSE(text.ok()) << row.with;
    EXPECT_EQ(text.status().reason(), row.reason) << row.old << " -> " << row.with;
  }
}

}  // namespace
}  // namespace tests
