// Goal: an event that says something else of two corporate numbers than the vault does is refused; a repeated
// one, and what nobody can open any more, never is. Method: businesses with sealed numbers in a real vault;
// every claim about every pair in a table; one refusal through the pipeline.
#include "api/number_comparison.h"

#include <gtest/gtest.h>

#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

constexpr std::string_view kOne = "7123456789012";
constexpr std::string_view kOther = "7123456780012";

class ErasedUnsealer final : public ledger::Unsealer {
 public:
  ledger::Result<std::string> open(const ledger::EventId&, const ledger::Hash32&,
                                   ledger::ByteView) const override {
    return ledger::not_found("vault.erased", "its key is gone");
  }
  ledger::Result<ledger::Bytes> open_attachment(const ledger::EventId&, ledger::ByteView) const override {
    return ledger::not_found("vault.erased", "its key is gone");
  }
};

class NumberComparisonTest : public ::testing::Test {
 protected:
  NumberComparisonTest() {
    register_business("n-1", kOne);
    register_business("n-2", kOne);
    register_business("n-3", kOther);
    register_business("n-4", "");
    register_business("n-5", "");
    fixture.cell.store(fixture.ledger.view());
  }
  void register_business(std::string_view id, std::string_view number) {
    EventBuilder builder = staff("business.registered");
    builder.set("business_id", id).set("center_id", "c40").set("kind", "corporation");
    builder.set("pref_code", "40").set("jsic_code", "E").set("name", kMarker);
    builder.set("corporate_number_state", number.empty() ? "absent" : "given");
    if (!number.empty()) builder.set("corporate_number", number);
    fixture.ledger.must_append(fixture.ledger.attested_event(builder, "gw-c40"));
  }
  EventBuilder staff(std::string_view type) {
    EventBuilder builder = fixture.ledger.event(type, "p-staff");
    builder.by("p-staff", "impl_staff", "impl-40", "c40");
    return builder;
  }
  EventBuilder merge(std::string_view into, std::string_view absorbed, std::string_view relation) {
    EventBuilder builder = fixture.ledger.event("business.merged", "p-hq");
    builder.by("p-hq", "hq_staff", "hq", "").set("business_id", into).set("absorbed_id", absorbed);
    builder.set("number_relation", relation).set("decided_at", "2026-05-01T10:00:00+09:00");
    return builder;
  }
  EventBuilder verify(std::string_view business, std::string_view number, std::string_view finding) {
    EventBuilder builder = staff("business.corporate_number_verified");
    builder.set("business_id", business).set("source", "nta").set("number_finding", finding);
    builder.set("looked_up_at", "2026-05-01T10:00:00+09:00").set("corporate_number", number);
    return builder;
  }
  ledger::Status check(const std::vector<EventBuilder>& builders) {
    return check_with(fixture.call(request, "p-hq", "hq_staff", "gw"), builders);
  }
  ledger::Status check_with(const api::Call& call, const std::vector<EventBuilder>& builders) {
    std::vector<ledger::VerifiedEvent> events;
    for (const EventBuilder& one : builders) {
      events.push_back(fixture.ledger.attested_event(one, "gw-c40"));
    }
    return api::check_number_claims(call, events);
  }

  ApiFixture fixture;
  api::Request request = request_of("POST", "/v1/events");
};

TEST_F(NumberComparisonTest, EveryClaimAboutEveryPair) {
  const std::vector<std::string_view> claims = {"equal", "different", "one_absent", "both_absent", "unknown"};
  const struct {
    const char* into;
    const char* absorbed;
    std::string_view truth;
  } pairs[] = {
      {"n-1", "n-2", "equal"},      {"n-1", "n-3", "different"},   {"n-1", "n-4", "one_absent"},
      {"n-4", "n-1", "one_absent"}, {"n-4", "n-5", "both_absent"}, {"n-none", "n-1", "one_absent"},
  };
  for (const auto& pair : pairs) {
    for (const std::string_view claim : claims) {
      const bool holds = claim == pair.truth || (claim == "unknown" && pair.truth != "different");
      const ledger::Status status = check({merge(pair.into, pair.absorbed, claim)});
      EXPECT_EQ(status.ok(), holds) << pair.into << ' ' << pair.absorbed << ' ' << claim;
      EXPECT_EQ(status.to_string().find(kOne), std::string::npos) << "no number in any text";
    }
  }
}

