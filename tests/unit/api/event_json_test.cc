// Goal: an event's JSON shows where it stands and its exact texts, and opened fields only when they were
// opened. Method: a stored event written both ways and read back.
#include "api/event_json.h"

#include <gtest/gtest.h>

#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

using ledger::JsonValue;

TEST(EventJson, ThePublicPartHasTheExactEntry) {
  ApiFixture fixture;
  const ledger::StoredEvent stored = fixture.event_at(fixture.size() - 1);
  ledger::JsonWriter json;
  api::write_stored(stored, json);
  const auto value = ledger::read_json(json.take());
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value->text("entry"), stored.entry_text);
  EXPECT_EQ(value->text("id"), fixture.business_events.back());
  EXPECT_EQ(value->text("type"), "business.profile_updated");
  EXPECT_EQ(value->text("leaf_hash"), ledger::to_hex(ledger::view_of(stored.leaf_hash)));
  EXPECT_EQ(value->find("payload")->text("id"), fixture.business_events.back());
  EXPECT_EQ(value->find("confidential"), nullptr);
  EXPECT_EQ(value->find("disclosures"), nullptr);
}

TEST(EventJson, OpenedAndWithheldFields) {
  ApiFixture fixture;
  api::DisclosedEvent disclosed;
  disclosed.stored = fixture.event_at(fixture.size() - 1);
  disclosed.disclosures.push_back(
      ledger::make_disclosure(std::string(16, 's'), "name", JsonValue("屋号 \"一\"")));
  disclosed.disclosures.push_back(ledger::make_disclosure(std::string(16, 't'), "tel", JsonValue()));
  disclosed.withheld.push_back(disclosed.stored.signed_event.event.sd_digests.front());
  ledger::JsonWriter json;
  api::write_disclosed(disclosed, json);
  const auto value = ledger::read_json(json.take());
  ASSERT_TRUE(value.ok());
  EXPECT_EQ(value->find("confidential")->text("name"), "屋号 \"一\"");
  EXPECT_TRUE(value->find("confidential")->find("tel")->is_null());
  EXPECT_EQ(value->find("disclosures")->as_array().at(1).as_string(), disclosed.disclosures.at(1).encoded);
  EXPECT_EQ(value->find("withheld")->as_array().front().as_string(),
            ledger::to_base64url(ledger::view_of(disclosed.withheld.front())));
}

}  // namespace
}  // namespace tests
