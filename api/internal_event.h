// Internal events: what the service itself writes about reads and refusals, as attested events of the reader.
//
// Place in the flow: recorded reads, audit handlers and the DenialRecorder build them here and append them
// like any other event. Any thread.
#pragma once

#include <string>

#include "api/routes.h"
#include "ledger/base/json_value.h"

namespace api {

// Stream of access events: "access/<scope>/<yyyy-mm>", the month in JST.
ledger::StreamId access_stream(std::string_view scope, ledger::UnixMicros at);
// A fresh UUIDv7 for `at`. unavailable random.failed.
ledger::Result<ledger::EventId> new_event_id(ledger::UnixMicros at);

// Appends one internal event and waits until it is durable.
ledger::Result<ledger::Receipt> append_internal(const ApiContext& context, std::string_view type,
                                                const ledger::StreamId& stream, const ledger::Actor& actor,
                                                const ledger::AttestedBy& by, std::string_view purpose,
                                                ledger::JsonValue data);

// auditlog.viewed for one page of an audit question; unavailable access.not_recorded when it can't be made
// durable.
ledger::Result<ledger::Receipt> record_log_view(const Call& call, std::string_view query,
                                                std::size_t results);

ledger::AttestedBy attested_by(const Caller& caller);

}  // namespace api
