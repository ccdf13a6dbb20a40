// Goal: an event that needs countersignatures has no effect until the right people have signed, each once, in
// time. Method: the waiting contract of the programme's story and a pending record with several roles, signed
// in every wrong way.
#include "ledger/domain/countersign.h"

#include <gtest/gtest.h>

#include "tests/unit/ledger/domain/programme.h"

namespace tests {

using ledger::Actor;
using ledger::PendingRecord;
using ledger::UnixMicros;

namespace {

constexpr const char* kSigned = "event.countersigned";

std::string refusal(const Programme& programme, const ledger::Event& event) {
  const auto verdict = programme.judge(event);
  return verdict.ok() ? "ok" : verdict.status().reason();
}
std::string refusal(const Programme& programme, const char* patch) {
  return refusal(programme, programme.sample(kSigned, patch).build());
}

Actor actor(const char* person, const char* role) {
  Actor made;
  made.person = ledger::PersonId(person);
  made.role = role;
  return made;
}

// A contract of p-new that p-lead has signed.
Programme with_offer() {
  Programme programme = Programme::lived();
  programme.live_through({"offer", "contract.concluded", "p-lead",
                          R"({"contract_id":"t-9","kind":"co","center_id":"c40","person_id":"p-co",
                              "start":"2026-05-01","end":"2027-03-31","pay_basis":"honorarium"})"});
  return programme;
}

}  // namespace

TEST(Countersign, WaitingEventsHaveNoEffect) {
  const Programme& programme = Programme::lived();
  EXPECT_FALSE(ledger::find(programme.state(), ledger::contract_record("t-wait")));
  EXPECT_FALSE(ledger::find(programme.state(), ledger::entrustment_record("c13", 2026)));
  const auto id = ledger::parse_event_id(programme.ref("t-wait"));
  const auto pending = ledger::find(programme.state(), ledger::pending_record(*id));
  ASSERT_TRUE(pending);
  EXPECT_EQ(pending->roles, std::vector<std::string>{"impl_lead"});
  EXPECT_EQ(pending->signed_by, std::vector<std::string>{"p-bureau-k"});
}

TEST(Countersign, TheLastSignatureCompletesTheEvent) {
  Programme programme = Programme::lived();
  const auto terms = programme.live_through({"", kSigned, "p-lead13", R"({"target":"$t-wait"})"});
  EXPECT_TRUE(ledger::find(programme.state(), ledger::contract_record("t-wait")));
  EXPECT_TRUE(ledger::find(programme.state(), ledger::entrustment_record("c13", 2026)));
  const auto id = ledger::parse_event_id(programme.ref("t-wait"));
  EXPECT_FALSE(ledger::find(programme.state(), ledger::pending_record(*id)));
  ASSERT_EQ(terms.size(), 2U);
  EXPECT_EQ(terms[0].path, "stream/ledger/main");
  EXPECT_EQ(terms[1].path, "type/event.countersigned/2026-05");
  // And once only.
  EXPECT_EQ(refusal(programme, "{}"), "countersign.not_pending");
}

TEST(Countersign, RefusesEveryOtherSignature) {
  const Programme programme = with_offer();
  const auto signs = [&](const char* by) {
    return refusal(programme, programme.event({"", kSigned, by, R"({"target":"$offer"})"}).build());
  };
  EXPECT_EQ(signs("p-co"), "ok");
  EXPECT_EQ(signs("p-lead"), "countersign.party");
  EXPECT_EQ(signs("p-co2"), "countersign.party");
  EXPECT_EQ(signs("p-cco"), "countersign.party");
  EXPECT_EQ(refusal(programme, R"({"target":"01890a5d-ac96-774b-bcce-b302099a8057"})"), "reference.unknown");
  EXPECT_EQ(refusal(programme, R"({"target":"$grant"})"), "countersign.not_pending");
  EXPECT_EQ(refusal(programme, R"({"target_position":1})"), "countersign.target_mismatch");
  EXPECT_EQ(refusal(programme, R"({"target":"$offer"})"), "countersign.target_mismatch");
  EXPECT_EQ(refusal(programme,
                    R"({"target_leaf":"0000000000000000000000000000000000000000000000000000000000000000"})"),
            "countersign.target_mismatch");
  // A lead of another centre; a bureau officer has no part in it either.
  EXPECT_EQ(refusal(programme, R"({"@by":"p-lead"})"), "role.scope");
  EXPECT_EQ(refusal(programme, R"({"@by":"p-bureau-k"})"), "countersign.same_person");
  EXPECT_EQ(refusal(programme, R"({"@by":"p-hq"})"), "countersign.role");
}

TEST(Countersign, ExpiresByTheParameterInForceAtTheTarget) {
  Programme programme = with_offer();
  const UnixMicros offered = programme.log().back().recorded_at;
  // A later change of the parameter does not touch what already waits.
  programme.live_through(
      {"", "policy.parameter_set", "p-admin", R"({"name":"countersign.expiry_days","value":1})"});
  const ledger::Event event = programme.event({"", kSigned, "p-co", R"({"target":"$offer"})"}).build();
  const std::int64_t thirty_days = 30LL * 86'400'000'000;
  programme.set_now(ledger::format_recorded_at(UnixMicros(offered.value + thirty_days)));
  EXPECT_EQ(refusal(programme, event), "ok");
  programme.set_now(ledger::format_recorded_at(UnixMicros(offered.value + thirty_days + 1)));
  EXPECT_EQ(refusal(programme, event), "countersign.expired");
}

TEST(Countersign, AllRulesRunAgainAtCompletion) {
  Programme programme = with_offer();
  // A second offer under the same contract id is admitted while both wait; the first completion takes the id.
  programme.live_through({"offer2", "contract.concluded", "p-lead",
                          R"({"contract_id":"t-9","kind":"co","center_id":"c40","person_id":"p-co",
                              "start":"2026-06-01","end":"2027-03-31","pay_basis":"honorarium"})"});
  programme.live_through({"", kSigned, "p-co", R"({"target":"$offer"})"});
  const ledger::Event second = programme.event({"", kSigned, "p-co", R"({"target":"$offer2"})"}).build();
  const auto verdict = programme.judge(second);
  ASSERT_FALSE(verdict.ok());
  EXPECT_EQ(verdict.status().rule(), "contract.exists");
}

TEST(Countersign, TakesOneSignaturePerRoleAndPerson) {
  PendingRecord pending;
  pending.expires_at = UnixMicros(100);
  pending.roles = {"cco", "bureau_officer"};
  pending.signed_by = {"p-author"};
  EXPECT_EQ(add_signature(pending, actor("p-author", "cco"), UnixMicros(1)).reason(),
            "countersign.same_person");
  EXPECT_EQ(add_signature(pending, actor("p-1", "co"), UnixMicros(1)).reason(), "countersign.role");
  EXPECT_EQ(add_signature(pending, actor("p-1", "cco"), UnixMicros(101)).reason(), "countersign.expired");
  ASSERT_TRUE(add_signature(pending, actor("p-1", "cco"), UnixMicros(100)).ok());
  EXPECT_EQ(pending.roles, std::vector<std::string>{"bureau_officer"});
  EXPECT_EQ(add_signature(pending, actor("p-1", "bureau_officer"), UnixMicros(1)).reason(),
            "countersign.repeated");
  EXPECT_EQ(add_signature(pending, actor("p-2", "cco"), UnixMicros(1)).reason(), "countersign.role");
  ASSERT_TRUE(add_signature(pending, actor("p-2", "bureau_officer"), UnixMicros(1)).ok());
  EXPECT_TRUE(pending.roles.empty());
  EXPECT_EQ(pending.signed_by, (std::vector<std::string>{"p-author", "p-1", "p-2"}));
}

TEST(Countersign, NeededRolesFollowFromTheContract) {
  const ledger::TypeSpec* row = ledger::find_type("contract.concluded", 1);
  const Programme& programme = Programme::lived();
  const auto roles = [&](const char* patch) {
    return ledger::needed_roles(*row, programme.sample("contract.concluded", patch).build());
  };
  EXPECT_EQ(roles("{}"), std::vector<std::string>{"co"});
  EXPECT_EQ(roles(R"({"kind":"cco"})"), std::vector<std::string>{"cco"});
  EXPECT_EQ(roles(R"({"kind":"entrustment"})"), std::vector<std::string>{"impl_lead"});
  EXPECT_TRUE(
      ledger::needed_roles(*ledger::find_type("session.held", 1), programme.sample("session.held").build())
          .empty());
}

}  // namespace tests
