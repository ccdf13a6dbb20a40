// Goal: nothing becomes a VerifiedEvent that is malformed, meant for another ledger, wrongly signed, or
// claims a way in that is not its own; what does become one carries exactly the signed fields and their
// sealed rows. Method: tables of single changes to a good request, each with its stable reason and pointer;
// what is accepted is opened again with the vault.
#include "ledger/journal/admission.h"

#include <algorithm>
#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/base/limits.h"
#include "ledger/journal/kv_state.h"
#include "tests/support/ledger_fixture.h"
#include "tests/unit/ledger/journal/faulty_parts.h"

namespace ledger {
namespace {

using tests::EventBuilder;
using tests::LedgerFixture;

const AttestedBy kGateway{PrincipalId("gw"), "mtls"};

constexpr std::string_view kBody =
    R"({"aud":"ledger.test","id":"01977600-0000-7000-8000-000000000001","type":"person.registered","v":1,)"
    R"("stream":"person/p-1","expected_version":0,"occurred_at":"2026-05-01T10:00:00+09:00",)"
    R"("actor":{"person":"p-bureau","role":"bureau_officer","org":"bureau-kyushu"},)"
    R"("purpose":"administration","refs":["org/bureau-kyushu"],"data":{"person_id":"p-1","name":"x"}})";

JsonValue body_with(std::string_view member, std::string_view json) {
  JsonValue body = *read_json(kBody);
  auto& members = body.as_object();
  std::erase_if(members, [&](const auto& one) { return one.first == member; });
  if (!json.empty()) body.add(std::string(member), *read_json(json));
  return body;
}

TEST(ParseAttested, TakesEveryMember) {
  const auto request = parse_attested(*read_json(kBody), "ledger.test");
  ASSERT_TRUE(request.ok()) << request.status().to_string();
  const EventDraft& draft = request->draft;
  EXPECT_EQ(draft.aud, "ledger.test");
  EXPECT_EQ(draft.type, "person.registered");
  EXPECT_EQ(draft.version, 1);
  EXPECT_EQ(draft.stream.value, "person/p-1");
  EXPECT_EQ(draft.expected_version, StreamVersion(0));
  EXPECT_EQ(draft.actor.person.value, "p-bureau");
  EXPECT_EQ(draft.actor.org, "bureau-kyushu");
  EXPECT_EQ(draft.refs, std::vector<std::string>{"org/bureau-kyushu"});
  EXPECT_EQ(draft.public_data.text("name"), "x");
  EXPECT_FALSE(draft.attested_by.has_value());
}

TEST(ParseAttested, TakesTheOriginWhenAudIsAbsent) {
  const auto request = parse_attested(body_with("aud", ""), "other.example/1");
  ASSERT_TRUE(request.ok()) << request.status().to_string();
  EXPECT_EQ(request->draft.aud, "other.example/1");
}

struct BodyRow {
  const char* member;
  const char* json;  // empty: the member is left out
  const char* reason;
  const char* pointer;
};

TEST(ParseAttested, RefusesWhatIsNoRequest) {
  const BodyRow rows[] = {
      {"attested_by", R"({"principal":"gw","via":"mtls"})", "event.server_member", "/attested_by"},
      {"position", "3", "event.server_member", "/position"},
      {"recorded_at", R"("2026-05-01T10:00:00Z")", "event.server_member", "/recorded_at"},
      {"note", R"("x")", "event.unknown_member", "/note"},
      {"a/b", "1", "event.unknown_member", "/a~1b"},
      {"aud", "1", "event.malformed", "/aud"},
      {"id", "", "event.missing_member", "/id"},
      {"id", "7", "event.malformed", "/id"},
      {"id", R"("01977600-0000-4000-8000-000000000001")", "event.id", "/id"},
      {"id", R"("01977600-0000-7000-8000-00000000000A")", "event.id", "/id"},
      {"type", "", "event.missing_member", "/type"},
      {"type", "null", "event.malformed", "/type"},
      {"v", R"("1")", "event.malformed", "/v"},
      {"v", "0", "event.malformed", "/v"},
      {"v", "65536", "event.malformed", "/v"},
      {"stream", "", "event.missing_member", "/stream"},
      {"stream", "[]", "event.malformed", "/stream"},
      {"expected_version", "-1", "event.malformed", "/expected_version"},
      {"expected_version", R"("0")", "event.malformed", "/expected_version"},
      {"occurred_at", "", "event.missing_member", "/occurred_at"},
      {"occurred_at", "1777597200", "event.malformed", "/occurred_at"},
      {"purpose", "", "event.missing_member", "/purpose"},
      {"actor", "", "event.actor", "/actor"},
      {"actor", R"("p-bureau")", "event.actor", "/actor"},
      {"actor", R"({"person":"p","role":"co","name":"x"})", "event.actor", "/actor/name"},
      {"actor", R"({"person":1,"role":"co"})", "event.actor", "/actor/person"},
      {"refs", R"("x")", "event.malformed", "/refs"},
      {"refs", R"([1])", "event.malformed", "/refs"},
      {"data", "", "event.missing_member", "/data"},
      {"data", "[]", "event.missing_member", "/data"},
  };
  for (const BodyRow& row : rows) {
    SCOPED_TRACE(std::string(row.member) + " = " + row.json);
    const Status status = parse_attested(body_with(row.member, row.json), "ledger.test").status();
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.reason(), row.reason);
    EXPECT_EQ(status.pointer(), row.pointer);
    EXPECT_FALSE(status.expected().empty());
  }
  for (const char* text : {"[]", "null", "3", R"("x")"}) {
    const Status status = parse_attested(*read_json(text), "ledger.test").status();
    ASSERT_FALSE(status.ok()) << text;
    EXPECT_EQ(status.reason(), "event.malformed");
  }
}

TEST(Admission, AttestsSealsAndSigns) {
  LedgerFixture fixture;
  const EventBuilder builder = fixture.person("p-1");
  const auto event = fixture.admission().admit_attested(tests::attested_request(builder), kGateway);
  ASSERT_TRUE(event.ok()) << event.status().to_string();
  EXPECT_TRUE(event->event().attested());
  EXPECT_EQ(event->event().attested_by->principal.value, "gw");
  EXPECT_EQ(event->event().text("person_id"), "p-1");
  EXPECT_EQ(event->event().field("name"), nullptr) << "a confidential field in clear";
  const auto attestor = tests::private_key_of("attestor");
  const Jws& jws = event->signed_event().jws;
  EXPECT_EQ(jws.kid, attestor.kid());
  EXPECT_TRUE(
      fixture.verifier().verify(jws.algorithm, attestor.public_key(), jws.signing_input(), jws.signature));
  ASSERT_EQ(event->sealed().size(), 3U);
  std::vector<std::string> names;
  for (const SealedRow& row : event->sealed()) {
    EXPECT_EQ(row.event, event->event().id);
    EXPECT_EQ(row.subject, "person/p-1");
    EXPECT_EQ(row.scope, "bureau-kyushu");
    const auto opened = fixture.vault().open(row.event, row.digest, row.sealed);
    ASSERT_TRUE(opened.ok()) << opened.status().to_string();
    const auto disclosure = parse_disclosure(*opened);
    ASSERT_TRUE(disclosure.ok());
    EXPECT_EQ(disclosure->digest, row.digest);
    names.push_back(disclosure->name);
    EXPECT_EQ(disclosure->value, disclosure->name == "name" ? JsonValue("山田 花子") : JsonValue());
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"contact", "kana", "name"}));
}