TEST_F(NumberComparisonTest, EveryFindingOfALookUp) {
  const struct {
    const char* business;
    std::string_view number;
    std::string_view truth;
  } rows[] = {{"n-1", kOne, "equal"}, {"n-1", kOther, "different"}, {"n-4", kOne, "first"}};
  for (const auto& row : rows) {
    for (const std::string_view claim : {"first", "equal", "different", "unknown"}) {
      const bool holds = claim == row.truth || (claim == "unknown" && row.truth != "different");
      EXPECT_EQ(check({verify(row.business, row.number, claim)}).ok(), holds) << row.business << ' ' << claim;
    }
  }
}

TEST_F(NumberComparisonTest, WhatTheRulesRefuseGetsTheirAnswer) {
  const ledger::Status contradicted = check({verify("n-1", kOther, "equal")});
  EXPECT_EQ(contradicted.reason(), "number.contradicted") << contradicted.to_string();
  EXPECT_EQ(contradicted.pointer(), "/data/number_finding");
  // Nobody of that name may merge, whatever the numbers say.
  EXPECT_NE(check({merge("n-1", "n-3", "equal")}).reason(), "number.contradicted");
  // A finding of "different" is the rules' to refuse; that it is not even true is the smaller fault.
  EXPECT_NE(check({verify("n-1", kOne, "different")}).reason(), "number.contradicted");
}

TEST_F(NumberComparisonTest, ABatchSeesItsEarlierElements) {
  EXPECT_TRUE(check({verify("n-4", kOne, "first"), merge("n-1", "n-4", "equal")}).ok());
  const ledger::Status late = check({verify("n-4", kOne, "first"), merge("n-1", "n-4", "one_absent")});
  EXPECT_TRUE(late.pointer().starts_with("/1/")) << late.to_string();
  EXPECT_FALSE(check({merge("n-1", "n-4", "equal"), verify("n-4", kOne, "first")}).ok()) << "too early";
}

TEST_F(NumberComparisonTest, ARepeatedEventIsNotJudgedAgain) {
  const EventBuilder first = verify("n-4", kOne, "first");
  fixture.ledger.must_append(fixture.ledger.attested_event(first, "gw-c40"));
  fixture.cell.store(fixture.ledger.view());
  EXPECT_TRUE(check({first}).ok());
  EXPECT_FALSE(check({verify("n-4", kOne, "first")}).ok()) << "another event is";
  EXPECT_TRUE(check({merge("n-1", "n-4", "equal")}).ok()) << "the newest number counts";
}

TEST_F(NumberComparisonTest, WhatWasErasedContradictsNobody) {
  const ErasedUnsealer erased;
  const api::ApiContext context = fixture.context_with(erased);
  const api::Call call{context, request, "request-id", {}, {}, fixture.cell.load()};
  for (const std::string_view claim : {"equal", "different", "one_absent", "unknown"}) {
    EXPECT_TRUE(check_with(call, {merge("n-1", "n-3", claim)}).ok()) << claim;
  }
}

TEST_F(NumberComparisonTest, TheApiRefusesAndRecordsIt) {
  const std::uint64_t before = fixture.size();
  const std::string text = sd_jwt_text(verify("n-1", kOther, "equal"), "p-staff");
  fixture.ledger.must_append(fixture.ledger.signed_event(fixture.ledger.key_enrolled("p-staff", "p-staff")));
  fixture.cell.store(fixture.ledger.view());
  const api::Response response = fixture.post_event(text, "", "application/sd-jwt");
  EXPECT_EQ(code_of(response), "number.contradicted") << response.body;
  EXPECT_EQ(fixture.size(), before + 1);
  ASSERT_TRUE(fixture.denials->flush(true).ok());
  EXPECT_EQ(fixture.types_since(before + 1), std::vector<std::string>{"append.rejected"});
}

}  // namespace
}  // namespace tests
