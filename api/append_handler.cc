#include <optional>

#include "api/attachment_claims.h"
#include "api/handlers.h"
#include "api/internal_event.h"
#include "api/number_comparison.h"
#include "api/query_args.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/records.h"
#include "ledger/journal/batch_keys.h"
#include "ledger/journal/kv_state.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Status;
using Receipts = std::vector<ledger::Receipt>;

// A larger body is worth a thread that waits: threads are few, so what such requests hold together is
// bounded.
constexpr std::size_t kLaterBodyBytesMax = 64U << 10;

// One event in the attested form. The principal is who is authenticated; whom it may speak for, the writer
// decides.
Result<ledger::VerifiedEvent> admit_attested(const Call& call, std::string_view text) {
  if (!call.caller.principal) {
    return ledger::unauthenticated("credential.missing", "an attested event needs an authenticated sender")
        .want("a client certificate bound to a principal, or an author-signed event (application/sd-jwt)");
  }
  LEDGER_ASSIGN(const ledger::JsonValue body, ledger::read_json(text));
  LEDGER_ASSIGN(ledger::AttestedRequest request, ledger::parse_attested(body, call.context.origin));
  return call.context.admission.admit_attested(std::move(request), attested_by(call.caller));
}

Result<ledger::VerifiedEvent> admit_one(const Call& call, std::string_view text, bool attested,
                                        const ledger::StateView& keys) {
  return attested ? admit_attested(call, text) : call.context.admission.admit_signed(text, keys);
}

// Non-empty lines of an NDJSON body; a final newline is allowed, empty lines are not.
Result<std::vector<std::string_view>> split_lines(std::string_view body) {
  std::vector<std::string_view> lines;
  if (body.ends_with('\n')) body.remove_suffix(1);
  while (true) {
    const std::size_t end = body.find('\n');
    std::string_view line = body.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) {
      return ledger::invalid("batch.empty_line", "a batch has one event on every line")
          .at("/" + std::to_string(lines.size()));
    }
    if (lines.size() == ledger::kBatchEventsMax) {
      return ledger::exhausted(
          "batch.too_long", "a batch holds at most " + std::to_string(ledger::kBatchEventsMax) + " events");
    }
    lines.push_back(line);
    if (end == std::string_view::npos) return lines;
    body.remove_prefix(end + 1);
  }
}

Result<std::vector<ledger::VerifiedEvent>> admit_batch(const Call& call) {
  LEDGER_ASSIGN(const auto lines, split_lines(call.request.body));
  const bool attested = lines.front().front() == '{';
  std::vector<ledger::VerifiedEvent> events;
  events.reserve(lines.size());
  const ledger::KvState state(*call.view->reader);
  const ledger::KnownKeys known = call.context.admission.known_keys(state);
  ledger::BatchKeys keys(known);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string prefix = "/" + std::to_string(i);
    if ((lines[i].front() == '{') != attested) {
      return ledger::invalid("batch.mixed", "a batch is either all attested or all author-signed").at(prefix);
    }
    auto event = admit_one(call, lines[i], attested, keys);
    if (!event.ok()) return event.status().under(prefix);
    keys.note(*event);
    events.push_back(std::move(event).value());
  }
  return events;
}

// What a refusal is recorded with; the events themselves go to the writer.
struct Attempted {
  AppendAttempt attempt;
  bool attested;
  ledger::KeyId kid;
};

std::vector<Attempted> attempted(const std::vector<ledger::VerifiedEvent>& events) {
  std::vector<Attempted> all;
  all.reserve(events.size());
  for (const ledger::VerifiedEvent& one : events) {
    const ledger::Event& event = one.event();
    all.push_back({{event.type, event.actor}, event.attested(), one.signed_event().jws.kid});
  }
  return all;
}

// Whether the sender is proven to be the event's actor: by the actor's own key, or by a credential that
// speaks for the actor. Anybody may write any name into an attested event. Asked of refused events only.
bool is_actor_proven(const Call& call, const Attempted& event) {
  const ledger::PersonId& person = event.attempt.actor.person;
  const ledger::KvState state(*call.view->reader);
  if (!event.attested) {
    const auto key = ledger::find_key(state, event.kid);
    return key && key->person == person;
  }
  return call.caller.principal &&
         ledger::find_principal_binding(state, call.caller.principal->id, person).has_value();
}

