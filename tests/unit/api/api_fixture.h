// ApiFixture: the whole API in process, over a real ledger in memory: no sockets, no TLS, no disk for the
// rows.
//
// Replaced are only the network (requests are built here), the authenticator (a certificate's subject is its
// principal's id) and the way to the writer, which a test may close. The cast, by principal:
//   gw        p-bureau, bureau_officer of bureau-kyushu      gw-c40    p-staff, impl_staff of c40
//   auditor   p-auditor, auditor of the nation              security  p-sec, sec_staff of the nation
//   mirror    p-mirror, mirror of the nation                roleless  p-none, who holds no role
//   gw-both   p-staff and p-bureau                          double    p-double, impl_staff and sec_staff
//   nobody    is proven, but bound to no person             stranger  is refused by the authenticator
// Business b-1 has two events of three confidential texts each that hold kMarker. One thread, beside the
// projector's.
#pragma once

#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/context.h"
#include "api/denial_recorder.h"
#include "api/pipeline.h"
#include "api/problem.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/uuid.h"
#include "ledger/journal/reader.h"
#include "ledger/merkle/vkey.h"
#include "ledger/store/memory_kv.h"
#include "projections/registry.h"
#include "tests/support/ledger_fixture.h"

namespace tests {

inline constexpr std::string_view kMarker = "MARKERqzw4242confidential";

class FakeAuthenticator final : public security::Authenticator {
 public:
  ledger::Result<std::optional<security::Principal>> authenticate(
      const security::Credential& credential) const override;
};

// Appends to the fixture's ledger and publishes; or refuses everything with `refusal`.
class FixtureAppender final : public api::Appender {
 public:
  FixtureAppender(LedgerFixture& ledger, ledger::ViewCell& cell) : ledger_(ledger), cell_(cell) {}
  Receipts append(std::vector<ledger::VerifiedEvent> events) override;
  // With `later`: appended at once, and told only when deliver() is called.
  std::optional<api::Later<Receipts>> begin(std::vector<ledger::VerifiedEvent>& events) override;
  void deliver();
  bool writable() const override { return refusal.ok(); }

  bool later = false;
  std::int64_t due_micros = std::numeric_limits<std::int64_t>::max();
  ledger::Status refusal;
  std::size_t appends = 0;
  // Called before an append is begun, once: what comes in between.
  std::function<void()> meanwhile;
  bool loses_next_answer = false;  // stored all the same

 private:
  class Begun;
  LedgerFixture& ledger_;
  ledger::ViewCell& cell_;
  std::vector<std::shared_ptr<Begun>> begun_;
};

// The response itself, or what comes of it as soon as it is told.
api::Response response_of(api::Answer answer);

// Target with its query ("/v1/events?limit=5"), not percent-encoded; `as` empty: no certificate.
api::Request request_of(std::string_view method, std::string_view target, std::string_view as = {},
                        std::vector<api::Header> headers = {}, std::string body = {});

class ApiFixture {
 public:
  ApiFixture();
  ~ApiFixture();

  api::Response send(const api::Request& request) { return response_of(pipeline->handle(request)); }
  api::Response get(std::string_view target, std::string_view as = {},
                    std::vector<api::Header> headers = {}) {
    return send(request_of("GET", target, as, std::move(headers)));
  }
  api::Response post_event(std::string body, std::string_view as,
                           std::string_view media_type = "application/json");
  // The attested form of a new business of c40 by p-staff.
  std::string business_text(std::string_view id);
  // A call as the pipeline would hand it to a handler, for tests of single parts; borrows `request`.
  api::Call call(const api::Request& request, std::string_view person = {}, std::string_view role = {},
                 std::string_view principal = {}, std::string_view purpose = {}) const;

  // The fixture's context, but for what opens sealed fields.
  api::ApiContext context_with(const ledger::Unsealer& unsealer);
  // Waits until the projections hold everything that is published.
  void catch_up();
  // Makes every append fail, as after a failed write.
  void close_writer() { appender.refusal = ledger::unavailable("journal.closed", "closed for the test"); }
  ledger::StoredEvent event_at(std::uint64_t position) const;
  std::uint64_t size() const { return cell.load()->head.size.value; }
  // Types of the events from `from` on.
  std::vector<std::string> types_since(std::uint64_t from) const;

  LedgerFixture ledger;
  ledger::ViewCell cell;
  ledger::Metrics metrics;
  FixtureAppender appender{ledger, cell};
  FakeAuthenticator authenticator;
  projections::Registry registry = projections::standard_registry();
  std::unique_ptr<ledger::MemoryKv> projection_kv;
  std::unique_ptr<projections::Projector> projector;
  api::WaitPlaces waits{1};
  api::AttachmentRoom room{cell};
  std::unique_ptr<api::ApiContext> context;
  std::unique_ptr<api::DenialRecorder> denials;
  std::unique_ptr<api::Pipeline> pipeline;
  std::vector<std::string> business_events;  // ids of b-1's events, oldest first

 private:
  void enrol(std::string_view person, std::string_view role, std::string_view scope,
             std::string_view principal);
  void bind(std::string_view principal, std::string_view person);
  void found_cast();
  std::vector<ledger::VerifiedEvent> setup_;
  std::string basis_;
};

// The answer's body as JSON; the test fails when it is none.
ledger::JsonValue json_of(const api::Response& response);
// `code` of a problem; empty when the answer is none.
std::string code_of(const api::Response& response);

}  // namespace tests
