#include "tests/unit/api/api_fixture.h"

#include <future>
#include <gtest/gtest.h>

#include "ledger/base/json_writer.h"
#include "ledger/journal/journal.h"

namespace tests {

using ledger::Result;

namespace {

constexpr std::int64_t kCatchUpMicros = 30'000'000;

}  // namespace

Result<std::optional<security::Principal>> FakeAuthenticator::authenticate(
    const security::Credential& credential) const {
  if (credential.certificate == nullptr) return std::optional<security::Principal>();
  if (credential.certificate->subject == "stranger") {
    return ledger::unauthenticated("credential.unbound", "the client certificate belongs to no principal");
  }
  security::Principal principal;
  principal.id = ledger::PrincipalId(credential.certificate->subject);
  principal.via = "mtls";
  return std::optional<security::Principal>(principal);
}

api::Appender::Receipts FixtureAppender::append(std::vector<ledger::VerifiedEvent> events) {
  if (const auto first = std::exchange(meanwhile, nullptr)) first();
  if (!refusal.ok()) return refusal;
  ++appends;
  auto receipts = ledger_.append(std::move(events));
  cell_.store(ledger_.view());
  if (std::exchange(loses_next_answer, false)) return ledger::deadline_exceeded("append.unknown", "lost");
  return receipts;
}

// Receipts that are there, but not told yet.
class FixtureAppender::Begun final : public api::Waiting {
 public:
  Begun(Receipts receipts, std::int64_t due_micros)
      : receipts_(std::move(receipts)), due_micros_(due_micros) {}
  void notify(std::function<void()> resume) override { resume_ = std::move(resume); }
  std::int64_t due_micros() const override { return due_micros_; }
  void tell() {
    told_ = true;
    if (resume_) resume_();
  }
  Receipts take() { return told_ ? std::move(receipts_) : Receipts(ledger::append_unknown()); }

 private:
  Receipts receipts_;
  const std::int64_t due_micros_;
  bool told_ = false;
  std::function<void()> resume_;
};

std::optional<api::Later<api::Appender::Receipts>> FixtureAppender::begin(
    std::vector<ledger::VerifiedEvent>& events) {
  if (!later) return std::nullopt;
  const auto begun = std::make_shared<Begun>(append(std::move(events)), due_micros);
  begun_.push_back(begun);
  return api::Later<Receipts>{begun, [begun] { return begun->take(); }};
}

void FixtureAppender::deliver() {
  for (const auto& begun : std::exchange(begun_, {})) begun->tell();
}

api::Response response_of(api::Answer answer) {
  if (auto* response = std::get_if<api::Response>(&answer)) return std::move(*response);
  const auto& later = std::get<api::Later<api::Response>>(answer);
  std::promise<void> told;
  later.waiting->notify([&told] { told.set_value(); });
  told.get_future().wait();
  return later.finish();
}

api::Request request_of(std::string_view method, std::string_view target, std::string_view as,
                        std::vector<api::Header> headers, std::string body) {
  api::Request request;
  request.method = method;
  request.path = target.substr(0, target.find('?'));
  std::string_view query =
      target.size() > request.path.size() ? target.substr(request.path.size() + 1) : std::string_view();
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query = pair.size() == query.size() ? std::string_view() : query.substr(pair.size() + 1);
    const std::size_t equals = std::min(pair.find('='), pair.size());
    request.params.push_back(
        {std::string(pair.substr(0, equals)), std::string(pair.substr(std::min(equals + 1, pair.size())))});
  }
  request.headers = std::move(headers);
  request.headers.push_back({"host", "localhost"});
  request.body = std::move(body);
  request.remote_address = "127.0.0.1";
  request.over_tls = true;
  if (!as.empty()) {
    auto peer = std::make_shared<security::PeerCertificate>();
    peer->subject = as;
    request.peer = std::move(peer);
  }
  return request;
}

ApiFixture::ApiFixture() {
  found_cast();
  cell.store(ledger.view());
  projection_kv = std::make_unique<ledger::MemoryKv>(projections::family_names(registry).size());
  auto opened = projections::Projector::open({*projection_kv, cell, registry, metrics, ledger.clock()});
  LEDGER_CHECK(opened.ok());
  projector = std::move(opened).value();
  projector->start();
  context = std::make_unique<api::ApiContext>(context_with(ledger.vault()));
  context->waits = &waits;
  context->attachment_room = &room;
  denials = std::make_unique<api::DenialRecorder>(*context);
  pipeline = std::make_unique<api::Pipeline>(*context, *denials);

  catch_up();
}

