#include "api/recorded_read.h"

#include <algorithm>

#include "api/authorisation.h"
#include "api/internal_event.h"
#include "ledger/base/limits.h"
#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "ledger/domain/codes.h"
#include "ledger/store/kv_log_store.h"

namespace api {
namespace {

using ledger::JsonValue;
using ledger::Result;

// What the policy said about all events of one read together.
struct Permission {
  std::string center;
  std::string business;
  std::optional<ledger::EventId> consent, emergency;
};

Result<Permission> permit(const Call& call, const std::vector<ledger::StoredEvent>& events) {
  Permission permission;
  for (const ledger::StoredEvent& stored : events) {
    const Target target = target_of(call, stored.signed_event.event);
    LEDGER_ASSIGN(const security::Decision decision,
                  require(call, security::Action::kReadConfidential, target));
    if (permission.center.empty()) permission.center = target.center;
    if (permission.business.empty()) permission.business = target.business;
    if (decision.consent) permission.consent = decision.consent;
    if (decision.emergency) permission.emergency = decision.emergency;
  }
  return permission;
}

JsonValue viewed_data(const Call& call, const ledger::StreamId& record,
                      const std::vector<ledger::EventId>& shown, const Permission& permission,
                      const std::string& center) {
  JsonValue::Array ids;
  for (const ledger::EventId& id : shown) ids.emplace_back(ledger::format_event_id(id));
  JsonValue::Array classes;
  classes.emplace_back("public");
  classes.emplace_back("confidential");
  JsonValue data{JsonValue::Object{}};
  data.add("record", JsonValue(record.value));
  data.add("center_id", JsonValue(center));
  data.add("record_ids", JsonValue(std::move(ids)));
  data.add("field_classes", JsonValue(std::move(classes)));
  data.add("view_position", JsonValue(static_cast<std::int64_t>(call.view->head.size.value)));
  if (permission.consent) data.add("consent_ref", JsonValue(ledger::format_event_id(*permission.consent)));
  if (permission.emergency) {
    data.add("break_glass_ref", JsonValue(ledger::format_event_id(*permission.emergency)));
  }
  if (!permission.business.empty()) data.add("business_id", JsonValue(permission.business));
  return data;
}

using Events = std::vector<ledger::VerifiedEvent>;

// The receipt of the access event. The writer's word counts: it judges the read at its position. Everything
// else means that the read can't be recorded, and then nothing leaves.
Result<ledger::Receipt> judged(Appender::Receipts access) {
  if (access.ok()) return std::move(access->front());
  if (access.status().code() == ledger::StatusCode::kPermissionDenied) return access.status();
  return ledger::unavailable("access.not_recorded", "the access could not be recorded (" +
                                                        access.status().reason() + "), so nothing is shown");
}

// The access event, admitted; the policy has been asked.
Result<Events> make_access(const Call& call, const ledger::StreamId& record,
                           const std::vector<ledger::StoredEvent>& basis,
                           const std::vector<ledger::EventId>& ids) {
  if (call.context.read_only != nullptr) return read_only_refusal(*call.context.read_only);
  LEDGER_TRY(require_purpose(call));
  if (ids.size() > ledger::kAccessIdsMax) {
    return ledger::exhausted("access.too_many", "one recorded read covers at most " +
                                                    std::to_string(ledger::kAccessIdsMax) + " events")
        .want("a smaller limit");
  }
  LEDGER_ASSIGN(const Permission permission, permit(call, basis));
  const std::string center = permission.center.empty() ? std::string("hq") : permission.center;
  auto made = make_internal(call.context, "record.viewed", access_stream(center, call.context.clock.now()),
                            call.caller.actor, attested_by(call.caller), call.caller.purpose,
                            viewed_data(call, record, ids, permission, center));
  if (!made.ok()) return judged(made.status()).status();
  Events events;
  events.push_back(*std::move(made));
  return events;
}

// Opens what has been recorded.
Result<RecordedRead> open_recorded(const Call& call, Result<ledger::Receipt> access,
                                   std::vector<ledger::StoredEvent> events) {
  RecordedRead read;
  LEDGER_ASSIGN(read.access, std::move(access));
  for (ledger::StoredEvent& stored : events) {
    LEDGER_ASSIGN(DisclosedEvent disclosed, disclose(*call.view, call.context.unsealer, std::move(stored)));
    read.events.push_back(std::move(disclosed));
  }
  return read;
}

std::vector<ledger::EventId> ids_of(const std::vector<ledger::StoredEvent>& events) {
  std::vector<ledger::EventId> ids;
  ids.reserve(events.size());
  for (const ledger::StoredEvent& stored : events) ids.push_back(stored.signed_event.event.id);
  return ids;
}

}  // namespace

ledger::Status require_purpose(const Call& call) {
  if (!call.caller.purpose.empty()) return ledger::Status();
  return ledger::invalid("purpose.missing", "reading or storing what is confidential needs a purpose")
      .want("a Daicho-Purpose header with one of the catalogue's purposes");
}

Result<ledger::Receipt> record_access(const Call& call, const ledger::StreamId& record,
                                      const std::vector<ledger::StoredEvent>& basis,
                                      const std::vector<ledger::EventId>& ids) {
  LEDGER_ASSIGN(Events access, make_access(call, record, basis, ids));
  return judged(call.context.appender.append(std::move(access)));
}

Result<DisclosedEvent> disclose(const ledger::LedgerView& view, const ledger::Unsealer& unsealer,
                                ledger::StoredEvent stored) {
  DisclosedEvent disclosed;
  const ledger::Event& event = stored.signed_event.event;
  LEDGER_ASSIGN(const auto rows, ledger::read_sealed(*view.reader, event.id));
  for (const ledger::Hash32& digest : event.sd_digests) {
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const auto& one) { return one.first == digest; });
    if (row == rows.end()) {
      disclosed.withheld.push_back(digest);
      continue;
    }
    auto opened = unsealer.open(event.id, digest, row->second);
    if (!opened.ok() && opened.status().code() == ledger::StatusCode::kNotFound) {
      disclosed.withheld.push_back(digest);
      continue;
    }
    if (!opened.ok()) return opened.status();
    LEDGER_ASSIGN(ledger::Disclosure disclosure, ledger::parse_disclosure(*opened));
    if (disclosure.digest != digest)
      return ledger::data_loss("vault.corrupt", "a sealed field is another event's");
    disclosed.disclosures.push_back(std::move(disclosure));
  }
  disclosed.stored = std::move(stored);
  return disclosed;
}

Result<RecordedRead> read_recorded(const Call& call, const ledger::StreamId& record,
                                   std::vector<ledger::StoredEvent> events) {
  Result<ledger::Receipt> access = record_access(call, record, events, ids_of(events));
  return open_recorded(call, std::move(access), std::move(events));
}

Result<Response> show_recorded(const Call& call, const ledger::StreamId& record, ledger::StoredEvent stored,
                               Show show) {
  std::vector<ledger::StoredEvent> events;
  events.push_back(std::move(stored));
  LEDGER_ASSIGN(Events access, make_access(call, record, events, ids_of(events)));
  auto finish = [&call, events = std::move(events),
                 show = std::move(show)](Appender::Receipts receipts) mutable -> Result<Response> {
    LEDGER_ASSIGN(const RecordedRead read,
                  open_recorded(call, judged(std::move(receipts)), std::move(events)));
    return show(read);
  };
  if (call.later != nullptr) {
    if (auto begun = call.context.appender.begin(access)) {
      *call.later = {std::move(begun->waiting),
                     [finish = std::move(finish), receipts = std::move(begun->finish)]() mutable {
                       return finish(receipts());
                     }};
      return Response();
    }
  }
  return finish(call.context.appender.append(std::move(access)));
}

}  // namespace api