// Without this a retry of an attested event would look like another content.
TEST(Admission, ARepeatedAttestationHasTheSamePayload) {
  LedgerFixture fixture;
  const AttestedRequest request = tests::attested_request(fixture.person("p-1"));
  const auto first = fixture.admission().admit_attested(request, kGateway);
  const auto second = fixture.admission().admit_attested(request, kGateway);
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->signed_event().payload_digest, second->signed_event().payload_digest);
  const auto other = fixture.admission().admit_attested(request, {PrincipalId("gw2"), "mtls"});
  ASSERT_TRUE(other.ok());
  EXPECT_NE(first->signed_event().payload_digest, other->signed_event().payload_digest);
}

struct BuilderRow {
  const char* name;
  void (*change)(EventBuilder& builder);
  const char* reason;
  const char* pointer;
};

TEST(Admission, RefusesBadAttestedRequests) {
  const BuilderRow rows[] = {
      {"another ledger", [](EventBuilder& b) { b.aud("ledger.other"); }, "event.aud", "/aud"},
      {"unknown version", [](EventBuilder& b) { b.version(9); }, "event.unknown_type", "/type"},
      {"unknown field", [](EventBuilder& b) { b.set("shoe_size", std::int64_t{27}); }, "field.unknown",
       "/data/shoe_size"},
      {"public field missing", [](EventBuilder& b) { b.drop("person_id"); }, "field.missing",
       "/data/person_id"},
      {"public field of the wrong type", [](EventBuilder& b) { b.set("org_id", std::int64_t{3}); },
       "field.type", "/data/org_id"},
      {"confidential field missing", [](EventBuilder& b) { b.drop("name"); }, "field.missing", "/data/name"},
      {"confidential field of the wrong type", [](EventBuilder& b) { b.set("name", std::int64_t{3}); },
       "field.type", "/data/name"},
      {"subject is no id", [](EventBuilder& b) { b.set("person_id", "a b"); }, "field.missing",
       "/data/person_id"},
      {"another stream", [](EventBuilder& b) { b.stream("person/p-2"); }, "event.stream", "/stream"},
      {"no stream at all", [](EventBuilder& b) { b.stream("Person"); }, "event.stream", "/stream"},
      {"purpose", [](EventBuilder& b) { b.purpose("consultation"); }, "event.purpose", "/purpose"},
      {"time without offset", [](EventBuilder& b) { b.at("2026-05-01T10:00:00"); }, "event.time",
       "/occurred_at"},
      {"actor is no segment", [](EventBuilder& b) { b.by("p bureau", "bureau_officer", "", ""); },
       "event.actor", "/actor/person"},
      {"reserved name", [](EventBuilder& b) { b.set("...", "x"); }, "event.sd_misplaced", "/data/..."},
  };
  LedgerFixture fixture;
  for (const BuilderRow& row : rows) {
    SCOPED_TRACE(row.name);
    EventBuilder builder = fixture.person("p-1");
    row.change(builder);
    AttestedRequest request = tests::attested_request(builder);
    // The builder gives every confidential field a null; a sender just leaves it out.
    if (std::string_view(row.name) == "confidential field missing") {
      std::erase_if(request.draft.public_data.as_object(), [](const auto& m) { return m.first == "name"; });
    }
    const Status status = fixture.admission().admit_attested(request, kGateway).status();
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.reason(), row.reason) << status.to_string();
    EXPECT_EQ(status.pointer(), row.pointer);
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  }
}

