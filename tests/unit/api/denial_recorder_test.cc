// Goal: refusals become events without letting an attacker grow the log.
// Method: notes under a clock that the test moves; the events that a flush appends are counted and read.
#include "api/denial_recorder.h"

#include <gtest/gtest.h>

#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

constexpr std::int64_t kMinute = 60'000'000;

class DenialRecorderTest : public ::testing::Test {
 protected:
  static api::Denial denial(std::string principal, std::string rule, std::string action = "get_event") {
    api::Denial denial;
    denial.principal = std::move(principal);
    if (!denial.principal.empty()) {
      denial.actor.person = ledger::PersonId("p-staff");
      denial.actor.role = "impl_staff";
      denial.actor.org = "impl-40";
      denial.actor.center = "c40";
    }
    denial.rule = std::move(rule);
    denial.action = std::move(action);
    return denial;
  }
  // (rule, action, count) of the denials from `from` on.
  std::vector<std::string> denials_since(std::uint64_t from) const {
    std::vector<std::string> found;
    for (std::uint64_t at = from; at < fixture.size(); ++at) {
      const ledger::Event event = fixture.event_at(at).signed_event.event;
      EXPECT_EQ(event.type, "access.denied");
      found.push_back(std::string(event.text("rule")) + " " + std::string(event.text("action")) + " " +
                      std::to_string(event.number("count")));
    }
    return found;
  }
  using List = std::vector<std::string>;
  ApiFixture fixture;
};

TEST_F(DenialRecorderTest, OneEventPerPrincipalRuleActionAndMinute) {
  api::DenialRecorder recorder(*fixture.context);
  const std::uint64_t before = fixture.size();
  for (int i = 0; i < 50; ++i) recorder.note(denial("gw-c40", "policy.no_rule"));
  recorder.note(denial("gw-c40", "policy.other"));
  recorder.note(denial("gw-c40", "policy.no_rule", "get_stream"));
  recorder.note(denial("gw", "policy.no_rule"));
  EXPECT_EQ(fixture.size(), before) << "noting writes nothing";
  ASSERT_TRUE(recorder.flush(true).ok());
  EXPECT_EQ(denials_since(before), (List{"policy.no_rule get_event 1", "policy.no_rule get_event 50",
                                         "policy.no_rule get_stream 1", "policy.other get_event 1"}));
  ASSERT_TRUE(recorder.flush(true).ok());
  EXPECT_EQ(fixture.size(), before + 4) << "each is written once";
}

TEST_F(DenialRecorderTest, RefusedEventsAreCountedByTypeAndReason) {
  api::DenialRecorder recorder(*fixture.context, 3);
  const std::uint64_t before = fixture.size();
  api::Denial rejected = denial("gw-c40", "session.overlap", "append_events");
  rejected.rejected_type = "session.held";
  for (int i = 0; i < 5; ++i) recorder.note(rejected);
  recorder.note(denial("gw-c40", "session.overlap", "append_events"));  // a refusal of the policy is another
  rejected.rejected_type = "advice.recorded";
  recorder.note(rejected);
  rejected.rejected_type = "issue.identified";
  recorder.note(rejected);  // beyond the cap
  api::Denial unnamed = denial("", "signature.invalid");
  unnamed.rejected_type = "session.held";
  recorder.note(unnamed);
  ASSERT_TRUE(recorder.flush(true).ok());
  List found;
  for (std::uint64_t at = before; at < fixture.size(); ++at) {
    const ledger::Event event = fixture.event_at(at).signed_event.event;
    found.push_back(event.type + " " + std::string(event.text("rejected_type")) +
                    std::string(event.text("rule")) + " " + std::string(event.text("reason")) + " " +
                    std::to_string(event.number("count")));
  }
  EXPECT_EQ(
      found,
      (List{"access.denied policy.denials_dropped  2", "append.rejected advice.recorded session.overlap 1",
            "access.denied session.overlap  1", "append.rejected session.held session.overlap 5"}));
}

TEST_F(DenialRecorderTest, TheMinuteInProgressWaits) {
  api::DenialRecorder recorder(*fixture.context);
  const std::uint64_t before = fixture.size();
  recorder.note(denial("gw-c40", "policy.no_rule"));
  ASSERT_TRUE(recorder.flush(false).ok());
  EXPECT_EQ(fixture.size(), before);
  fixture.ledger.clock().advance(kMinute);
  recorder.note(denial("gw-c40", "policy.no_rule"));
  ASSERT_TRUE(recorder.flush(false).ok());
  EXPECT_EQ(denials_since(before), List{"policy.no_rule get_event 1"});
  const ledger::Event event = fixture.event_at(before).signed_event.event;
  EXPECT_EQ(event.text("minute"), "2026-06-03T01:00:00.000000Z");
  EXPECT_EQ(event.stream.value, "access/c40/2026-06");
  ASSERT_TRUE(recorder.flush(true).ok());
  EXPECT_EQ(denials_since(before).size(), 2U) << "another minute, another event";
}

