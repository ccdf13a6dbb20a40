// Event JSON: how a stored event looks in answers: where it stands, its exact entry text, and, after a
// recorded read, its opened fields. Pure; any thread.
#pragma once

#include "api/recorded_read.h"
#include "ledger/base/json_writer.h"

namespace api {

// {"id","type","position","recorded_at","leaf_hash","entry","payload":{…}} for the public part.
void write_stored(const ledger::StoredEvent& stored, ledger::JsonWriter& json);
// The same with "confidential":{name: value}, "disclosures":[encoded …] and "withheld":[digest …].
void write_disclosed(const DisclosedEvent& disclosed, ledger::JsonWriter& json);

}  // namespace api
