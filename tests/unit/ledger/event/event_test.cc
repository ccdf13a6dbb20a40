// Goal: the payload reader takes exactly the envelope of the format and says where a refused payload is
// wrong. Method: one refusal per rule from the golden rows, the accepted forms field by field, and tables for
// stream ids.
#include "ledger/event/event.h"

#include <gtest/gtest.h>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "tests/unit/ledger/event/vector_file.h"

namespace ledger {
namespace {

constexpr std::string_view kFull =
    R"({"aud":"ledger.example/yorozu","id":"01997a5b-7c00-7000-8000-0000000000a1","type":"session.held",)"
    R"("v":65535,"stream":"case/a/b.c:d-e_F","expected_version":0,)"
    R"("occurred_at":"2026-06-03T10:00:00.5+09:00",)"
    R"("actor":{"person":"p-17","role":"adviser","org":"o","center":"c-13","licence":"l",)"
    R"("on_behalf_of":"p-9"},)"
    R"("attested_by":{"principal":"pr-5","via":"mtls"},"purpose":"advice","refs":["case/a","x"],)"
    R"("data":{"minutes":45,"kind":"visit","flag":true,"list":[{"n":1}],)"
    R"("_sd":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",)"
    R"("aAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]},"_sd_alg":"sha-256"})";

TEST(Event, GoldenRefusals) {
  const std::vector<JsonValue> rows = read_vectors("payload.ndjson");
  EXPECT_GE(rows.size(), 100U);
  for (const JsonValue& row : rows) {
    SCOPED_TRACE(row.text("name"));
    const Result<Event> event = parse_event(row.text("payload"));
    ASSERT_FALSE(event.ok());
    expect_refused_as(row, event.status(), StatusCode::kInvalidArgument);
  }
}

TEST(Event, EveryMemberArrives) {
  const Result<Event> event = parse_event(kFull);
  ASSERT_TRUE(event.ok()) << event.status().to_string();
  EXPECT_EQ(event->aud, "ledger.example/yorozu");
  EXPECT_EQ(format_event_id(event->id), "01997a5b-7c00-7000-8000-0000000000a1");
  EXPECT_EQ(event->type, "session.held");
  EXPECT_EQ(event->version, 65535);
  EXPECT_EQ(event->stream.value, "case/a/b.c:d-e_F");
  EXPECT_EQ(event->expected_version, StreamVersion(0));
  EXPECT_EQ(format_recorded_at(event->occurred_at), "2026-06-03T01:00:00.500000Z");
  EXPECT_EQ(event->occurred_at_text, "2026-06-03T10:00:00.5+09:00");
  EXPECT_EQ(event->actor.person.value, "p-17");
  EXPECT_EQ(event->actor.role, "adviser");
  EXPECT_EQ(event->actor.org, "o");
  EXPECT_EQ(event->actor.center, "c-13");
  EXPECT_EQ(event->actor.licence, "l");
  EXPECT_EQ(event->actor.on_behalf_of, "p-9");
  ASSERT_TRUE(event->attested());
  EXPECT_EQ(event->attested_by->principal.value, "pr-5");
  EXPECT_EQ(event->attested_by->via, "mtls");
  EXPECT_EQ(event->purpose, "advice");
  EXPECT_EQ(event->refs, (std::vector<std::string>{"case/a", "x"}));
}

TEST(Event, DataKeepsPublicFieldsAndDigestsApart) {
  const Result<Event> event = parse_event(kFull);
  ASSERT_TRUE(event.ok()) << event.status().to_string();
  EXPECT_EQ(event->number("minutes"), 45);
  EXPECT_EQ(event->number("kind", -1), -1) << "a string is not a number";
  EXPECT_EQ(event->number("absent", 7), 7);
  EXPECT_EQ(event->text("kind"), "visit");
  EXPECT_EQ(event->text("minutes"), "");
  EXPECT_EQ(event->field("_sd"), nullptr);
  EXPECT_EQ(event->data.as_object().size(), 4U);
  ASSERT_EQ(event->sd_digests.size(), 3U);
  EXPECT_EQ(event->sd_digests[0], Hash32());
  // Ascending by text is not ascending by value: "_" is the 63rd digit and sorts before "a", the 26th.
  EXPECT_EQ(event->sd_digests[1][0], 0xfc);
  EXPECT_EQ(event->sd_digests[2][0], 0x68);
}

TEST(Event, OptionalMembersMayBeAbsent) {
  constexpr std::string_view kLeast =
      R"({"_sd_alg":"sha-256","data":{},"purpose":"operation","actor":{"role":"system"},)"
      R"("occurred_at":"2026-06-03T01:00:00Z","stream":"ledger/main","v":1,"type":"ledger.opened",)"
      R"("id":"01997a5b-7c00-7000-8000-0000000000a1","aud":"l"})";
  const Result<Event> event = parse_event(kLeast);
  ASSERT_TRUE(event.ok()) << event.status().to_string();
  EXPECT_FALSE(event->attested());
  EXPECT_EQ(event->expected_version, std::nullopt);
  EXPECT_TRUE(event->refs.empty());
  EXPECT_TRUE(event->sd_digests.empty());
  EXPECT_TRUE(event->actor.person.value.empty());
  EXPECT_TRUE(event->data.as_object().empty());
}

TEST(Event, InvalidUtf8IsRefused) {
  std::string payload(kFull);
  payload[payload.find("visit")] = '\xff';
  const Result<Event> event = parse_event(payload);
  ASSERT_FALSE(event.ok());
  EXPECT_EQ(event.status().reason(), "json.invalid_utf8");
}

TEST(StreamIds, Table) {
  const std::string longest =
      "k/" + std::string(64, 'a') + "/" + std::string(64, 'b') + "/" + std::string(28, 'c');
  ASSERT_EQ(longest.size(), 160U);
  for (const std::string& text :
       {std::string("a/b"), std::string("access/c-13/2026-06"), std::string("k_2/A.b_C:d-9"), longest}) {
    const Result<StreamId> stream = parse_stream_id(text);
    ASSERT_TRUE(stream.ok()) << text;
    EXPECT_EQ(stream->value, text);
    EXPECT_EQ(stream_kind(*stream), text.substr(0, text.find('/')));
  }
  for (const std::string& text :
       {std::string(), std::string("/"), std::string("a"), std::string("a/"), std::string("/a"),
        std::string("A/b"), std::string("2/b"), std::string("a-b/c"), std::string("a//b"),
        std::string("a/b/"), std::string("a/b c"), std::string("a/b\n"), std::string("a/\0b", 4),
        std::string("a/ü"), std::string("a/b%2f"), longest + "d", "a/" + std::string(65, 'x')}) {
    const Result<StreamId> stream = parse_stream_id(text);
    ASSERT_FALSE(stream.ok()) << text;
    EXPECT_EQ(stream.status().reason(), "event.stream");
  }
}

TEST(Segments, AlphabetIsExact) {
  constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";
  for (int byte = 0; byte < 256; ++byte) {
    const std::string text(1, static_cast<char>(byte));
    EXPECT_EQ(is_segment(text), kAllowed.find(text) != std::string_view::npos) << byte;
  }
  EXPECT_FALSE(is_segment(""));
  EXPECT_TRUE(is_segment(std::string(64, 'a')));
  EXPECT_FALSE(is_segment(std::string(65, 'a')));
}

}  // namespace
}  // namespace ledger
