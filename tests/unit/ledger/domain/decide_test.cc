// Goal: decide asks for genesis, key, principal and role in this order, before any rule, and refusals leave
// no trace. Method: valid samples with one thing wrong about who signs or acts, and events that are wrong in
// several ways.
#include "ledger/domain/decide.h"

#include <gtest/gtest.h>

#include "ledger/domain/records.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {

using ledger::StatusCode;

namespace {

const Programme& lived() {
  return Programme::lived();
}

std::string refusal(const Programme& programme, const ledger::Event& event) {
  const auto verdict = programme.judge(event);
  return verdict.ok() ? "ok" : verdict.status().reason();
}
std::string refusal_by(const ledger::Event& event, std::string_view key) {
  const auto verdict = lived().judge_signed_by(event, kid_of(key));
  return verdict.ok() ? "ok" : verdict.status().reason();
}
ledger::Event session(const char* patch = "{}") {
  return lived().sample("session.held", patch).build();
}

}  // namespace

TEST(Decide, GenesisComesFirstAndOnce) {
  const Programme empty;
  EXPECT_EQ(refusal(empty, empty.sample("ledger.genesis").build()), "ok");
  EXPECT_EQ(refusal(empty, empty.sample("org.registered").build()), "ledger.genesis_first");
  EXPECT_EQ(refusal(lived(), lived().sample("ledger.genesis").build()), "ledger.genesis_once");
  // Not even on an empty state when it is not at position 0.
  const ledger::MemoryState state;
  ledger::StateOverlay overlay(state, state.digest());
  const ledger::Event genesis = empty.sample("ledger.genesis").build();
  const auto verdict =
      ledger::decide({genesis, kid_of("p-admin"), ledger::Position(1), empty.now()}, overlay, empty);
  ASSERT_FALSE(verdict.ok());
  EXPECT_EQ(verdict.status().reason(), "ledger.genesis_once");
}

TEST(Decide, BehindAConformanceGenesisNoEventIsTaken) {
  for (const bool conformance : {false, true}) {
    Programme programme;
    const char* patch = conformance ? R"({"conformance":true})" : R"({"conformance":false})";
    ledger::MemoryState state;
    ledger::StateOverlay overlay(state, state.digest());
    const ledger::Event genesis = programme.sample("ledger.genesis", patch).build();
    ASSERT_TRUE(
        ledger::decide({genesis, kid_of("p-admin"), ledger::Position(0), programme.now()}, overlay, programme)
            .ok());
    state.apply(overlay);
    EXPECT_EQ(ledger::is_conformance(state), conformance);
    ledger::StateOverlay next(state, state.digest());
    const ledger::Event event = programme.sample("org.registered").build();
    const auto verdict =
        ledger::decide({event, kid_of("p-admin"), ledger::Position(1), programme.now()}, next, programme);
    EXPECT_EQ(verdict.status().reason(), conformance ? "ledger.leaves_only" : "");
    EXPECT_EQ(next.changes().empty(), conformance);
  }
}

TEST(Decide, GenesisIsSelfSignedByItsAdministrator) {
  const Programme empty;
  const auto genesis = [&](const char* patch) { return empty.sample("ledger.genesis", patch).build(); };
  const auto by = [&](const ledger::Event& event, std::string_view key) {
    const auto verdict = empty.judge_signed_by(event, kid_of(key));
    return verdict.ok() ? "ok" : verdict.status().reason();
  };
  EXPECT_EQ(by(genesis("{}"), "p-admin"), "ok");
  EXPECT_EQ(by(genesis("{}"), "log"), "key.unknown");
  EXPECT_EQ(by(genesis(R"({"admin_person":"p-other"})"), "p-admin"), "actor.key_mismatch");
  EXPECT_EQ(by(genesis(R"({"admin_key":"=log"})"), "log"), "key.purpose_disjoint");
  EXPECT_EQ(by(genesis(R"({"attestor_key":"=log"})"), "p-admin"), "key.purpose_disjoint");
  EXPECT_EQ(by(genesis(R"({"attestor_key":"=p-admin"})"), "p-admin"), "key.purpose_disjoint");
  EXPECT_EQ(by(genesis(R"({"admin_algorithm":"ES256"})"), "p-admin"), "key.thumbprint");
  EXPECT_EQ(by(genesis(R"({"@principal":"service"})"), "p-admin"), "key.unknown");
  EXPECT_EQ(by(genesis(R"({"catalogue":"1999.1"})"), "p-admin"), "catalogue.unknown");
}

