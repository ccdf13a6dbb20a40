// Goal: whoever may read every input of a figure gets it recomputed, after one recorded read for each
// business; whoever may not read one gets nothing, and nothing is recorded. Method: two corporations in phase
// 2 with sealed statements, asked about by their chief coordinator and by others; every way out is looked at.
#include "api/opened_figures.h"

#include <gtest/gtest.h>

#include "projections/figures/memory_budget.h"
#include "tests/unit/api/state_story.h"

namespace tests {
namespace {

using ledger::JsonValue;

constexpr const char* kTarget = "/v1/indicators?scope=center:c40&fy=2026&inputs=open";
const std::vector<api::Header> kAsChief = {{"daicho-purpose", "report"}, {"daicho-role", "cco"}};

class OpenedFiguresTest : public ::testing::Test {
 protected:
  OpenedFiguresTest() {
    story_.append("role.granted", "p-bureau",
                  R"({"person_id":"p-lead","role":"cco","scope":"c40","valid_from":"2026-04-01",
                      "basis":"$appointment.nominated"})");
    story_.append("principal.bound", "p-admin",
                  R"({"principal":"lead","kind":"personal","person_id":"p-lead",
                      "credential":"x509:CN=ca|CN=lead"})");
    enter_phase2("b-10", "7123456789012", R"(["meti","hq"])");
    enter_phase2("b-11", "7000012050002", R"(["hq"])");
    story_.publish();
  }
  void enter_phase2(const std::string& business, const std::string& number, const std::string& recipients) {
    const std::string about = R"({"business_id":")" + business + R"(",)";
    story_.append("business.registered", "p-co",
                  about + R"("center_id":"c40","kind":"corporation","pref_code":"40","jsic_code":"E",
                      "corporate_number_state":"given","name":"MARKERqzw4242","corporate_number":")" +
                      number + R"("})");
    story_.append("business.financials_submitted", "p-co",
                  about + R"("business_kind":"corporation","form":"kessansho","submitted_on":"2026-04-12",
                      "period_start":"2025-04-01","period_end":"2026-03-31","operating_profit":1,
                      "depreciation":0,"personnel_cost":1,"sales":1000})");
    story_.append("consent.sharing_granted", "p-co",
                  about + R"("text_version":"r8","clause_purposes":["run_project","survey_analysis"],
                      "method":"paper","given_at":"2026-04-09T10:00:00+09:00",
                      "given_by":"MARKERqzw4242","recipients":)" +
                      recipients + "}");
    const std::string in_case = about + R"("case_id":"k-)" + business + R"(",)";
    story_.append("consultation.opened", "p-co",
                  in_case + R"("center_id":"c40","channel":"main_office",
                      "received_at":"2026-04-09T10:00:00+09:00","consent_ref":"$consent.sharing_granted@)" +
                      std::to_string(++consents_) + R"("})");
    story_.append("session.held", "p-co",
                  in_case + R"("session_id":"s-)" + business + R"(","started_at":"2026-04-1)" +
                      std::to_string(4 + consents_) +
                      R"(T10:00:00+09:00","minutes":60,"channel":"main_office",
                      "attendees":[{"person_id":"p-co","org_id":"impl-40","capacity":"consultant"}],
                      "summary":"MARKERqzw4242"})");
    story_.append("consent.phase2_agreed", "p-co",
                  about + R"("agreed_at":"2026-04-12T10:00:00+09:00","given_by":"MARKERqzw4242"})");
    EventBuilder transition = fixture_.ledger.event("phase.transitioned", "p-lead");
    transition.by("p-lead", "cco", "impl-40", "c40").set("business_id", business);
    transition.set("to", std::int64_t{2}).set("transitioned_on", "2026-04-14");
    for (const char* criterion : {"i", "ii", "iii"}) {
      EventBuilder met = fixture_.ledger.event("phase.criterion_met", "p-co");
      met.by("p-co", "co", "impl-40", "c40").set("business_id", business).set("criterion", criterion);
      met.set("met_on", "2026-04-13");
      if (std::string_view(criterion) == "ii")
        met.set("goal_agreed", JsonValue(true)).set("step", "hearing_answered");
      const auto id = fixture_.ledger.must_append(fixture_.ledger.signed_event(met)).id;
      transition.set("criterion_" + std::string(criterion), ledger::format_event_id(id));
    }
    fixture_.ledger.must_append(fixture_.ledger.signed_event(transition));
  }
  api::Response ask(std::string_view as = "lead", const std::vector<api::Header>& headers = kAsChief) {
    return fixture_.get(kTarget, as, headers);
  }
  std::vector<std::string> read_since(std::uint64_t from) const {
    std::vector<std::string> records;
    for (std::uint64_t at = from; at < fixture_.size(); ++at) {
      const ledger::Event event = fixture_.event_at(at).signed_event.event;
      if (event.type == "record.viewed") records.emplace_back(event.text("record"));
    }
    return records;
  }
  ApiFixture fixture_;
  StateStory story_{fixture_};
  int consents_ = 1;  // the story has one itself
};

