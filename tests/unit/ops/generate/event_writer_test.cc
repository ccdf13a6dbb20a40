// Goal: lines leave in order of time with the catalogue's stream and purpose, and errors stop the stream.
// Method: a sink that records or refuses, and forms with and without what their rows ask for.
#include "ops/generate/event_writer.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/event/sd_jwt.h"

namespace ops::generate {
namespace {

class RecordingSink final : public LineSink {
 public:
  ledger::Status write(std::string_view line) override {
    if (lines.size() == full_at) return ledger::unavailable("file.io", "full");
    lines.emplace_back(line);
    return ledger::Status();
  }
  std::vector<std::string> lines;
  std::size_t full_at = 1000;
};

ledger::Actor actor() {
  ledger::Actor acting;
  acting.person = ledger::PersonId("p-40-lead");
  acting.role = "impl_lead";
  acting.org = "impl-40";
  acting.center = "c40";
  return acting;
}

EventForm role_revoked(JstTime at) {
  EventForm form("role.revoked", at, actor());
  form.text("person_id", "p-x").text("role", "co").text("scope", "c40");
  return form;
}

EventForm profile(JstTime at) {
  EventForm form("business.profile_updated", at, actor());
  form.text("business_id", "b-1").text("as_of_on", at.date());
  return form;
}

TEST(EventWriterTest, LinesAreSortedByTimeAndKeepTheOrderOfASecond) {
  RecordingSink sink;
  EventWriter writer("ledger.example/test", "seed", sink);
  Random random("seed", "test");
  const std::string late = writer.attested("gw", profile({20'000, 200}), random);
  const std::string early = writer.attested("gw", profile({20'000, 100}), random);
  const std::string same = writer.attested("gw", profile({20'000, 100}), random);
  EXPECT_TRUE(sink.lines.empty());
  EXPECT_EQ(writer.last_id(), "");
  ASSERT_TRUE(writer.flush().ok());
  ASSERT_EQ(sink.lines.size(), 3U);
  EXPECT_NE(sink.lines[0].find(early), std::string::npos);
  EXPECT_NE(sink.lines[1].find(same), std::string::npos);
  EXPECT_NE(sink.lines[2].find(late), std::string::npos);
  EXPECT_EQ(writer.last_id(), late);
  EXPECT_EQ(writer.lines(), 3U);
  EXPECT_EQ(writer.held_peak(), 3U);
}

TEST(EventWriterTest, AMarkStandsOnTheNextLineOfAnyKindOnly) {
  RecordingSink sink;
  EventWriter writer("ledger.example/test", "seed", sink);
  Random random("seed", "test");
  const security::PrivateKey key = demo_key("seed", "p-40-lead");
  const auto mark = [&](std::string_view word) {
    ledger::JsonValue found(ledger::JsonValue::Object{});
    found.add("question", ledger::JsonValue(word));
    writer.mark_next(std::move(found));
  };
  mark("attested");
  const std::string target = writer.attested("gw", profile({20'000, 100}), random);
  writer.attested("gw", profile({20'000, 101}), random);
  mark("signed");
  writer.signed_with(key, role_revoked({20'000, 102}), random);
  mark("deferred");
  writer.deferred(target, {{"cut_off", ReceiptPart::kPosition}}, role_revoked({20'000, 103}), random);
  ASSERT_TRUE(writer.flush().ok());
  ASSERT_EQ(sink.lines.size(), 4U);
  const std::string_view expected[] = {"attested", "", "signed", "deferred"};
  for (std::size_t i = 0; i < sink.lines.size(); ++i) {
    const ledger::JsonValue line = ledger::read_json(sink.lines[i]).value();
    const ledger::JsonValue* found = line.find("found_by");
    EXPECT_EQ(found == nullptr ? std::string_view() : found->text("question"), expected[i]) << sink.lines[i];
  }
  EXPECT_TRUE(is_deferred_line(sink.lines[3]));
  EXPECT_EQ(writer.marked_lines(), 3U);
  EXPECT_EQ(writer.lines(), 4U);
}

TEST(EventWriterTest, AttestedLinesNameSenderStreamAndPurpose) {
  RecordingSink sink;
  EventWriter writer("ledger.example/test", "seed", sink);
  Random random("seed", "test");
  writer.attested("gw-c40", profile({20'000, 100}), random);
  ASSERT_TRUE(writer.flush().ok());
  const ledger::JsonValue line = ledger::read_json(sink.lines.front()).value();
  EXPECT_EQ(line.text("as"), "gw-c40");
  const ledger::JsonValue* event = line.find("event");
  ASSERT_NE(event, nullptr);
  EXPECT_EQ(event->text("aud"), "ledger.example/test");
  EXPECT_EQ(event->text("stream"), "business/b-1");
  EXPECT_EQ(event->text("purpose"), "support");
  EXPECT_EQ(event->find("actor")->text("licence"), "");
  EXPECT_EQ(event->find("actor")->find("licence"), nullptr);
}

TEST(EventWriterTest, SignedLinesCarryTheKeyThatSigned) {
  RecordingSink sink;
  EventWriter writer("ledger.example/test", "seed", sink);
  Random random("seed", "test");
  const security::PrivateKey key = demo_key("seed", "p-40-lead");
  writer.signed_with(key, role_revoked({20'000, 100}), random);
  ASSERT_TRUE(writer.flush().ok());
  const ledger::JsonValue line = ledger::read_json(sink.lines.front()).value();
  const auto event = ledger::parse_sd_jwt(line.text("sd_jwt"));
  ASSERT_TRUE(event.ok());
  EXPECT_EQ(event->jws.kid, key.kid());
  EXPECT_EQ(event->event.stream.value, "person/p-x");
}

TEST(EventWriterTest, AFormThatTheCatalogueRefusesStopsTheStream) {
  RecordingSink sink;
  EventWriter writer("ledger.example/test", "seed", sink);
  Random random("seed", "test");
  EventForm bad("role.revoked", {20'000, 100}, actor());
  bad.text("person_id", "p-x").text("role", "no_such_role").text("scope", "c40");
  writer.attested("gw", profile({20'000, 50}), random);
  writer.signed_with(demo_key("seed", "p-40-lead"), bad, random);
  EXPECT_EQ(writer.flush().reason(), "field.code");
  EXPECT_EQ(writer.flush().reason(), "field.code");
  EXPECT_TRUE(sink.lines.empty());
}

TEST(EventWriterTest, AFullSinkStopsTheStream) {
  RecordingSink sink;
  sink.full_at = 1;
  EventWriter writer("ledger.example/test", "seed", sink);
  Random random("seed", "test");
  const std::string first = writer.attested("gw", profile({20'000, 100}), random);
  writer.attested("gw", profile({20'000, 101}), random);
  EXPECT_EQ(writer.flush().reason(), "file.io");
  EXPECT_EQ(writer.last_id(), first);
  EXPECT_EQ(writer.lines(), 1U);
  EXPECT_EQ(writer.flush().reason(), "file.io");
  EXPECT_EQ(sink.lines.size(), 1U);
}

}  // namespace
}  // namespace ops::generate
