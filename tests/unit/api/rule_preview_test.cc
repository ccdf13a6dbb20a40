// Goal: the preview says what the writer would say, element by element, and changes nothing. Method: events
// that the rules take and refuse, alone, in order and out of order.
#include "api/rule_preview.h"

#include <gtest/gtest.h>

#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

class RulePreviewTest : public ::testing::Test {
 protected:
  EventBuilder profile(std::string_view business) {
    EventBuilder builder = fixture.ledger.event("business.profile_updated", "p-staff");
    builder.by("p-staff", "impl_staff", "impl-40", "c40").set("business_id", business);
    builder.set("as_of_on", "2026-05-01");
    return builder;
  }
  EventBuilder registered(std::string_view business) {
    EventBuilder builder = fixture.ledger.event("business.registered", "p-staff");
    builder.by("p-staff", "impl_staff", "impl-40", "c40")
        .set("business_id", business)
        .set("center_id", "c40");
    builder.set("kind", "sole_proprietor").set("pref_code", "40").set("jsic_code", "E");
    builder.set("corporate_number_state", "absent").set("name", kMarker);
    return builder;
  }
  ledger::Status preview(const std::vector<EventBuilder>& builders, bool batch) {
    std::vector<ledger::VerifiedEvent> events;
    for (const EventBuilder& one : builders) events.push_back(fixture.ledger.attested_event(one, "gw-c40"));
    return api::judged_by_rules(fixture.call(request, "p-staff", "impl_staff", "gw-c40"), events, batch);
  }
  ApiFixture fixture;
  api::Request request = request_of("POST", "/v1/events");
};

TEST_F(RulePreviewTest, SaysWhatTheWriterWould) {
  const std::uint64_t before = fixture.size();
  EXPECT_TRUE(preview({profile("b-1")}, false).ok());
  const ledger::Status refused = preview({profile("b-9")}, false);
  EXPECT_EQ(refused.reason(), "reference.unknown") << refused.to_string();
  EXPECT_TRUE(refused.pointer().starts_with("/data/")) << refused.pointer();
  EXPECT_TRUE(preview({registered("b-9"), profile("b-9")}, true).ok()) << "elements before count";
  const ledger::Status late = preview({profile("b-1"), profile("b-9"), registered("b-9")}, true);
  EXPECT_TRUE(late.pointer().starts_with("/1/data/")) << late.to_string();
  EXPECT_EQ(fixture.size(), before);
  EXPECT_EQ(preview({profile("b-9")}, false).reason(), "reference.unknown") << "nothing was remembered";
}

TEST_F(RulePreviewTest, PassesOverWhatIsStored) {
  const EventBuilder once = registered("b-9");
  fixture.ledger.must_append(fixture.ledger.attested_event(once, "gw-c40"));
  fixture.cell.store(fixture.ledger.view());
  EXPECT_TRUE(preview({once}, false).ok());
  EXPECT_FALSE(preview({registered("b-9")}, false).ok()) << "another event of that name is refused";
}

TEST(RulePreview, NamesTheElement) {
  EXPECT_EQ(api::element_prefix(3, true), "/3");
  EXPECT_EQ(api::element_prefix(0, false), "");
}

}  // namespace
}  // namespace tests
