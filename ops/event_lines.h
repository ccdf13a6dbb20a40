// Event lines: the NDJSON that `daicho generate` writes and `daicho append` reads, cut into requests.
//
// One line is one of: an event in the attested form {…}; an SD-JWT as text; {"sd_jwt":"…"};
// {"as":"NAME","event":{…}} where NAME is the identity that sends it; {"deferred":{…}}, always a request of
// its own. A wrapped line may say what refuses it, {"as":…,"event":{…},"expected":{"rule":…,"code":…}}: a
// planted violation, a request of its own too. Consecutive lines of one way in and one identity make one
// request. Pure but for the stream it reads; single-threaded; bounded by the batch limits.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>

#include "ledger/base/status.h"

namespace ops {

enum class LineMode {
  kAttested,
  kSigned,
  kDeferred,  // of the generator: to be completed and signed by whoever appends (generate/deferred.h)
};

struct EventRequest {
  LineMode mode = LineMode::kAttested;
  std::string as;    // identity; empty: the default one
  std::string body;  // one event, or NDJSON when events > 1
  std::size_t events = 0;
  std::uint64_t first_line = 0;  // 1-based, for messages
  // Of a planted violation: the refusal that must answer it; both empty otherwise.
  std::string expected_rule, expected_code;
};

class EventLines {
 public:
  // `in` must outlive this.
  EventLines(std::istream& in, std::size_t events_max, std::size_t body_bytes_max)
      : in_(in), events_max_(events_max), body_bytes_max_(body_bytes_max) {}
  // The next request; nullopt at the end. invalid_argument line.malformed with the line number.
  ledger::Result<std::optional<EventRequest>> next();
  std::uint64_t lines_read() const { return line_number_; }

 private:
  struct Line {
    LineMode mode = LineMode::kAttested;
    std::string as;
    std::string event;
    std::uint64_t number = 0;
    std::string expected_rule, expected_code;
    bool alone() const { return mode == LineMode::kDeferred || !expected_code.empty(); }
  };
  ledger::Result<std::optional<Line>> read_line();
  std::istream& in_;
  const std::size_t events_max_;
  const std::size_t body_bytes_max_;
  std::uint64_t line_number_ = 0;
  std::optional<Line> held_;  // read ahead, belongs to the next request
};

}  // namespace ops
