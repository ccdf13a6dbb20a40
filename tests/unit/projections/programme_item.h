// ProgrammeItem: an event of a Programme as the projector would decode it from the log.
#pragma once

#include "ledger/event/sd_jwt.h"
#include "projections/log_item.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {

// As the projector would decode it from the log; leaf hashes are the Programme's, which signatures name.
inline projections::LogItem item_of(const ledger::LoggedEvent& logged) {
  const ledger::Event& event = logged.event;
  ledger::EventDraft draft{event.aud,
                           event.id,
                           event.type,
                           event.version,
                           event.stream,
                           event.expected_version,
                           event.occurred_at_text,
                           event.actor,
                           event.attested_by,
                           event.purpose,
                           event.refs,
                           event.data};
  std::vector<ledger::Disclosure> disclosures;
  for (std::size_t i = 0; i < event.sd_digests.size(); ++i) {
    ledger::Bytes salt(16, 's');
    salt[0] = static_cast<char>(i);
    disclosures.push_back(ledger::make_disclosure(salt, "field_" + std::to_string(i), ledger::JsonValue()));
  }
  projections::LogItem item;
  item.position = logged.position;
  item.leaf_hash = logged.leaf_hash;
  item.event = event;
  item.entry.recorded_at = logged.recorded_at;
  item.entry.jws = ledger::build_signing_input(ledger::SignatureAlgorithm::kEd25519,
                                               ledger::KeyId(ledger::to_base64url(std::string(32, 'k'))),
                                               ledger::build_payload(draft, disclosures)) +
                   "." + ledger::to_base64url(std::string(64, '\0'));
  return item;
}

}  // namespace tests