// One group: a fixture for each test should not cost a sync for each event.
void ApiFixture::found_cast() {
  const EventBuilder staff = ledger.person("p-staff").set("org_id", "impl-40");
  basis_ = ledger::format_event_id(staff.build().id);
  setup_.push_back(ledger.signed_event(staff));
  for (const std::string_view person : {"p-auditor", "p-sec", "p-mirror", "p-none", "p-double"}) {
    setup_.push_back(ledger.signed_event(
        ledger.event("person.registered", "p-admin").set("person_id", person).set("name", "氏名 未定")));
  }
  enrol("p-staff", "impl_staff", "c40", "gw-c40");
  enrol("p-auditor", "auditor", "nation", "auditor");
  enrol("p-sec", "sec_staff", "nation", "security");
  enrol("p-mirror", "mirror", "nation", "mirror");
  enrol("p-double", "impl_staff", "c40", "double");
  enrol("p-double", "sec_staff", "nation", "");
  bind("roleless", "p-none");
  bind("gw-both", "p-staff");
  bind("gw-both", "p-bureau");

  EventBuilder business = ledger.event("business.registered", "p-staff");
  business.by("p-staff", "impl_staff", "impl-40", "c40").set("business_id", "b-1").set("center_id", "c40");
  business.set("kind", "sole_proprietor").set("pref_code", "40").set("jsic_code", "E");
  business.set("corporate_number_state", "absent");
  for (const std::string_view field : {"name", "address", "representative"}) business.set(field, kMarker);
  EventBuilder profile = ledger.event("business.profile_updated", "p-staff");
  profile.by("p-staff", "impl_staff", "impl-40", "c40")
      .set("business_id", "b-1")
      .set("as_of_on", "2026-05-01");
  profile.set("employees", std::int64_t{4242});
  for (const EventBuilder* builder : {&business, &profile}) {
    business_events.push_back(ledger::format_event_id(builder->build().id));
    setup_.push_back(ledger.attested_event(*builder, "gw-c40"));
  }
  ledger.must_append(std::move(setup_));
}

ApiFixture::~ApiFixture() {
  projector->stop();
}

void ApiFixture::bind(std::string_view principal, std::string_view person) {
  setup_.push_back(ledger.signed_event(ledger.event("principal.bound", "p-admin")
                                           .set("principal", principal)
                                           .set("kind", "system")
                                           .set("person_id", person)
                                           .set("credential", "x509:CN=ca|CN=" + std::string(principal))));
}

void ApiFixture::enrol(std::string_view person, std::string_view role, std::string_view scope,
                       std::string_view principal) {
  setup_.push_back(ledger.signed_event(ledger.event("role.granted", "p-admin")
                                           .set("person_id", person)
                                           .set("role", role)
                                           .set("scope", scope)
                                           .set("valid_from", "2025-04-01")
                                           .set("basis", basis_)));
  if (!principal.empty()) bind(principal, person);
}

api::ApiContext ApiFixture::context_with(const ledger::Unsealer& unsealer) {
  return {std::string(kTestOrigin),
          "test",
          ledger::merkle::format_vkey(ledger.signer().vkey()),
          false,
          appender,
          cell,
          ledger.admission(),
          unsealer,
          authenticator,
          projector.get(),
          metrics,
          ledger.clock()};
}

void ApiFixture::catch_up() {
  const auto head = cell.load()->head.size;
  EXPECT_EQ(projector->wait_until("", head, kCatchUpMicros).value, head.value);
}

ledger::StoredEvent ApiFixture::event_at(std::uint64_t position) const {
  auto stored = ledger::event_at(*ledger.view(), ledger::Position(position));
  LEDGER_CHECK(stored.ok());
  return std::move(stored).value();
}

std::vector<std::string> ApiFixture::types_since(std::uint64_t from) const {
  std::vector<std::string> types;
  for (std::uint64_t at = from; at < size(); ++at) types.push_back(event_at(at).signed_event.event.type);
  return types;
}

api::Response ApiFixture::post_event(std::string body, std::string_view as, std::string_view media_type) {
  return send(
      request_of("POST", "/v1/events", as, {{"content-type", std::string(media_type)}}, std::move(body)));
}

std::string ApiFixture::business_text(std::string_view id) {
  EventBuilder builder = ledger.event("business.registered", "p-staff");
  builder.by("p-staff", "impl_staff", "impl-40", "c40");
  const ledger::Event event = builder.build();
  ledger::JsonWriter json;
  json.begin_object()
      .member("id", ledger::format_event_id(event.id))
      .member("type", "business.registered")
      .member("stream", "business/" + std::string(id))
      .member("occurred_at", "2026-05-01T10:00:00+09:00")
      .member("purpose", "support");
  json.key("actor").begin_object().member("person", "p-staff").member("role", "impl_staff");
  json.member("org", "impl-40").member("center", "c40").end_object();
  json.key("data").begin_object().member("business_id", id).member("center_id", "c40");
  json.member("kind", "sole_proprietor").member("pref_code", "40").member("jsic_code", "E");
  json.member("corporate_number_state", "absent").member("name", kMarker).end_object();
  return json.end_object().take();
}

api::Call ApiFixture::call(const api::Request& request, std::string_view person, std::string_view role,
                           std::string_view principal, std::string_view purpose) const {
  api::Call call{*context, request, "request-id", {}, {}, cell.load()};
  if (!principal.empty()) {
    security::Principal proven;
    proven.id = ledger::PrincipalId(std::string(principal));
    proven.via = "mtls";
    call.caller.principal = proven;
  }
  call.caller.actor.person = ledger::PersonId(std::string(person));
  call.caller.actor.role = role;
  call.caller.purpose = purpose;
  return call;
}

ledger::JsonValue json_of(const api::Response& response) {
  auto json = ledger::read_json(response.body);
  EXPECT_TRUE(json.ok()) << response.status << " " << response.body;
  return json.ok() ? std::move(json).value() : ledger::JsonValue();
}

std::string code_of(const api::Response& response) {
  if (response.content_type != "application/problem+json") return {};
  return std::string(json_of(response).text("code"));
}

}  // namespace tests
