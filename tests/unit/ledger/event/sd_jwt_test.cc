// Goal: a signed event binds its disclosures one to one, and no two texts give the same signed event.
// Method: golden texts signed by an independent program, golden refusals, the builder against the golden
// payloads, and a mutation of every byte.
#include "ledger/event/sd_jwt.h"

#include <functional>
#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"
#include "ledger/base/sha256.h"
#include "ledger/base/uuid.h"
#include "tests/unit/ledger/event/vector_file.h"

namespace ledger {
namespace {

EventDraft draft_of(const Event& event) {
  EventDraft draft;
  draft.aud = event.aud;
  draft.id = event.id;
  draft.type = event.type;
  draft.version = event.version;
  draft.stream = event.stream;
  draft.expected_version = event.expected_version;
  draft.occurred_at = event.occurred_at_text;
  draft.actor = event.actor;
  draft.attested_by = event.attested_by;
  draft.purpose = event.purpose;
  draft.refs = event.refs;
  draft.public_data = event.data;
  return draft;
}

std::string golden_text(std::string_view name) {
  for (const JsonValue& row : read_vectors("sd_jwt.ndjson")) {
    if (row.text("name") == name) return std::string(row.text("text"));
  }
  ADD_FAILURE() << "no row " << name;
  return {};
}

// Everything but the text itself, in one comparable string.
std::string content_of(const SignedEvent& event) {
  std::string content(algorithm_name(event.jws.algorithm));
  content += "|" + event.jws.kid.value + "|" + event.jws.payload + "|" + to_hex(event.jws.signature);
  content += "|" + to_hex(view_of(event.payload_digest));
  for (const Disclosure& disclosure : event.disclosures) {
    content += "|" + to_hex(view_of(disclosure.digest)) + to_hex(disclosure.salt) + disclosure.name +
               write_json(disclosure.value);
  }
  return content;
}

TEST(SdJwt, GoldenRows) {
  std::size_t refused = 0;
  for (const JsonValue& row : read_vectors("sd_jwt.ndjson")) {
    SCOPED_TRACE(row.text("name"));
    const std::string text(row.text("text"));
    const Result<SignedEvent> event = parse_sd_jwt(text);
    if (is_refusal(row)) {
      ++refused;
      ASSERT_FALSE(event.ok());
      expect_refused_as(row, event.status(), StatusCode::kInvalidArgument);
      continue;
    }
    ASSERT_TRUE(event.ok()) << event.status().to_string();
    EXPECT_EQ(format_sd_jwt(*event), text);
    EXPECT_EQ(event->jws.payload, row.text("payload"));
    EXPECT_EQ(event->jws.kid.value, row.text("kid"));
    EXPECT_EQ(to_hex(view_of(event->payload_digest)), row.text("payload_sha256"));
    EXPECT_EQ(event->disclosures.size(), event->event.sd_digests.size());
    const std::string rebuilt = build_payload(draft_of(event->event), event->disclosures);
    EXPECT_EQ(rebuilt == event->jws.payload, row.find("canonical")->as_bool()) << rebuilt;
  }
  EXPECT_GE(refused, 20U);
}

TEST(SdJwt, BuilderAndAssemblyGiveTheGoldenText) {
  for (const char* name : {"author_signed", "attested_es256", "system_without_disclosures"}) {
    SCOPED_TRACE(name);
    const std::string text = golden_text(name);
    const Result<SignedEvent> golden = parse_sd_jwt(text);
    ASSERT_TRUE(golden.ok());
    const std::string payload = build_payload(draft_of(golden->event), golden->disclosures);
    const std::string signing_input = build_signing_input(golden->jws.algorithm, golden->jws.kid, payload);
    const Result<SignedEvent> built = assemble(signing_input, golden->jws.signature, golden->disclosures);
    ASSERT_TRUE(built.ok()) << built.status().to_string();
    EXPECT_EQ(format_sd_jwt(*built), text);
    EXPECT_EQ(content_of(*built), content_of(*golden));
  }
}

TEST(SdJwt, AssemblyPassesTheReader) {
  const Result<SignedEvent> golden = parse_sd_jwt(golden_text("author_signed"));
  ASSERT_TRUE(golden.ok());
  const std::string input(golden->jws.signing_input());
  std::vector<Disclosure> fewer = golden->disclosures;
  fewer.pop_back();
  EXPECT_EQ(assemble(input, golden->jws.signature, fewer).status().reason(), "disclosure.missing");
  EXPECT_EQ(assemble(input, golden->jws.signature.substr(1), golden->disclosures).status().reason(),
            "jws.signature_length");
  EXPECT_EQ(assemble("e30." + to_base64url("{}"), golden->jws.signature, {}).status().reason(), "jws.alg");
  EXPECT_EQ(assemble(input + "~x", golden->jws.signature, golden->disclosures).status().reason(),
            "jws.malformed");
}

TEST(SdJwt, UnsignedEventCompletesToWhatTheReaderMakes) {
  for (const char* name : {"author_signed", "attested_es256", "system_without_disclosures"}) {
    SCOPED_TRACE(name);
    const Result<SignedEvent> golden = parse_sd_jwt(golden_text(name));
    ASSERT_TRUE(golden.ok());
    UnsignedEvent built(golden->jws.algorithm, golden->jws.kid, draft_of(golden->event), golden->disclosures);
    const std::string input(built.signing_input());
    const Result<SignedEvent> completed = std::move(built).complete(golden->jws.signature);
    ASSERT_TRUE(completed.ok()) << completed.status().to_string();
    const Result<SignedEvent> read = assemble(input, golden->jws.signature, golden->disclosures);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(content_of(*completed), content_of(*read));
    EXPECT_EQ(format_sd_jwt(*completed), format_sd_jwt(*read));
    EXPECT_EQ(completed->jws.signing_input(), input);
    EXPECT_EQ(completed->jws.kid, read->jws.kid);
    EXPECT_EQ(completed->jws.algorithm, read->jws.algorithm);
    EXPECT_EQ(completed->jws.signature, read->jws.signature);
    EXPECT_EQ(completed->payload_digest, read->payload_digest);
    EXPECT_EQ(completed->event.data, read->event.data);
  }
}

TEST(SdJwt, UnsignedEventRefusesWhatTheReaderRefuses) {
  const Result<SignedEvent> golden = parse_sd_jwt(golden_text("author_signed"));
  ASSERT_TRUE(golden.ok());
  const Bytes salt(16, 's');
  const auto field = [](std::size_t i) {
    return make_disclosure(Bytes(16, static_cast<char>(i)), "f" + std::to_string(i), JsonValue());
  };
  struct Row {
    const char* reason;
    std::function<void(EventDraft&, std::vector<Disclosure>&, Bytes&)> spoil;
  };
  using Disclosures = std::vector<Disclosure>;
  const std::vector<Row> rows = {
      {"event.malformed", [](EventDraft& draft, Disclosures&, Bytes&) { draft.type = "no type"; }},
      {"event.stream", [](EventDraft& draft, Disclosures&, Bytes&) { draft.stream = StreamId("/"); }},
      {"event.time", [](EventDraft& draft, Disclosures&, Bytes&) { draft.occurred_at = "today"; }},
      {"json.invalid_utf8", [](EventDraft& draft, Disclosures&, Bytes&) { draft.purpose = "\xff"; }},
      {"event.sd_misplaced",
       [](EventDraft& draft, Disclosures&, Bytes&) { draft.public_data.add("...", {}); }},
      {"event.actor", [](EventDraft& draft, Disclosures&, Bytes&) { draft.actor.role = "a b"; }},
      {"disclosure.reserved_name",
       [&](EventDraft&, Disclosures& all, Bytes&) { all = {make_disclosure(salt, "_sd", JsonValue(1L))}; }},
      {"disclosure.reserved_name",
       [&](EventDraft&, Disclosures& all, Bytes&) {
         JsonValue inside{JsonValue::Object{}};
         inside.add("_sd_alg", JsonValue(true));
         all = {make_disclosure(salt, "x", inside)};
       }},
      {"disclosure.malformed",
       [&](EventDraft&, Disclosures& all, Bytes&) { all = {make_disclosure(salt, "", JsonValue())}; }},
      {"disclosure.too_large",
       [&](EventDraft&, Disclosures& all, Bytes&) {
         all = {make_disclosure(salt, "x", JsonValue(std::string(kDisclosureBytesMax, 'x')))};
       }},
      {"disclosure.salt_reused",
       [&](EventDraft&, Disclosures& all, Bytes&) {
         all = {make_disclosure(salt, "x", JsonValue()), make_disclosure(salt, "y", JsonValue())};
       }},
      {"disclosure.name_clash",
       [&](EventDraft& draft, Disclosures& all, Bytes&) {
         draft.public_data.add("x", JsonValue());
         all = {make_disclosure(salt, "x", JsonValue())};
       }},
      {"event.malformed",
       [&](EventDraft&, Disclosures& all, Bytes&) {
         all.clear();
         for (std::size_t i = 0; i <= kDisclosuresMax; ++i) all.push_back(field(i));
       }},
      {"jws.signature_length", [](EventDraft&, Disclosures&, Bytes& signature) { signature.pop_back(); }},
      {"jws.too_large",
       [](EventDraft& draft, Disclosures&, Bytes&) {
         draft.public_data.add("long", JsonValue(std::string(kJwsBytesMax, 'x')));
       }},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.reason);
    EventDraft draft = draft_of(golden->event);
    Disclosures disclosures = golden->disclosures;
    Bytes signature = golden->jws.signature;
    row.spoil(draft, disclosures, signature);
    UnsignedEvent built(golden->jws.algorithm, golden->jws.kid, draft, disclosures);
    const Status read = assemble(built.signing_input(), signature, disclosures).status();
    const Status completed = std::move(built).complete(signature).status();
    EXPECT_EQ(read.reason(), row.reason);
    EXPECT_EQ(completed.reason(), read.reason());
    EXPECT_EQ(completed.pointer(), read.pointer());
  }
}

TEST(SdJwt, LoggedEventKeepsDigestsOnly) {
  const std::string text = golden_text("author_signed");
  const std::string jws = text.substr(0, text.find('~'));
  const Result<SignedEvent> logged = parse_logged_jws(jws);
  ASSERT_TRUE(logged.ok()) << logged.status().to_string();
  EXPECT_TRUE(logged->disclosures.empty());
  EXPECT_EQ(logged->event.sd_digests.size(), 3U);
  EXPECT_EQ(logged->jws.text, jws);
  EXPECT_EQ(parse_logged_jws(text).status().reason(), "jws.malformed") << "disclosures never reach the log";
}

TEST(SdJwt, LargestNumberOfDisclosuresIsAccepted) {
  const Result<SignedEvent> golden = parse_sd_jwt(golden_text("author_signed"));
  ASSERT_TRUE(golden.ok());
  std::vector<Disclosure> disclosures;
  for (std::size_t i = 0; i < kDisclosuresMax; ++i) {
    disclosures.push_back(
        make_disclosure(Bytes(16, static_cast<char>(i)), "f" + std::to_string(i), JsonValue()));
  }
  const std::string payload = build_payload(draft_of(golden->event), disclosures);
  const std::string input = build_signing_input(SignatureAlgorithm::kEd25519, golden->jws.kid, payload);
  const Result<SignedEvent> event = assemble(input, golden->jws.signature, disclosures);
  ASSERT_TRUE(event.ok()) << event.status().to_string();
  EXPECT_EQ(event->event.sd_digests.size(), kDisclosuresMax);
}

// As short as an event gets, because the test below parses it 255 times per byte.
std::string short_event() {
  EventDraft draft;
  draft.aud = "l";
  draft.type = "a.b";
  draft.id = *parse_event_id("01997a5b-7c00-7000-8000-0000000000a1");
  draft.stream = StreamId("k/s");
  draft.occurred_at = "2026-06-03T01:00:00Z";
  draft.actor.role = "system";
  draft.purpose = "p";
  const std::vector<Disclosure> disclosures{
      make_disclosure(Bytes(16, '\x07'), "n", JsonValue(std::int64_t{1}))};
  const std::string input = build_signing_input(SignatureAlgorithm::kEd25519, KeyId(std::string(43, 'A')),
                                                build_payload(draft, disclosures));
  return input + "." + to_base64url(Bytes(64, '\x5a')) + "~" + disclosures[0].encoded + "~";
}

TEST(SdJwt, EveryMutatedByteIsRefusedOrChangesTheContent) {
  const std::string text = short_event();
  const Result<SignedEvent> original = parse_sd_jwt(text);
  ASSERT_TRUE(original.ok()) << original.status().to_string();
  const std::string content = content_of(*original);
  std::size_t accepted = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string mutated = text;
      mutated[i] = static_cast<char>(byte);
      if (mutated == text) continue;
      const Result<SignedEvent> event = parse_sd_jwt(mutated);
      if (!event.ok()) continue;
      ++accepted;
      ASSERT_EQ(format_sd_jwt(*event), mutated);
      ASSERT_NE(content_of(*event), content) << "byte " << i << " to " << byte;
    }
  }
  EXPECT_GT(accepted, 0U) << "a changed signature is still well-formed; only the key can tell";
}

TEST(SdJwt, EveryPrefixAndInsertionIsRefused) {
  const std::string text = golden_text("attested_es256");
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(parse_sd_jwt(std::string_view(text).substr(0, size)).ok()) << size;
  }
  for (std::size_t i = 0; i <= text.size(); ++i) {
    for (const char* inserted : {"=", " ", "\n", "~", "."}) {
      std::string longer = text;
      longer.insert(i, inserted);
      EXPECT_FALSE(parse_sd_jwt(longer).ok()) << i << " " << inserted;
    }
  }
}

}  // namespace
}  // namespace ledger