TEST(Decide, KeysAreJudgedAtThePosition) {
  EXPECT_EQ(refusal_by(session(), "p-co"), "ok");
  EXPECT_EQ(refusal_by(session(), "nobody"), "key.unknown");
  EXPECT_EQ(refusal_by(session(), "old"), "key.revoked");
  EXPECT_EQ(refusal_by(session(), "short"), "ok");
  EXPECT_EQ(refusal_by(session(), "p-co2"), "actor.key_mismatch");
  EXPECT_EQ(refusal_by(session(), "attestor"), "key.purpose");
  EXPECT_EQ(refusal_by(session(), "log"), "key.purpose");
  EXPECT_EQ(refusal_by(session(R"({"@principal":"gw"})"), "p-co"), "key.purpose");
  EXPECT_EQ(refusal_by(session(R"({"@principal":"gw"})"), "attestor"), "ok");
}

TEST(Decide, KeysAreValidFromTheirFirstToBeforeTheirLastInstant) {
  Programme programme = lived();
  const auto at = [&](const char* now) {
    programme.set_now(now);
    ledger::Event event = session();
    event.occurred_at = programme.now();
    const auto verdict = programme.judge_signed_by(event, kid_of("short"));
    return verdict.ok() ? "ok" : verdict.status().reason();
  };
  EXPECT_EQ(at("2026-04-30T23:59:59.999999+09:00"), "key.expired");
  EXPECT_EQ(at("2026-05-01T00:00:00+09:00"), "ok");
  EXPECT_EQ(at("2026-05-01T10:59:59.999999+09:00"), "ok");
  EXPECT_EQ(at("2026-05-01T11:00:00+09:00"), "key.expired");
}

TEST(Decide, ARotatedKeyGivesWayToItsSuccessor) {
  Programme programme = lived();
  programme.live_through({"", "key.rotated", "p-co",
                          R"({"kid":"#p-co","new_kid":"#p-co-2","algorithm":"Ed25519","public_key":"=p-co-2",
                              "valid_from":"2026-05-01T00:00:00+09:00"})"});
  const auto by = [&](std::string_view key) {
    const auto verdict = programme.judge_signed_by(session(), kid_of(key));
    return verdict.ok() ? "ok" : verdict.status().reason();
  };
  EXPECT_EQ(by("p-co-2"), "ok");
  EXPECT_EQ(by("p-co"), "key.expired");
}

TEST(Decide, PrincipalsSpeakForThePersonsBoundToThem) {
  EXPECT_EQ(refusal(lived(), session(R"({"@principal":"gw"})")), "ok");
  EXPECT_EQ(refusal(lived(), session(R"({"@principal":"pc"})")), "ok");
  EXPECT_EQ(refusal(lived(), session(R"({"@principal":"gw","@by":"p-co2"})")), "actor.principal_unbound");
  EXPECT_EQ(refusal(lived(), session(R"({"@principal":"nobody"})")), "actor.principal_unbound");
  // The service vouches for nobody in what people do.
  EXPECT_EQ(refusal(lived(), session(R"({"@principal":"service"})")), "actor.principal_unbound");
  Programme programme = lived();
  programme.live_through({"", "principal.released", "p-admin", R"({"principal":"gw","person_id":"p-co"})"});
  EXPECT_EQ(refusal(programme, session(R"({"@principal":"gw"})")), "actor.principal_unbound");
  EXPECT_EQ(refusal(programme, session(R"({"@principal":"pc"})")), "ok");
}

