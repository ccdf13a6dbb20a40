// The handlers behind the route table, one line each; grouped by file. Each takes the Call, answers from its
// view and returns a Response or the Status that becomes a problem. Any thread.
#pragma once

#include "api/routes.h"

namespace api {

// append_handler.cc
ledger::Result<Response> append_events(const Call& call);

// event_handler.cc
ledger::Result<Response> get_event(const Call& call);    // by id or position; ?fields=all is a recorded read
ledger::Result<Response> list_events(const Call& call);  // feed: never disclosures
ledger::Result<Response> get_stream(const Call& call);

// attachment_handler.cc
ledger::Result<Response> put_attachment(const Call& call);  // stored sealed, with its attachment.stored
ledger::Result<Response> get_attachment(const Call& call);  // a recorded read, by an event that refers to it

// proof_handler.cc
ledger::Result<Response> get_receipt(const Call& call);
ledger::Result<Response> get_inclusion(const Call& call);
ledger::Result<Response> get_consistency(const Call& call);

// log_handler.cc
ledger::Result<Response> get_checkpoint(const Call& call);
ledger::Result<Response> get_tile(const Call& call);

ledger::Result<Response> add_leaf(const Call& call);  // conformance ledgers only

// audit_handler.cc
ledger::Result<Response> get_access(const Call& call);   // ?record= | ?business= | ?actor=
ledger::Result<Response> get_denials(const Call& call);  // ?actor=

// state_handler.cc
ledger::Result<Response> get_state(const Call& call);          // one thing, by state_resources.h
ledger::Result<Response> get_state_part(const Call& call);     // one list of it, page by page
ledger::Result<Response> list_appointments(const Call& call);  // ?person= | ?center=

// figure_handler.cc
ledger::Result<Response> get_figures(const Call& call);         // each question of figure_question.h
ledger::Result<Response> get_indicator_list(const Call& call);  // what was counted, page by page

// projection_handler.cc
ledger::Result<Response> list_projections(const Call& call);
ledger::Result<Response> get_projection(const Call& call);  // Prefer: wait: until its rebuild has ended
ledger::Result<Response> rebuild_projection(const Call& call);

// report_handler.cc
ledger::Result<Response> get_monthly_report(const Call& call);

// service_handler.cc
ledger::Result<Response> get_health(const Call& call);
ledger::Result<Response> get_ready(const Call& call);
ledger::Result<Response> get_metrics(const Call& call);
ledger::Result<Response> get_openapi(const Call& call);
ledger::Result<Response> get_catalogue(const Call& call);
ledger::Result<Response> get_catalogue_schema(const Call& call);
ledger::Result<Response> get_policy(const Call& call);

}  // namespace api
