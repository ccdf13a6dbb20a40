// Goal: a call is judged by the policy table with the class, centre and business of what it is about.
// Method: targets of real events, and questions that miss one thing each.
#include "api/authorisation.h"

#include <gtest/gtest.h>

#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

using security::Action;
using security::DataClass;

class AuthorisationTest : public ::testing::Test {
 protected:
  ApiFixture fixture;
  api::Request request = request_of("GET", "/");
};

TEST_F(AuthorisationTest, TheTargetOfAnEvent) {
  const api::Call call = fixture.call(request);
  const ledger::EventId id = *ledger::parse_event_id(fixture.business_events.front());
  const auto business = ledger::event_by_id(*call.view, id);
  ASSERT_TRUE(business.ok());
  const api::Target target = api::target_of(call, business->signed_event.event);
  EXPECT_EQ(target.data_class, DataClass::kBusinessMaster);
  EXPECT_EQ(target.center, "c40");
  EXPECT_EQ(target.business, "b-1");

  const api::Target genesis = api::target_of(call, fixture.event_at(0).signed_event.event);
  EXPECT_EQ(genesis.data_class, DataClass::kLedger);
  EXPECT_EQ(genesis.business, "");

  ledger::Event unknown = business->signed_event.event;
  unknown.type = "business.imagined";
  EXPECT_EQ(api::target_of(call, unknown).data_class, DataClass::kScreening) << "the narrowest class";
}

TEST_F(AuthorisationTest, OneMissingThingRefuses) {
  struct Row {
    std::string_view name;
    std::string_view person, role, principal, purpose;
    Action action;
    api::Target target;
    std::string_view rule;  // empty: allowed
  };
  const api::Target business{DataClass::kBusinessMaster, "c40", "b-1", "", {}};
  const api::Target elsewhere{DataClass::kBusinessMaster, "c41", "b-1", "", {}};
  const std::vector<Row> rows = {
      {"all there", "p-staff", "impl_staff", "gw-c40", "report", Action::kReadConfidential, business, ""},
      {"public part", "p-staff", "impl_staff", "gw-c40", "", Action::kReadEvent, business, ""},
      {"no principal", "p-staff", "impl_staff", "", "report", Action::kReadConfidential, business,
       "policy.principal_unbound"},
      {"another principal", "p-staff", "impl_staff", "gw", "report", Action::kReadConfidential, business,
       "policy.principal_unbound"},
      {"another role", "p-staff", "bureau_officer", "gw-c40", "report", Action::kReadConfidential, business,
       "policy.role_missing"},
      {"no purpose", "p-staff", "impl_staff", "gw-c40", "", Action::kReadConfidential, business,
       "policy.purpose_missing"},
      {"another purpose", "p-staff", "impl_staff", "gw-c40", "audit", Action::kReadConfidential, business,
       "policy.no_rule"},
      {"another centre", "p-staff", "impl_staff", "gw-c40", "report", Action::kReadConfidential, elsewhere,
       "policy.no_rule"},
      {"no class",
       "p-staff",
       "impl_staff",
       "gw-c40",
       "report",
       Action::kReadConfidential,
       {},
       "policy.no_rule"},
      {"no consent", "p-bureau", "bureau_officer", "gw", "report", Action::kReadConfidential, business,
       "policy.no_rule"},
      {"no emergency access", "p-auditor", "auditor", "auditor", "audit", Action::kReadConfidential, business,
       "policy.no_rule"},
      {"another action",
       "p-staff",
       "impl_staff",
       "gw-c40",
       "report",
       Action::kLogMirror,
       {},
       "policy.no_rule"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto allowed = api::require(fixture.call(request, row.person, row.role, row.principal, row.purpose),
                                      row.action, row.target);
    EXPECT_EQ(allowed.ok(), row.rule.empty());
    if (row.rule.empty() || allowed.ok()) continue;
    EXPECT_EQ(allowed.status().code(), ledger::StatusCode::kPermissionDenied);
    EXPECT_EQ(allowed.status().reason(), "policy.denied");
    EXPECT_EQ(allowed.status().rule(), row.rule);
  }
}

}  // namespace
}  // namespace tests