// The element of the batch that the refusal points at ("/17/data/minutes"); the first when it names none.
std::size_t element_of(const ledger::Status& refusal, std::size_t count) {
  const std::string& pointer = refusal.pointer();
  const std::size_t end = std::min(pointer.find('/', 1), pointer.size());
  const auto index = end > 1 ? ledger::parse_decimal(pointer.substr(1, end - 1)) : std::nullopt;
  return index && *index < count ? static_cast<std::size_t>(*index) : 0;
}

void write_minimal(const ledger::Receipt& receipt, ledger::JsonWriter& json) {
  json.begin_object()
      .member("id", ledger::format_event_id(receipt.id))
      .member("position", receipt.position.value)
      .member("recorded_at", ledger::format_recorded_at(receipt.recorded_at))
      .member("leaf_hash", ledger::to_hex(ledger::view_of(receipt.leaf_hash)))
      .member("stored_before", receipt.stored_before)
      .end_object();
}

// About what the receipts take: quotation marks and line ends of entry and proof are escaped.
std::size_t bytes_of(const Receipts& receipts) {
  std::size_t bytes = 0;
  for (const ledger::Receipt& receipt : receipts) {
    bytes += 384 + receipt.entry.size() + receipt.entry.size() / 16 + receipt.tlog_proof.size();
  }
  return bytes;
}

Response answer(const Call& call, const Receipts& receipts, bool batch) {
  const bool minimal = prefers_minimal(call.request);
  ledger::JsonWriter json;
  if (!minimal) json.reserve(bytes_of(receipts));
  if (batch) json.begin_object().key("receipts").begin_array();
  bool any_new = false;
  std::uint64_t size = 0;
  for (const ledger::Receipt& receipt : receipts) {
    any_new = any_new || !receipt.stored_before;
    size = std::max(size, receipt.position.value + 1);
    minimal ? write_minimal(receipt, json) : ledger::write_receipt(receipt, json);
  }
  if (batch) json.end_array().end_object();
  Response response;
  response.status = any_new ? 201 : 200;
  response.content_type = "application/json";
  response.body = json.take();
  if (!batch) {
    const ledger::Receipt& receipt = receipts.front();
    response.set_header("ETag", "\"" + ledger::to_hex(ledger::view_of(receipt.leaf_hash)) + "\"");
    response.set_header("Location", "/v1/events/" + ledger::format_event_id(receipt.id));
  }
  if (minimal) response.set_header("Preference-Applied", "return=minimal");
  response.set_header("Ledger-Position", std::to_string(size));
  return response;
}

// The answer to what became of the events; a refusal is left under the actor's name, if that is proven.
Result<Response> conclude(const Call& call, const Result<Receipts>& receipts, std::vector<Attempted> all,
                          bool batch) {
  if (receipts.ok()) return answer(call, *receipts, batch);
  Attempted& refused = all[element_of(receipts.status(), all.size())];
  if (call.attempt != nullptr && is_actor_proven(call, refused)) {
    *call.attempt = std::move(refused.attempt);
  }
  return receipts.status();
}

}  // namespace

Result<Response> append_events(const Call& call) {
  const std::string type = media_type(call.request);
  const bool batch = type == "application/x-ndjson";
  std::vector<ledger::VerifiedEvent> events;
  if (batch) {
    LEDGER_ASSIGN(events, admit_batch(call));
  } else {
    const bool attested = type == "application/json";
    const ledger::KvState state(*call.view->reader);
    const ledger::KnownKeys keys = call.context.admission.known_keys(state);
    LEDGER_ASSIGN(ledger::VerifiedEvent event, admit_one(call, call.request.body, attested, keys));
    events.push_back(std::move(event));
  }
  std::vector<Attempted> all = attempted(events);
  Status claims = check_number_claims(call, events);
  if (claims.ok()) claims = check_attachment_claims(call, events);
  if (!claims.ok()) return conclude(call, claims, std::move(all), batch);
  if (call.later != nullptr && call.request.body.size() <= kLaterBodyBytesMax) {
    if (auto begun = call.context.appender.begin(events)) {
      *call.later = {std::move(begun->waiting),
                     [&call, finish = std::move(begun->finish), all = std::move(all), batch]() mutable {
                       return conclude(call, finish(), std::move(all), batch);
                     }};
      return Response();
    }
  }
  return conclude(call, call.context.appender.append(std::move(events)), std::move(all), batch);
}

}  // namespace api