TEST(Admission, RefusesTypesThatAreNotASendersToWrite) {
  LedgerFixture fixture;
  EventBuilder denied = fixture.event("access.denied", "p-bureau");
  denied.set("rule", "role.scope").set("action", "read").set("count", std::int64_t{1});
  denied.set("minute", "2026-05-01T09:59:00+09:00");
  const Status sender =
      fixture.admission().admit_attested(tests::attested_request(denied), kGateway).status();
  ASSERT_FALSE(sender.ok());
  EXPECT_EQ(sender.reason(), "event.way_in");
  EXPECT_EQ(sender.pointer(), "/type");
  EXPECT_TRUE(fixture.admission()
                  .admit_internal(tests::attested_request(denied), {PrincipalId("service"), "internal"})
                  .ok());
  const Status author =
      fixture.admission()
          .admit_signed(tests::sd_jwt_text(denied, "p-bureau"), KvState(*fixture.view()->reader))
          .status();
  ASSERT_FALSE(author.ok());
  EXPECT_EQ(author.reason(), "event.way_in");
  // And the other way round: a type that asks for its author's own signature.
  const Status attested =
      fixture.admission().admit_attested(tests::attested_request(fixture.policy(1)), kGateway).status();
  ASSERT_FALSE(attested.ok());
  EXPECT_EQ(attested.reason(), "event.way_in");
  EXPECT_EQ(attested.pointer(), "/attested_by");
}

TEST(Admission, AnswersExhaustedForAnEventThatIsTooLarge) {
  LedgerFixture fixture;
  EventBuilder builder = fixture.person("p-1");
  builder.set("org_id", std::string(kJwsBytesMax, 'a'));
  const Status status =
      fixture.admission().admit_attested(tests::attested_request(builder), kGateway).status();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.reason(), "event.too_large");
  EXPECT_EQ(status.code(), StatusCode::kResourceExhausted);
}

TEST(Admission, AdmitsAnAuthorsOwnEvent) {
  LedgerFixture fixture;
  const std::string text = tests::sd_jwt_text(fixture.person("p-1"), "p-bureau");
  const auto event = fixture.admission().admit_signed(text, KvState(*fixture.view()->reader));
  ASSERT_TRUE(event.ok()) << event.status().to_string();
  EXPECT_FALSE(event->event().attested());
  EXPECT_EQ(format_sd_jwt(event->signed_event()), text) << "the signed bytes are kept";
  EXPECT_EQ(event->sealed().size(), 3U);
}