TEST(Decide, TheServiceRecordsWhatReadersDo) {
  const auto viewed = [&](const char* patch) { return lived().sample("record.viewed", patch).build(); };
  EXPECT_EQ(refusal(lived(), viewed("{}")), "ok");
  EXPECT_EQ(refusal(lived(), viewed(R"({"@principal":"gw"})")), "ok");
  EXPECT_EQ(refusal(lived(), viewed(R"({"@principal":"gw","@by":"p-co2"})")), "actor.principal_unbound");
  ledger::Event author_signed = viewed("{}");
  author_signed.attested_by.reset();
  EXPECT_EQ(refusal(lived(), author_signed), "event.way_in");
  ledger::Event attested_bureau = lived().sample("appointment.approved", R"({"@principal":"gw"})").build();
  EXPECT_EQ(refusal(lived(), attested_bureau), "event.way_in");
}

TEST(Decide, TheSystemRoleBelongsToTheService) {
  const auto by_system = [&](const char* patch) {
    return refusal(lived(), lived().sample("access.denied", patch).build());
  };
  EXPECT_EQ(by_system(R"({"@by":"p-service"})"), "ok");
  EXPECT_EQ(by_system(R"({"@by":"p-service","@principal":"gw"})"), "actor.principal_unbound");
  // What people do, the system can't do in their stead.
  ledger::Event attested = session(R"({"@principal":"service"})");
  attested.actor.role = "system";
  EXPECT_EQ(refusal(lived(), attested), "role.missing");
  ledger::Event author_signed = session();
  author_signed.actor.role = "system";
  EXPECT_EQ(refusal(lived(), author_signed), "actor.principal_unbound");
}

TEST(Decide, ChecksRunInAFixedOrder) {
  // Wrong in every way: an unknown key, an unbound principal, a missing role and a broken rule.
  ledger::Event event = session(R"({"@principal":"nobody","case_id":"k-3"})");
  event.actor.role = "auditor";
  EXPECT_EQ(refusal_by(event, "nobody"), "key.unknown");
  EXPECT_EQ(refusal_by(event, "attestor"), "actor.principal_unbound");
  event.attested_by->principal = ledger::PrincipalId("gw");
  EXPECT_EQ(refusal_by(event, "attestor"), "role.missing");
  event.actor.role = "co";
  EXPECT_EQ(refusal_by(event, "attestor"), "case.closed");
}

TEST(Decide, StatusCodesTellTheCallerWhatToDo) {
  const auto code = [](const ledger::Event& event, std::string_view key) {
    return lived().judge_signed_by(event, kid_of(key)).status().code();
  };
  EXPECT_EQ(code(session(), "nobody"), StatusCode::kUnauthenticated);
  EXPECT_EQ(code(session(), "old"), StatusCode::kUnauthenticated);
  EXPECT_EQ(code(session(), "log"), StatusCode::kUnauthenticated);
  EXPECT_EQ(code(session(), "p-co2"), StatusCode::kPermissionDenied);
  EXPECT_EQ(code(session(R"({"case_id":"k-none"})"), "p-co"), StatusCode::kNotFound);
  EXPECT_EQ(code(session(R"({"session_id":"s-1"})"), "p-co"), StatusCode::kConflict);
  EXPECT_EQ(code(session(R"({"case_id":"k-3"})"), "p-co"), StatusCode::kFailedPrecondition);
}

TEST(Decide, UnknownTypesAreRefused) {
  ledger::Event event = session();
  event.type = "session.hold";
  EXPECT_EQ(refusal(lived(), event), "event.unknown_type");
}

TEST(Decide, RefusalsRollBackToTheirOwnSavepointOnly) {
  const Programme& programme = lived();
  ledger::StateOverlay overlay(programme.state(), programme.state().digest());
  const ledger::Event first = session();
  ASSERT_TRUE(
      ledger::decide({first, kid_of("p-co"), ledger::Position(900), programme.now()}, overlay, programme)
          .ok());
  const auto changes = overlay.changes();
  const auto digest = overlay.digest().value();
  // The same session again, now known from the first one.
  const auto again =
      ledger::decide({first, kid_of("p-co"), ledger::Position(901), programme.now()}, overlay, programme);
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.status().rule(), "session.exists");
  EXPECT_EQ(overlay.changes(), changes);
  EXPECT_EQ(overlay.digest().value(), digest);
}

}  // namespace tests
