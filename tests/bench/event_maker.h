// EventMaker: as many valid events as a measurement needs, made before it begins.
//
// Place in the flow: a generated month (`daicho generate`) gives the templates: its consultation.opened
// lines, whose people, business and consent the ledger knows by then. Each event made is such a line with an
// id, a case and thereby a stream of its own; equal numbers give equal bytes. Keys are demonstration keys of
// the generator (ops/generate/deferred.h) and, for ES256, keys derived in the same way. Immutable after
// make(); any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json_value.h"
#include "ledger/base/status.h"
#include "security/signature.h"

namespace bench {

enum class WayIn { kEd25519, kEs256, kAttested };

class EventMaker {
 public:
  struct Options {
    std::string generated_file;  // NDJSON of `daicho generate`
    std::string origin;
    std::string seed;
  };
  // unavailable file.io; invalid_argument bench.templates: no usable line.
  static ledger::Result<EventMaker> make(Options options);

  // An SD-JWT, or the JSON text of an attested event.
  ledger::Result<std::string> event(std::uint64_t number, WayIn way) const;
  std::string event_id(std::uint64_t number) const;
  // SD-JWTs that enrol the ES256 keys of all authors, signed by their centre's lead; one per line.
  ledger::Result<std::string> enrolments() const;
  // The raw public key of an author's key; empty when no author has it.
  std::string public_key(std::string_view kid) const;
  // The identity whose certificate sends the attested events.
  const std::string& sender() const { return sender_; }

 private:
  struct Template {
    ledger::JsonValue event;
    security::PrivateKey ed25519;
    security::PrivateKey es256;
  };
  explicit EventMaker(Options options) : options_(std::move(options)) {}
  ledger::Status take_lines();
  ledger::Result<ledger::JsonValue> fill(std::uint64_t number) const;

  Options options_;
  std::string sender_;
  std::vector<Template> templates_;
};

}  // namespace bench
