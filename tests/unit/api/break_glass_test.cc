// Goal: an auditor reads a business's confidential fields under an open emergency access and not without one;
// the read names it, and the audit answer shows opening, read and review. Method: really signed events
// through the pipeline; the access is opened, runs out, is reviewed, and belongs to others, one at a time.
#include <gtest/gtest.h>

#include "ledger/base/time.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

using ledger::JsonValue;

class BreakGlassApiTest : public ::testing::Test {
 protected:
  BreakGlassApiTest() {
    fixture.ledger.must_append(
        fixture.ledger.signed_event(fixture.ledger.key_enrolled("p-auditor", "p-auditor")));
    publish();
  }
  void publish() {
    fixture.cell.store(fixture.ledger.view());
    fixture.catch_up();
  }
  static std::string time(ledger::UnixMicros at) { return ledger::format_recorded_at(at); }
  // From now for half an hour.
  ledger::EventId open(const std::string& grant, std::string_view business = "b-1",
                       std::string_view reviewer = "p-bureau") {
    const ledger::UnixMicros now = fixture.ledger.clock().now();
    EventBuilder builder = fixture.ledger.event("access.break_glass", "p-auditor");
    builder.by("p-auditor", "auditor", "", "").set("grant_id", grant).set("center_id", "c40");
    builder.set("business_id", business).set("opened_at", time(now));
    builder.set("expires_at", time(ledger::UnixMicros(now.value + 30 * kMinuteMicros)));
    builder.set("reviewer_id", reviewer).set("justification", kMarker);
    builder.at(time(now));
    const ledger::EventId id = builder.build().id;
    fixture.ledger.must_append(fixture.ledger.signed_event(builder));
    publish();
    return id;
  }
  void review(const std::string& grant) {
    EventBuilder builder = fixture.ledger.event("break_glass.reviewed", "p-bureau");
    builder.set("grant_id", grant).set("result", "justified");
    builder.set("reviewed_on", time(fixture.ledger.clock().now()).substr(0, 10));
    fixture.ledger.must_append(fixture.ledger.signed_event(builder));
    publish();
  }
  api::Response read(const std::string& grant, const std::string& record = "business/b-1",
                     std::string_view as = "auditor", std::string_view purpose = "audit") {
    std::vector<api::Header> headers = {{"daicho-purpose", std::string(purpose)}};
    if (!grant.empty()) headers.push_back({"daicho-break-glass", grant});
    return fixture.get("/v1/streams/" + record + "?fields=all", as, headers);
  }
  static constexpr std::int64_t kMinuteMicros = 60'000'000;
  ApiFixture fixture;
};

TEST_F(BreakGlassApiTest, OpenedReadReviewed) {
  EXPECT_EQ(read("").status, 403);
  EXPECT_EQ(read("g-1").status, 403) << "nobody has opened it";
  const ledger::EventId opened = open("g-1");
  EXPECT_EQ(read("").status, 403) << "each read names it";
  const std::uint64_t before = fixture.size();
  const api::Response shown = read("g-1");
  ASSERT_EQ(shown.status, 200) << shown.body;
  EXPECT_NE(shown.body.find(kMarker), std::string::npos);
  ASSERT_EQ(fixture.types_since(before), std::vector<std::string>{"record.viewed"});
  const ledger::Event viewed = fixture.event_at(before).signed_event.event;
  EXPECT_EQ(viewed.text("break_glass_ref"), ledger::format_event_id(opened));
  EXPECT_EQ(viewed.text("business_id"), "b-1");
  review("g-1");
  EXPECT_EQ(read("g-1").status, 403) << "reviewed is over";
  // The auditors' list shows all three, the newest last.
  fixture.catch_up();
  const JsonValue list =
      json_of(fixture.get("/v1/audit/access?business=b-1", "auditor", {{"daicho-purpose", "audit"}}));
  std::vector<std::string> kinds;
  for (const JsonValue& item : list.find("items")->as_array()) kinds.emplace_back(item.text("kind"));
  EXPECT_EQ(kinds, (std::vector<std::string>{"break_glass", "viewed"}));
  EXPECT_EQ(list.find("items")->as_array()[0].text("action"), "g-1");
  EXPECT_EQ(list.find("items")->as_array()[1].text("break_glass_ref"), ledger::format_event_id(opened));
  const JsonValue reviews =
      json_of(fixture.get("/v1/audit/access?actor=p-bureau", "auditor", {{"daicho-purpose", "audit"}}));
  EXPECT_EQ(reviews.find("items")->as_array().back().text("kind"), "break_glass_reviewed");
}

TEST_F(BreakGlassApiTest, ItRunsOut) {
  open("g-1");
  fixture.ledger.clock().advance(29 * kMinuteMicros);
  EXPECT_EQ(read("g-1").status, 200);
  fixture.ledger.clock().advance(kMinuteMicros);
  EXPECT_EQ(read("g-1").status, 403);
}

TEST_F(BreakGlassApiTest, ItCoversOneBusinessOnePersonOnePurpose) {
  open("g-1");
  open("g-2", "b-1", "p-sec");
  const std::uint64_t before = fixture.size();
  EXPECT_EQ(read("g-1", "business/b-1", "auditor", "evaluation").status, 403);
  EXPECT_EQ(read("g-1", "business/b-1", "security", "security").status, 403) << "another person's";
  EXPECT_EQ(read("g 1").status, 400) << "not wrong but malformed";
  EXPECT_EQ(code_of(read("g 1")), "break_glass.malformed");
  EXPECT_EQ(fixture.size(), before) << "nothing was read, so no read is recorded";
  EXPECT_EQ(read("g-2").status, 200);
  EXPECT_EQ(code_of(read("g-1", "business/b-2")), "stream.unknown");
}

TEST_F(BreakGlassApiTest, AReviewerWhoMayNotReviewIsNone) {
  open("g-1", "b-1", "p-none");  // registered, but holds no role
  EXPECT_EQ(read("g-1").status, 403);
}

}  // namespace
}  // namespace tests
