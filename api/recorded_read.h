// RecordedRead: the only way by which confidential fields leave the service (security.md §3).
//
// Evaluate on the pinned view and hold the rows; append record.viewed with exactly the ids that are about to
// leave; the writer judges it at its position; when it is durable, open the sealed fields and release the
// rows, else nothing leaves and the answer is 503. At most kAccessIdsMax ids per access event. Any thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/routes.h"
#include "ledger/journal/reader.h"

namespace api {

struct DisclosedEvent {
  ledger::StoredEvent stored;
  // Opened disclosures in the order of the event's digests; an erased or lost one is absent from here and
  // named in `withheld` by its digest.
  std::vector<ledger::Disclosure> disclosures;
  std::vector<ledger::Hash32> withheld;
};

struct RecordedRead {
  std::vector<DisclosedEvent> events;
  ledger::Receipt access;  // the receipt of the access event: goes out as the Daicho-Access-Event header
};

// invalid_argument purpose.missing: before anything is asked of the policy.
ledger::Status require_purpose(const Call& call);

// The recording half alone, for what is opened otherwise: the policy is asked for each event of `basis`, and
// the access event names `ids`. Nothing may be opened before it is ok. Errors as read_recorded.
ledger::Result<ledger::Receipt> record_access(const Call& call, const ledger::StreamId& record,
                                              const std::vector<ledger::StoredEvent>& basis,
                                              const std::vector<ledger::EventId>& ids);

// Opens what is sealed of one event. For the service's own sums over many businesses, which leave as a total;
// whatever shows a field goes through read_recorded. data_loss vault.corrupt; errors of the store.
ledger::Result<DisclosedEvent> disclose(const ledger::LedgerView& view, const ledger::Unsealer& unsealer,
                                        ledger::StoredEvent stored);

// `record` is what was asked for, as a stream id. permission_denied by the policy row of each event's data
// class and scope (nothing is appended then); unavailable access.not_recorded when the access event can't be
// made durable.
ledger::Result<RecordedRead> read_recorded(const Call& call, const ledger::StreamId& record,
                                           std::vector<ledger::StoredEvent> events);

// The same for one event, and without a thread that waits where the caller of the handler can do that
// (Call::later): `show` makes the response of what was read.
using Show = std::function<ledger::Result<Response>(const RecordedRead& read)>;
ledger::Result<Response> show_recorded(const Call& call, const ledger::StreamId& record,
                                       ledger::StoredEvent stored, Show show);

}  // namespace api