TEST_F(DenialRecorderTest, WhoeverHasNoNameSharesOneTally) {
  api::DenialRecorder recorder(*fixture.context);
  const std::uint64_t before = fixture.size();
  recorder.note(denial("", "credential.missing"));
  recorder.note(denial("", "key.unknown", "get_stream"));
  recorder.note(denial("", "credential.ambiguous", "append_events"));
  ASSERT_TRUE(recorder.flush(true).ok());
  EXPECT_EQ(denials_since(before), List{"credential any 3"});
  EXPECT_EQ(fixture.event_at(before).signed_event.event.stream.value, "access/hq/2026-06");
}

TEST_F(DenialRecorderTest, ProofsThatFailAreCountedByKind) {
  api::DenialRecorder recorder(*fixture.context);
  const std::uint64_t before = fixture.size();
  for (const char* code :
       {"signature.invalid", "credential.unbound", "signature.invalid", "credential.expired"}) {
    recorder.note(denial("", code, code));
  }
  ASSERT_TRUE(recorder.flush(true).ok());
  List found;
  for (std::uint64_t at = before; at < fixture.size(); ++at) {
    const ledger::Event event = fixture.event_at(at).signed_event.event;
    EXPECT_EQ(event.type, "auth.failed");
    EXPECT_EQ(event.actor.person.value, "service");
    found.push_back(std::string(event.text("method")) + " " + std::string(event.text("reason")) + " " +
                    std::to_string(event.number("count")));
  }
  EXPECT_EQ(found, (List{"client_certificate certificate_expired 1", "client_certificate principal_unbound 1",
                         "author_signature signature_invalid 2"}));
}

TEST_F(DenialRecorderTest, BeyondTheCapOnlyANumberIsKept) {
  api::DenialRecorder recorder(*fixture.context, 3);
  const std::uint64_t before = fixture.size();
  for (int i = 0; i < 10; ++i) recorder.note(denial("gw-c40", "policy.r" + std::to_string(i)));
  recorder.note(denial("gw-c40", "policy.r0"));
  ASSERT_TRUE(recorder.flush(true).ok());
  EXPECT_EQ(denials_since(before), (List{"policy.denials_dropped any 7", "policy.r0 get_event 2",
                                         "policy.r1 get_event 1", "policy.r2 get_event 1"}));
  fixture.ledger.clock().advance(kMinute);
  recorder.note(denial("gw-c40", "policy.r9"));
  ASSERT_TRUE(recorder.flush(true).ok());
  EXPECT_EQ(denials_since(before).size(), 5U) << "the cap is per minute";
}

TEST_F(DenialRecorderTest, AFailedFlushKeepsEveryCount) {
  api::DenialRecorder recorder(*fixture.context, 2);
  const std::uint64_t before = fixture.size();
  for (int i = 0; i < 4; ++i) recorder.note(denial("gw-c40", "policy.r" + std::to_string(i)));
  fixture.close_writer();
  EXPECT_EQ(recorder.flush(true).reason(), "journal.closed");
  recorder.note(denial("gw-c40", "policy.r1"));
  EXPECT_FALSE(recorder.flush(true).ok());
  EXPECT_EQ(fixture.size(), before);
  fixture.appender.refusal = ledger::Status();
  ASSERT_TRUE(recorder.flush(true).ok());
  EXPECT_EQ(denials_since(before),
            (List{"policy.denials_dropped any 2", "policy.r0 get_event 1", "policy.r1 get_event 2"}));
}

TEST_F(DenialRecorderTest, ACentreThatDoesNotExistKeepsNoDenialOut) {
  api::DenialRecorder recorder(*fixture.context);
  const std::uint64_t before = fixture.size();
  api::Denial stray = denial("gw-c40", "policy.a");
  stray.actor.center = "No Such Centre";
  recorder.note(stray);
  recorder.note(denial("gw-c40", "policy.b"));
  ASSERT_TRUE(recorder.flush(true).ok());
  EXPECT_EQ(denials_since(before), (List{"policy.a get_event 1", "policy.b get_event 1"}));
  EXPECT_EQ(fixture.event_at(before).signed_event.event.stream.value, "access/hq/2026-06");
  ASSERT_TRUE(recorder.flush(true).ok());
  EXPECT_EQ(fixture.size(), before + 2) << "each is written once";
}

TEST_F(DenialRecorderTest, NoTextFromOutsideBreaksARecord) {
  api::DenialRecorder recorder(*fixture.context);
  const std::uint64_t before = fixture.size();
  for (const std::string& text :
       {std::string(), std::string("a/b c\n\"'\xff"), std::string(500, 'x'), std::string("規則")}) {
    recorder.note(denial("gw-c40", text, text));
  }
  ASSERT_TRUE(recorder.flush(true).ok());
  ASSERT_EQ(denials_since(before).size(), 4U);
  EXPECT_EQ(denials_since(before).front(), std::string("______ ______ 1"));
}

}  // namespace
}  // namespace tests