// Exchanges the n-th part (parted by '.' or '~') of an SD-JWT.
std::string with_part(std::string text, char separator, std::size_t n, std::string_view part) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < n; ++i) from = text.find(separator, from) + 1;
  return text.replace(from, text.find_first_of(".~", from) - from, part);
}
std::string part_of(const std::string& text, std::size_t n) {
  std::size_t from = 0;
  for (std::size_t i = 0; i < n; ++i) from = text.find_first_of(".~", from) + 1;
  return text.substr(from, text.find_first_of(".~", from) - from);
}

struct SignedRow {
  const char* name;
  std::string text;
  StatusCode code;
  const char* reason;
};

std::vector<SignedRow> bad_signatures(LedgerFixture& fixture) {
  constexpr auto kInvalid = StatusCode::kInvalidArgument;
  constexpr auto kUnauthenticated = StatusCode::kUnauthenticated;
  const std::string good = tests::sd_jwt_text(fixture.person("p-1"), "p-bureau");
  const std::string other = tests::sd_jwt_text(fixture.person("p-2"), "p-bureau");
  const Disclosure foreign = make_disclosure(Bytes(16, 'f'), "kana", JsonValue("x"));
  Bytes signature = *from_base64url(part_of(good, 2));
  signature[40] = static_cast<char>(signature[40] ^ 1);
  SignedEvent es256 = fixture.policy(1).build_signed();
  const std::string es256_input =
      build_signing_input(SignatureAlgorithm::kEs256, tests::private_key_of("p-admin").kid(),
                          build_payload(tests::draft_of(es256.event), {}));
  return {
      {"empty", "", kInvalid, "sd_jwt.malformed"},
      {"no final tilde", good.substr(0, good.size() - 1), kInvalid, "sd_jwt.malformed"},
      {"a key-binding JWT", good + "a.b.c", kInvalid, "sd_jwt.key_binding"},
      {"no signature", good.substr(0, good.rfind('.')) + "~", kInvalid, "jws.malformed"},
      {"signature changed", with_part(good, '.', 2, to_base64url(signature)), kUnauthenticated,
       "signature.invalid"},
      {"payload of another event", with_part(good, '.', 1, part_of(other, 1)), kUnauthenticated,
       "signature.invalid"},
      {"signature of another event", with_part(good, '.', 2, part_of(other, 2)), kUnauthenticated,
       "signature.invalid"},
      {"a key that is not enrolled", tests::sd_jwt_text(fixture.person("p-1"), "nobody"), kUnauthenticated,
       "key.unknown"},
      {"an enrolled key under another algorithm", es256_input + "." + to_base64url(Bytes(64, '\1')) + "~",
       kUnauthenticated, "key.unknown"},
      {"for another ledger", tests::sd_jwt_text(fixture.policy(1).aud("ledger.other"), "p-admin"), kInvalid,
       "event.aud"},
      {"attested_by in an author's event", tests::sd_jwt_text(fixture.policy(1).attested("gw"), "p-admin"),
       kInvalid, "event.way_in"},
      {"a disclosure is missing", good.substr(0, good.rfind('~', good.size() - 2) + 1), kInvalid,
       "disclosure.missing"},
      {"a disclosure of another event", good + foreign.encoded + "~", kInvalid, "disclosure.surplus"},
      {"a disclosure twice", good + part_of(good, 3) + "~", kInvalid, "disclosure.duplicate"},
      {"unknown field", tests::sd_jwt_text(fixture.policy(1).set("extra", "x"), "p-admin"), kInvalid,
       "field.unknown"},
      {"another stream", tests::sd_jwt_text(fixture.policy(1).stream("policy/other"), "p-admin"), kInvalid,
       "event.stream"},
  };
}

TEST(Admission, RefusesBadAuthorSignedEvents) {
  LedgerFixture fixture;
  const KvState state(*fixture.view()->reader);
  for (const SignedRow& row : bad_signatures(fixture)) {
    SCOPED_TRACE(row.name);
    const Status status = fixture.admission().admit_signed(row.text, state).status();
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.code(), row.code) << status.to_string();
    EXPECT_EQ(status.reason(), row.reason) << status.to_string();
  }
}