TEST_F(OpenedFiguresTest, TheChiefOfTheCentreSeesTheSumAndEachReadIsAnEvent) {
  const std::uint64_t before = fixture_.size();
  const api::Response response = ask();
  ASSERT_EQ(response.status, 200) << response.body;
  const JsonValue answer = json_of(response);
  const JsonValue& va_sum = *answer.find("answer")->find("va_sum")->find("now");
  ASSERT_NE(va_sum.find("value"), nullptr) << response.body;
  EXPECT_EQ(va_sum.find("value")->as_int(), 4) << "profit and personnel cost of both";
  EXPECT_EQ(read_since(before), (std::vector<std::string>{"business/b-10", "business/b-11"}));
  EXPECT_EQ(fixture_.types_since(before).back(), "figure.viewed");
  const ledger::Event viewed = fixture_.event_at(before).signed_event.event;
  EXPECT_EQ(viewed.field("record_ids")->as_array().size(), 1U);
  EXPECT_EQ(viewed.actor.role, "cco");
}

// The bureau may read one of the two by consent.
TEST_F(OpenedFiguresTest, WhoMayNotReadOneOfThemGetsNothingAndNothingIsRecorded) {
  for (const std::string_view as : {"gw", "auditor", "security"}) {
    fixture_.catch_up();
    const std::uint64_t before = fixture_.size();
    const api::Response refused = ask(as, {{"daicho-purpose", "report"}});
    EXPECT_EQ(refused.status, 403) << as;
    EXPECT_EQ(read_since(before), std::vector<std::string>{}) << as;
  }
}

TEST_F(OpenedFiguresTest, WithoutAPurposeOrAWriterNothingIsOpened) {
  const std::uint64_t before = fixture_.size();
  const api::Response aimless = ask("lead", {{"daicho-role", "cco"}});
  EXPECT_EQ(code_of(aimless), "purpose.missing");
  fixture_.close_writer();
  const api::Response refused = ask();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(code_of(refused), "access.not_recorded");
  EXPECT_EQ(fixture_.size(), before);
}

// Both loads, the one that finds the inputs and the one that opens them, take a share and give it back; two
// at once would find no place.
TEST_F(OpenedFiguresTest, ItsMemoryComesOutOfTheBudgetOneLoadAtATime) {
  namespace figures = projections::figures;
  figures::BudgetBounds bounds;
  bounds.bytes_max = std::size_t{64} << 20;
  bounds.question_bytes_max = std::size_t{32} << 20;
  figures::MemoryBudget budget(bounds, fixture_.ledger.clock(), fixture_.metrics);
  fixture_.context->figures_memory = &budget;
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(budget.state().questions, 0U);
  {
    auto other = budget.share(figures::Asker::kCaller);
    ASSERT_TRUE(other.grow_to(1, {}).ok());
    const std::uint64_t before = fixture_.size();
    const api::Response busy = ask();
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(code_of(busy), "figures.busy");
    EXPECT_EQ(*busy.header("Retry-After"), "10");
    EXPECT_EQ(fixture_.size(), before) << "nothing was read, so nothing is recorded";
  }
  EXPECT_EQ(ask().status, 200);
  EXPECT_EQ(budget.state().bytes_in_use, 0U);
  EXPECT_EQ(budget.state().refused, 1U);
}

}  // namespace
}  // namespace tests
