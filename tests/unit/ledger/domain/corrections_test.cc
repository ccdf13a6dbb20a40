// Goal: a correction replaces facts and moves exactly the figures that differ; corrected twice, the last
// counts; the corrected rows are the rows that they are made from. Method: corrections after the story, their
// terms and the records read back.
#include "ledger/domain/corrections.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

#include "tests/unit/ledger/domain/programme.h"

namespace tests {

using ledger::find;

namespace {

using Figures = std::map<std::string, std::pair<std::uint64_t, std::uint64_t>>;

Figures figures_of(const ledger::IndexTerms& terms) {
  Figures figures;
  for (const ledger::IndexTerm& term : terms) {
    if (term.path.starts_with("figure/")) figures[term.path.substr(7)] = {term.plus, term.minus};
  }
  return figures;
}

Figures correct(Programme& programme, std::string_view type, std::string_view patch) {
  const auto terms = programme.append(programme.sample(type, patch).build());
  EXPECT_TRUE(terms.ok()) << terms.status().to_string();
  return terms.ok() ? figures_of(*terms) : Figures();
}

}  // namespace

TEST(Corrections, MoveTheFiguresThatDiffer) {
  Programme programme = Programme::lived();
  EXPECT_EQ(correct(programme, "session.corrected", "{}"),
            (Figures{{"session_minutes/c40/2026/2026-04", {45, 60}}}));
  // The second correction replaces the first, not the original; joint support goes along.
  EXPECT_EQ(correct(programme, "session.corrected", R"({"started_at":"2026-05-01T08:00:00+09:00"})"),
            (Figures{{"session_minutes/c40/2026/2026-04", {0, 45}},
                     {"session_minutes/c40/2026/2026-05", {45, 0}},
                     {"sessions/c40/2026/2026-04", {0, 1}},
                     {"sessions/c40/2026/2026-05", {1, 0}},
                     {"joint_sessions/c40/2026/2026-04", {0, 1}},
                     {"joint_sessions/c40/2026/2026-05", {1, 0}}}));
  EXPECT_EQ(
      correct(programme, "issue.resolution_corrected", R"({"resolved_on":"2026-05-01"})"),
      (Figures{{"issues_resolved/c40/2026/2026-04", {0, 1}}, {"issues_resolved/c40/2026/2026-05", {1, 0}}}));
  // Reopened, it is taken out of the month where the correction has put it.
  EXPECT_EQ(correct(programme, "issue.reopened", "{}"),
            (Figures{{"issues_resolved/c40/2026/2026-05", {0, 1}},
                     {"outcomes_confirmed/c40/2026/2026-04", {0, 1}}}));
  EXPECT_EQ(correct(programme, "advice.corrected", "{}"), Figures());
  EXPECT_EQ(
      correct(programme, "referral.corrected", R"({"made_on":"2026-05-01"})"),
      (Figures{{"referrals_made/c40/2026/2026-04", {0, 1}}, {"referrals_made/c40/2026/2026-05", {1, 0}}}));
}

TEST(Corrections, ReclassifiedIssuesChangeWhatCounts) {
  Programme programme = Programme::lived();
  EXPECT_EQ(correct(programme, "issue.reclassified", "{}"),
            (Figures{{"issues_resolved/c40/2026/2026-04", {0, 1}},
                     {"issues_resolved_excluded/c40/2026/2026-04", {1, 0}}}));
  EXPECT_EQ(correct(programme, "issue.reclassified", R"({"from":"bookkeeping","to":"startup"})"),
            (Figures{{"issues_resolved/c40/2026/2026-04", {1, 0}},
                     {"issues_resolved_excluded/c40/2026/2026-04", {0, 1}}}));
  EXPECT_EQ(correct(programme, "issue.reclassified", R"({"from":"startup","to":"it_use"})"), Figures());
  // What is not resolved counts nowhere.
  EXPECT_EQ(correct(programme, "issue.reclassified", R"({"issue_id":"i-8","from":"it_use"})"), Figures());
}

TEST(Corrections, ReplaceTheState) {
  Programme programme = Programme::lived();
  const auto original = *ledger::parse_event_id(programme.ref("held-5"));
  correct(programme, "session.corrected", R"({"attendees":[
      {"person_id":"p-sub","org_id":"impl-40","capacity":"consultant"}]})");
  const auto session = find(programme.state(), ledger::session_record("s-5"));
  ASSERT_TRUE(session);
  EXPECT_EQ(session->minutes, 45U);
  EXPECT_EQ(session->event, original);
  EXPECT_TRUE(session->joint);
  EXPECT_TRUE(session->support_orgs.empty());
  const ledger::Day day = ledger::day_of("2026-04-21");
  EXPECT_TRUE(find(programme.state(), ledger::person_day_record("p-co", day))->sessions.empty());
  EXPECT_EQ(find(programme.state(), ledger::person_day_record("p-sub", day))->sessions.size(), 1U);
  EXPECT_EQ(find(programme.state(), ledger::case_record("k-5"))->sessions, 1U);

  correct(programme, "session.corrected", "{}");
  const auto correction = find(programme.state(), ledger::correction_record(original));
  ASSERT_TRUE(correction);
  EXPECT_EQ(correction->count, 2U);
  EXPECT_EQ(correction->latest, programme.log().back().event.id);

  correct(programme, "business.corrected", "{}");
  EXPECT_EQ(find(programme.state(), ledger::business_record("b-6"))->kind, "pre_startup");
  correct(programme, "outcome.corrected", "{}");
  EXPECT_EQ(find(programme.state(), ledger::issue_record("i-5"))->outcome_on, ledger::day_of("2026-04-24"));
}

