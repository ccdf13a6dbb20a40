// Goal: open questions of the programme are named parameters with a default inside their range, and a refusal
// that rests on one says which value ruled and who set it. Method: self-checks, and one refusal before and
// after the parameter is set.
#include <gtest/gtest.h>
#include <set>

#include "ledger/domain/codes.h"
#include "ledger/event/event.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {

using ledger::find_parameter;
using ledger::ParameterSpec;

TEST(PolicyParameters, AreFoundByNameAndFamily) {
  EXPECT_NE(find_parameter("countersign.expiry_days"), nullptr);
  EXPECT_NE(find_parameter("ceiling.c40.2026"), nullptr);
  for (const char* name :
       {"", "ceiling", "ceiling.", "countersign.expiry_days.x", "countersign", "Ceiling.c40"}) {
    EXPECT_EQ(find_parameter(name), nullptr) << name;
  }
}

TEST(PolicyParameters, AreCompleteAndTheirDefaultsAllowed) {
  std::set<std::string_view> seen;
  for (const ParameterSpec& spec : ledger::parameters()) {
    SCOPED_TRACE(spec.name);
    EXPECT_TRUE(ledger::is_segment(spec.name));
    EXPECT_TRUE(seen.insert(spec.name).second);
    EXPECT_LE(spec.min, spec.max);
    EXPECT_FALSE(spec.is_text && !spec.choices.empty());
    EXPECT_TRUE(spec.otherwise == -1 || (spec.otherwise >= spec.min && spec.otherwise <= spec.max));
    EXPECT_FALSE(spec.label_ja.empty() || spec.label_en.empty() || spec.source.empty());
    if (spec.choices.empty()) continue;
    EXPECT_EQ(spec.max, static_cast<std::int64_t>(spec.choices.size()) - 1);
    for (const std::string_view code : spec.choices) EXPECT_TRUE(ledger::is_segment(code)) << code;
  }
}

TEST(PolicyParameters, ChoicesTakeTheirCodesOnly) {
  const Programme& programme = Programme::lived();
  const auto set = [&](const std::string& value) {
    return programme
        .judge(programme.sample("policy.parameter_set", R"({"name":"workdays.week","value":)" + value + "}")
                   .build())
        .status();
  };
  EXPECT_TRUE(set(R"("monday_to_sunday")").ok());
  EXPECT_TRUE(set(R"("sunday_to_saturday")").ok());
  EXPECT_EQ(set(R"("whenever")").rule(), "policy.value");
  EXPECT_EQ(set("0").rule(), "policy.value");
}

TEST(PolicyParameters, AVersionIsATextAndNoNumber) {
  ASSERT_NE(find_parameter("support.cease_policy"), nullptr);
  const Programme& programme = Programme::lived();
  const auto set = [&](const std::string& value) {
    return programme
        .judge(programme
                   .sample("policy.parameter_set", R"({"name":"support.cease_policy","value":)" + value + "}")
                   .build())
        .status();
  };
  EXPECT_TRUE(set(R"("r8-3")").ok());
  EXPECT_EQ(set("3").rule(), "policy.value");
}

struct RulingRow {
  const char* type;
  const char* patch;  // refused for the parameter's value
  const char* parameter;
  std::int64_t value;
  bool by_default;
  std::vector<Step> before{};
};

TEST(PolicyParameters, TheMandatesRefusalsNameTheirs) {
  const RulingRow rows[] = {
      {"contract.concluded",
       R"({"@by":"p-bureau","kind":"entrustment","person_id":null,"org_id":"impl-40",
           "start":"2027-04-01","end":"2028-03-31","amount_yen":101})",
       "ceiling.c40.2027",
       100,
       false,
       {{"", "policy.parameter_set", "p-admin", R"({"name":"ceiling.c40.2027","value":100})"}}},
      {"contract.concluded",
       R"({"@by":"p-bureau","kind":"entrustment","person_id":null,"org_id":"impl-40",
           "start":"2027-04-01","end":"2028-03-31","amount_yen":100,"initial_yen":61,
           "supplementary_yen":39})",
       "ceiling.c40.2027-initial",
       60,
       false,
       {{"", "policy.parameter_set", "p-admin", R"({"name":"ceiling.c40.2027-initial","value":60})"}}},
      {"contract.rescinded", R"({"consultation":null})", "rescission.coordinator_consultation", 1, true},
      {"workyear.settled", R"({"verdict":"reached"})", "workdays.year_days", 240, true},
      {"workday.exception_agreed", R"({"days":240})", "workdays.year_days", 240, true},
      {"contract.concluded",
       R"({"@by":"p-bureau","kind":"entrustment","person_id":null,"org_id":"impl-40",
           "start":"2027-04-01","end":"2028-03-31","application_id":null})",
       "selection.required_from_fy",
       2027,
       false,
       {{"", "policy.parameter_set", "p-admin", R"({"name":"selection.required_from_fy","value":2027})"}}},
  };
  for (const RulingRow& row : rows) {
    SCOPED_TRACE(row.parameter);
    Programme programme = Programme::lived();
    for (const Step& step : row.before) programme.live_through(step);
    const auto judged = programme.judge(programme.sample(row.type, row.patch).build());
    ASSERT_FALSE(judged.ok());
    const auto& ruled = judged.status().parameter();
    ASSERT_TRUE(ruled.has_value()) << judged.status().to_string();
    EXPECT_EQ(ruled->name, row.parameter);
    EXPECT_EQ(ruled->value, row.value);
    EXPECT_EQ(ruled->set_by.empty(), row.by_default);
  }
}

TEST(PolicyParameters, ARefusalNamesTheValueThatRuled) {
  Programme programme = Programme::lived();
  const auto refused = [&] {
    return programme
        .judge(programme.sample("roster.change_announced", R"({"effective_from":"2026-05-01"})").build())
        .status();
  };
  const ledger::Status by_default = refused();
  ASSERT_TRUE(by_default.parameter().has_value());
  EXPECT_EQ(by_default.parameter()->name, "security.notice_days");
  EXPECT_EQ(by_default.parameter()->value, 1);
  EXPECT_EQ(by_default.parameter()->set_by, "");
  EXPECT_NE(by_default.to_string().find("security.notice_days=1, its default"), std::string::npos);
  programme.live_through(
      {"set", "policy.parameter_set", "p-admin", R"({"name":"security.notice_days","value":7})"});
  const ledger::Status by_event = refused();
  ASSERT_TRUE(by_event.parameter().has_value());
  EXPECT_EQ(by_event.parameter()->value, 7);
  EXPECT_EQ(by_event.parameter()->set_by, programme.ref("set"));
  // A refusal that rests on no parameter names none.
  const auto other = programme.judge(programme.sample("plan.submitted", R"({"plan_id":"none"})").build());
  EXPECT_FALSE(other.status().parameter().has_value());
}

}  // namespace tests
