// Goal: a request acts under a person and role that its credential is bound to in the ledger, and no other.
// Method: principals of every kind against headers of every kind, judged by the decision state of a real
// ledger.
#include "api/caller.h"

#include <gtest/gtest.h>

#include "ledger/journal/kv_state.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

// As the pipeline does it: first the principal, then whom it acts as.
ledger::Result<api::Caller> caller_of(const ApiFixture& fixture, const api::Request& request,
                                      const ledger::StateView& state) {
  LEDGER_ASSIGN(api::Caller caller, api::resolve_principal(*fixture.context, request));
  LEDGER_TRY(api::resolve_caller(request, state, caller));
  return caller;
}

struct Row {
  std::string_view name;
  std::string_view principal;
  std::vector<api::Header> headers;
  std::string_view person;  // of the caller, when there is one
  std::string_view role;
  std::string_view code;  // of the refusal otherwise
};

TEST(Caller, FollowsFromBindingsAndGrants) {
  ApiFixture fixture;
  const std::vector<Row> rows = {
      {"one person, one role", "gw-c40", {}, "p-staff", "impl_staff", ""},
      {"the person named", "gw-c40", {{"daicho-person", "p-staff"}}, "p-staff", "impl_staff", ""},
      {"one of two persons", "gw-both", {{"daicho-person", "p-bureau"}}, "p-bureau", "bureau_officer", ""},
      {"one of two roles", "double", {{"daicho-role", "sec_staff"}}, "p-double", "sec_staff", ""},
      {"the other of two roles", "double", {{"daicho-role", "impl_staff"}}, "p-double", "impl_staff", ""},
      {"no credential", "", {}, "", "", "credential.missing"},
      {"an unbound credential", "stranger", {}, "", "", "credential.unbound"},
      {"bound to nobody", "nobody", {}, "", "", "caller.person"},
      {"two persons, none named", "gw-both", {}, "", "", "caller.person_ambiguous"},
      {"another's person", "gw-c40", {{"daicho-person", "p-bureau"}}, "", "", "caller.person"},
      {"no person", "gw-c40", {{"daicho-person", "p-nowhere"}}, "", "", "caller.person"},
      {"no person id", "gw-c40", {{"daicho-person", "p/../x"}}, "", "", "caller.person"},
      {"a separator in the person",
       "gw-c40",
       {{"daicho-person", std::string("p-staff\0x", 9)}},
       "",
       "",
       "caller.person"},
      {"no role at all", "roleless", {}, "", "", "caller.role"},
      {"two roles, none named", "double", {}, "", "", "caller.role_ambiguous"},
      {"a role that is not held", "gw-c40", {{"daicho-role", "auditor"}}, "", "", "caller.role"},
      {"no role of the programme", "gw-c40", {{"daicho-role", "king"}}, "", "", "caller.role"},
      {"the service's role", "gw-c40", {{"daicho-role", "system"}}, "", "", "caller.role"},
      {"unknown purpose", "gw-c40", {{"daicho-purpose", "curiosity"}}, "", "", "purpose.unknown"},
      {"purpose in another case", "gw-c40", {{"daicho-purpose", "Support"}}, "", "", "purpose.unknown"},
      {"on behalf of no id", "gw-c40", {{"daicho-on-behalf-of", "a b"}}, "", "", "caller.on_behalf_of"},
  };
  const ledger::KvState state(*fixture.cell.load()->reader);
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    const auto caller =
        caller_of(fixture, request_of("GET", "/v1/policy", row.principal, row.headers), state);
    if (!row.code.empty()) {
      ASSERT_FALSE(caller.ok());
      EXPECT_EQ(caller.status().reason(), row.code);
      continue;
    }
    ASSERT_TRUE(caller.ok()) << caller.status().to_string();
    EXPECT_EQ(caller->actor.person.value, row.person);
    EXPECT_EQ(caller->actor.role, row.role);
    EXPECT_EQ(caller->principal->id.value, row.principal);
    EXPECT_FALSE(caller->anonymous());
  }
}

TEST(Caller, TheScopeOfTheGrantBecomesCentreAndOrganisation) {
  ApiFixture fixture;
  const ledger::KvState state(*fixture.cell.load()->reader);
  const auto of = [&](std::string_view principal) {
    return caller_of(fixture, request_of("GET", "/", principal), state)->actor;
  };
  EXPECT_EQ(of("gw-c40").center, "c40");
  EXPECT_EQ(of("gw-c40").org, "impl-40");
  EXPECT_EQ(of("gw").center, "");
  EXPECT_EQ(of("gw").org, "bureau-kyushu");
  EXPECT_EQ(of("auditor").center, "");
  EXPECT_EQ(of("auditor").org, "");
}

TEST(Caller, ARefusalKeepsWhatWasFoundOut) {
  ApiFixture fixture;
  const ledger::KvState state(*fixture.cell.load()->reader);
  const api::Request request = request_of("GET", "/", "roleless");
  api::Caller caller = *api::resolve_principal(*fixture.context, request);
  EXPECT_EQ(api::resolve_caller(request, state, caller).reason(), "caller.role");
  EXPECT_EQ(caller.actor.person.value, "p-none");
  EXPECT_EQ(caller.actor.role, "");
}

TEST(Caller, AReleasedBindingAndARevokedRoleEndAtOnce) {
  ApiFixture fixture;
  LedgerFixture& ledger = fixture.ledger;
  ledger.must_append(ledger.signed_event(ledger.event("role.revoked", "p-admin")
                                             .set("person_id", "p-sec")
                                             .set("role", "sec_staff")
                                             .set("scope", "nation")));
  ledger.must_append(ledger.signed_event(
      ledger.event("principal.released", "p-admin").set("principal", "gw-c40").set("person_id", "p-staff")));
  fixture.cell.store(ledger.view());
  EXPECT_EQ(code_of(fixture.get("/metrics", "security")), "caller.role");
  EXPECT_EQ(code_of(fixture.get("/v1/policy", "gw-c40")), "caller.person");
}

TEST(Caller, APrincipalAloneNeedsNoPerson) {
  ApiFixture fixture;
  const auto caller = api::resolve_principal(*fixture.context, request_of("POST", "/v1/events", "nobody"));
  ASSERT_TRUE(caller.ok());
  EXPECT_EQ(caller->principal->id.value, "nobody");
  EXPECT_TRUE(caller->actor.person.value.empty());
  const auto missing = api::resolve_principal(*fixture.context, request_of("POST", "/v1/events"));
  EXPECT_EQ(missing.status().reason(), "credential.missing");
}

}  // namespace
}  // namespace tests
