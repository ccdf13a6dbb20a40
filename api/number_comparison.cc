#include "api/number_comparison.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "api/rule_preview.h"
#include "ledger/domain/catalogue.h"
#include "ledger/journal/reader.h"
#include "ledger/store/kv_log_store.h"

namespace api {
namespace {

using ledger::Result;
using ledger::Status;

constexpr std::string_view kMerged = "business.merged";
constexpr std::string_view kVerified = "business.corporate_number_verified";
constexpr std::string_view kField = "corporate_number";
// Events of one business that are looked through; one with a longer past counts as not known.
constexpr std::uint64_t kEventsMax = 10'000;

// What the vault knows of one business's number.
struct Known {
  bool certain = true;  // false: a sealed number can't be opened any more
  std::string number;   // empty: none was ever given
};

bool carries_number(const ledger::Event& event) {
  const ledger::TypeSpec* row = ledger::find_type(event.type, event.version);
  return row != nullptr && ledger::find_field(*row, kField) != nullptr;
}

std::string number_in(const std::vector<ledger::Disclosure>& disclosures) {
  for (const ledger::Disclosure& one : disclosures) {
    if (one.name == kField && one.value.is_string()) return one.value.as_string();
  }
  return {};
}

// The number that a logged event holds.
Result<Known> opened_number(const Call& call, const ledger::Event& event) {
  Known known;
  LEDGER_ASSIGN(const auto rows, ledger::read_sealed(*call.view->reader, event.id));
  if (rows.size() < event.sd_digests.size()) known.certain = false;
  for (const auto& [digest, sealed] : rows) {
    auto opened = call.context.unsealer.open(event.id, digest, sealed);
    if (!opened.ok() && opened.status().code() == ledger::StatusCode::kNotFound) {
      known.certain = false;
      continue;
    }
    if (!opened.ok()) return opened.status();
    LEDGER_ASSIGN(const ledger::Disclosure disclosure, ledger::parse_disclosure(*opened));
    if (disclosure.name == kField && disclosure.value.is_string()) {
      return Known{true, disclosure.value.as_string()};
    }
  }
  return known;
}

// The newest number of a business: of the elements before in the batch, else of the log.
Result<Known> known_number(const Call& call, std::span<const ledger::VerifiedEvent> before,
                           std::string_view business) {
  for (auto event = before.rbegin(); event != before.rend(); ++event) {
    if (event->event().text("business_id") != business || !carries_number(event->event())) continue;
    std::string number = number_in(event->signed_event().disclosures);
    if (!number.empty()) return Known{true, std::move(number)};
  }
  const ledger::StreamId stream("business/" + std::string(business));
  LEDGER_ASSIGN(const auto positions,
                ledger::read_stream(*call.view->reader, stream, ledger::StreamVersion(0), kEventsMax + 1));
  Known known;
  known.certain = positions.size() <= kEventsMax;
  for (auto position = positions.rbegin(); position != positions.rend(); ++position) {
    LEDGER_ASSIGN(const ledger::StoredEvent stored, ledger::event_at(*call.view, *position));
    if (!carries_number(stored.signed_event.event)) continue;
    LEDGER_ASSIGN(Known one, opened_number(call, stored.signed_event.event));
    if (!one.number.empty()) return one;
    known.certain = known.certain && one.certain;
  }
  return known;
}

std::string_view relation(const Known& one, const Known& other) {
  if (!one.number.empty() && !other.number.empty()) return one.number == other.number ? "equal" : "different";
  if (!one.certain || !other.certain) return "unknown";
  return one.number.empty() && other.number.empty() ? "both_absent" : "one_absent";
}

std::string_view finding(const Known& registered, const std::string& looked_up) {
  if (registered.number.empty()) return registered.certain ? "first" : "unknown";
  return registered.number == looked_up ? "equal" : "different";
}

Status judge(const ledger::Event& event, std::string_view field, std::string_view found) {
  const std::string_view claimed = event.text(field);
  const bool agrees = claimed == found || (claimed == "unknown" && found != "different");
  // What can't be opened any more contradicts nobody.
  if (agrees || found == "unknown") return Status();
  return ledger::forbidden_by_rule("number.contradicted",
                                   "the sealed corporate numbers do not say what the event says of them")
      .at("/data/" + std::string(field))
      .want("the outcome of comparing the numbers that are sealed here, or unknown");
}

Status check_one(const Call& call, std::span<const ledger::VerifiedEvent> before,
                 const ledger::VerifiedEvent& verified) {
  const ledger::Event& event = verified.event();
  const bool merges = event.type == kMerged;
  if (!merges && event.type != kVerified) return Status();
  // A repeated event gets its receipt, whatever has become known since.
  if (ledger::event_by_id(*call.view, event.id).ok()) return Status();
  if (merges) {
    LEDGER_ASSIGN(const Known surviving, known_number(call, before, event.text("business_id")));
    LEDGER_ASSIGN(const Known absorbed, known_number(call, before, event.text("absorbed_id")));
    return judge(event, "number_relation", relation(surviving, absorbed));
  }
  LEDGER_ASSIGN(const Known registered, known_number(call, before, event.text("business_id")));
  return judge(event, "number_finding", finding(registered, number_in(verified.signed_event().disclosures)));
}

}  // namespace

Status check_number_claims(const Call& call, const std::vector<ledger::VerifiedEvent>& events) {
  const bool batch = events.size() > 1;
  for (std::size_t i = 0; i < events.size(); ++i) {
    Status contradiction = check_one(call, std::span(events).first(i), events[i]);
    if (contradiction.ok()) continue;
    LEDGER_TRY(judged_by_rules(call, std::span(events).first(i + 1), batch));
    return std::move(contradiction).under(element_prefix(i, batch));
  }
  return Status();
}

}  // namespace api