TEST(Admission, RefusesAConfidentialFieldInClear) {
  LedgerFixture fixture;
  SignedEvent event = fixture.person("p-1").build_signed();
  EventDraft draft = tests::draft_of(event.event);
  std::erase_if(event.disclosures, [](const Disclosure& one) { return one.name == "name"; });
  draft.public_data.add("name", JsonValue("x"));
  const Status status = fixture.admission()
                            .admit_signed(tests::sd_jwt_text(draft, event.disclosures, "p-bureau"),
                                          KvState(*fixture.view()->reader))
                            .status();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.reason(), "field.confidential");
}

// A state that can't be read must not turn an enrolled key into an unknown one.
TEST(Admission, AnUnreadableStateIsNoVerdictOnTheKey) {
  LedgerFixture fixture;
  FaultyReads broken(fixture.kv());
  broken.broken = kState;
  const KvState state(broken);
  const Status status =
      fixture.admission().admit_signed(tests::sd_jwt_text(fixture.policy(1), "p-admin"), state).status();
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.reason(), "kv.io");
}

class RefusingSealer final : public Sealer {
 public:
  explicit RefusingSealer(bool salts) : salts_(salts) {}
  Result<std::vector<SealedRow>> seal(const EventId&, const std::vector<SealRequest>&) override {
    return unavailable("keyring.unavailable", "no key can be made");
  }
  Result<Bytes> attested_salt(const EventId&, std::string_view, std::string_view,
                              std::string_view field) override {
    if (!salts_) return forbidden_by_rule("subject.erased", "the subject was erased");
    return (Bytes(field) + Bytes(16, 's')).substr(0, 16);
  }
  Result<Bytes> seal_attachment(const EventId&, std::string_view, std::string_view, ByteView) override {
    return unavailable("keyring.unavailable", "no key can be made");
  }

 private:
  const bool salts_;
};

class SilentAttestor final : public AttestorSigner {
 public:
  const KeyId& kid() const override { return kid_; }
  SignatureAlgorithm algorithm() const override { return SignatureAlgorithm::kEd25519; }
  Result<Bytes> sign(ByteView) const override { return unavailable("signer.failed", "no answer"); }

 private:
  const KeyId kid_ = tests::private_key_of("attestor").kid();
};

TEST(Admission, PassesOnThatAKeyIsNotToBeHad) {
  LedgerFixture fixture;
  const security::Attestor attestor(tests::private_key_of("attestor"));
  const SilentAttestor silent;
  RefusingSealer no_salt(false), no_seal(true);
  const AttestedRequest request = tests::attested_request(fixture.person("p-1"));
  struct Row {
    Sealer& sealer;
    const AttestorSigner& attestor;
    const char* reason;
  };
  const Row rows[] = {{no_salt, attestor, "subject.erased"},
                      {no_seal, attestor, "keyring.unavailable"},
                      {fixture.vault(), silent, "signer.failed"}};
  for (const Row& row : rows) {
    const Admission admission({"ledger.test", fixture.verifier(), row.sealer, row.attestor});
    const Status status = admission.admit_attested(request, kGateway).status();
    ASSERT_FALSE(status.ok()) << row.reason;
    EXPECT_EQ(status.reason(), row.reason);
  }
}

TEST(Admission, AdmitsOnlyAGenesisThatItsAdministratorSigned) {
  LedgerFixture fixture(LedgerFixture::Start::kEmpty);
  const EventBuilder genesis = fixture.genesis();
  EXPECT_TRUE(fixture.admission().admit_genesis(tests::sd_jwt_text(genesis, "p-admin")).ok());
  struct Row {
    const char* name;
    std::string text;
    const char* reason;
  };
  const Row rows[] = {
      {"nothing", "", "sd_jwt.malformed"},
      {"another type", tests::sd_jwt_text(fixture.policy(1), "p-admin"), "event.genesis"},
      {"signed by somebody else", tests::sd_jwt_text(genesis, "nobody"), "signature.invalid"},
      {"another algorithm named",
       tests::sd_jwt_text(EventBuilder(genesis).set("admin_algorithm", "ES256"), "p-admin"), "event.genesis"},
      {"no key in it", tests::sd_jwt_text(EventBuilder(genesis).drop("admin_key"), "p-admin"),
       "signature.invalid"},
      {"for another ledger", tests::sd_jwt_text(EventBuilder(genesis).aud("x"), "p-admin"), "event.aud"},
  };
  for (const Row& row : rows) {
    const Status status = fixture.admission().admit_genesis(row.text).status();
    ASSERT_FALSE(status.ok()) << row.name;
    EXPECT_EQ(status.reason(), row.reason) << row.name << ": " << status.to_string();
  }
}

}  // namespace
}  // namespace ledger
