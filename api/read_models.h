// ReadModels: the snapshot that an answer is made from, and what the answer then says about it.
//
// Place in the flow: handlers take their snapshot here and nowhere else, naming the projections that they
// read; the pipeline puts what was noted into the answer's head (Daicho-Read-Models: name, version, size),
// or, when a projection could not answer, how far its rows have come into the refusal. Any thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "api/problem.h"
#include "api/routes.h"

namespace api {

projections::Snapshot read_models(const Call& call, std::initializer_list<std::string_view> names);
// That the call needs the projection, before it is known whether it can answer.
void note_read_model(const Call& call, std::string_view name);

// "state_history;version=1;size=123, …" (RFC 8941) of those that answered; empty: none did.
std::string read_models_header(const std::vector<ReadModel>& models);
// How far the rows are that will answer for each of them. `total`: entries of the view asked about.
std::vector<Progress> progress_of(const std::vector<ReadModel>& models,
                                  const projections::Projector& projector, ledger::TreeSize total);

}  // namespace api
