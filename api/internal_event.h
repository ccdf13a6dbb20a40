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

// One internal event, admitted: not appended yet.
ledger::Result<ledger::VerifiedEvent> make_internal(const ApiContext& context, std::string_view type,
                                                    const ledger::StreamId& stream,
                                                    const ledger::Actor& actor, const ledger::AttestedBy& by,
                                                    std::string_view purpose, ledger::JsonValue data);

// Appends one internal event and waits until it is durable.
ledger::Result<ledger::Receipt> append_internal(const ApiContext& context, std::string_view type,
                                                const ledger::StreamId& stream, const ledger::Actor& actor,
                                                const ledger::AttestedBy& by, std::string_view purpose,
                                                ledger::JsonValue data);

// auditlog.viewed for one page of an audit question; unavailable access.not_recorded when it can't be made
// durable.
ledger::Result<ledger::Receipt> record_log_view(const Call& call, std::string_view query,
                                                std::size_t results);

// figure.viewed for one question about figures; errors as record_log_view. `about`: "center:c40", "nation";
// `period`: a fiscal year or a month, empty for none.
struct FigureView {
  std::string query, about, period;
  std::size_t results = 0;
};
ledger::Result<ledger::Receipt> record_figure_view(const Call& call, const FigureView& view);

// record.exported for a CSV file that is about to leave the house: who took it, how much, and the hash that
// tells it again; the receipt of this event is its detached signature. Errors as record_log_view.
struct Export {
  std::string center, business;  // whose rows; empty: of the nation, of no single business
  std::size_t rows = 0;
};
ledger::Status record_export(const Call& call, const Export& file, const std::string& content);

ledger::AttestedBy attested_by(const Caller& caller);

// The log could not take it now, whatever it says; the same event may go in later.
bool is_transient(const ledger::Status& status);

// The service acting for nobody, and its own word for it.
ledger::Actor system_actor();
ledger::AttestedBy attested_by_service();

}  // namespace api