TEST(Corrections, RowsAreMadeFromTheCorrectedRows) {
  std::size_t rows = 0;
  for (const ledger::TypeSpec* row : ledger::catalogue_rows()) {
    if (row->corrects.empty()) continue;
    ++rows;
    SCOPED_TRACE(row->type);
    const ledger::TypeSpec* corrected = ledger::find_type(row->corrects, 1);
    ASSERT_NE(corrected, nullptr);
    EXPECT_EQ(row->fields.size(), corrected->fields.size() + 3);
    EXPECT_EQ(row->stream_kind, corrected->stream_kind);
    EXPECT_EQ(row->retention, corrected->retention);
    EXPECT_EQ(row->cross_check, corrected->cross_check);
    for (const auto text : row->terms) EXPECT_EQ(text.find("flag/"), std::string_view::npos) << text;
    const auto identities =
        std::count_if(corrected->fields.begin(), corrected->fields.end(),
                      [&](const ledger::FieldSpec& field) { return ledger::is_identity(*corrected, field); });
    EXPECT_GT(identities, 0);
  }
  EXPECT_EQ(rows, 11U);
}

TEST(Corrections, ALogThatLostOneIsDamage) {
  class Forgetful final : public ledger::EventSource {
   public:
    explicit Forgetful(const Programme& programme) : programme_(programme) {}
    ledger::Result<std::optional<ledger::LoggedEvent>> find(const ledger::EventId& id) const override {
      auto found = programme_.find(id);
      if (found.ok() && *found && !ledger::find_type((*found)->event.type, 1)->corrects.empty()) {
        return std::optional<ledger::LoggedEvent>();
      }
      return found;
    }

   private:
    const Programme& programme_;
  };
  Programme programme = Programme::lived();
  correct(programme, "session.corrected", "{}");
  const ledger::Event event = programme.sample("session.corrected").build();
  const Forgetful events(programme);
  const auto facts =
      ledger::corrected_facts(programme.state(), events, *ledger::find_type(event.type, 1), event);
  ASSERT_FALSE(facts.ok());
  EXPECT_EQ(facts.status().reason(), "correction.lost");
}

}  // namespace tests
