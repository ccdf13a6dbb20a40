// Making the requests of a measurement, on all cores, in the order of their numbers.
//
// Place in the flow: EventMaker → request file. Memory is bounded by one chunk of requests.
#pragma once

#include <cstdint>
#include <string>

#include "ledger/base/status.h"
#include "tests/bench/event_maker.h"

namespace bench {

struct RequestOptions {
  std::string out;
  WayIn way = WayIn::kEd25519;
  std::uint64_t first = 0;     // number of the first event
  std::uint64_t events = 0;    // rounded down to whole requests
  std::uint32_t batch = 1;     // events per request; 1: a plain event, more: NDJSON
  std::uint64_t distinct = 0;  // reads: so many different events, over and over; 0: each read another one
};

ledger::Status make_requests(const EventMaker& maker, const RequestOptions& options);

// `events` recorded reads, from the event `first` on: the confidential fields are opened.
ledger::Status make_reads(const EventMaker& maker, const RequestOptions& options, const std::string& person);

}  // namespace bench
