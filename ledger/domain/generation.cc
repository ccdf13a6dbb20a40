#include "ledger/domain/generation.h"

#include <algorithm>

#include "ledger/base/sha256.h"
#include "ledger/domain/effect_functions.h"
#include "ledger/domain/effect_values.h"
#include "ledger/domain/records.h"

namespace ledger {
namespace {

constexpr std::string_view kPreviousMembers[] = {"previous_origin", "previous_log_key",   "previous_size",
                                                 "previous_root",   "previous_signature", "state_parts",
                                                 "state_digest"};
constexpr std::string_view kLossMembers[] = {"previous_anchor_size", "lost_from", "lost_to"};

Hash32 chained(ByteView before, ByteView part) {
  return sha256(Bytes(before) + Bytes(part));
}

Status wrong_generation(const char* what, std::string_view member) {
  return invalid("genesis.generation", what).at("/data/" + std::string(member));
}

// What the genesis says is lost must follow from the sizes that it names.
Status check_loss(const Event& genesis) {
  const auto said = [&](std::string_view name) { return genesis.field(name) != nullptr; };
  const bool more_was_known = said("previous_anchor_size") &&
                              genesis.number("previous_anchor_size") > genesis.number("previous_size");
  if (said("lost_from") != more_was_known || said("lost_to") != more_was_known) {
    return wrong_generation("a range is lost exactly when more entries were known than are carried over",
                            "lost_from");
  }
  if (!more_was_known) return Status();
  if (genesis.number("lost_from") != genesis.number("previous_size") ||
      genesis.number("lost_to") != genesis.number("previous_anchor_size") - 1) {
    return wrong_generation("the lost range is that from previous_size to previous_anchor_size", "lost_from");
  }
  return Status();
}

Status check_part(const Event& event, const GenerationRecord& generation) {
  if (generation.imported == generation.parts ||
      event.number("part") != static_cast<std::int64_t>(generation.imported) + 1) {
    return forbidden_by_rule("import.unexpected", "this is not the next part of the imported state")
        .at("/data/part")
        .want(generation.imported == generation.parts ? "nothing: the state is complete"
                                                      : std::to_string(generation.imported + 1));
  }
  const auto rows = from_base64url(event.text("rows"));
  if (!rows || !decode_import_rows(*rows)) {
    return invalid("import.rows", "these are not rows of decision state that may be carried over")
        .at("/data/rows");
  }
  const bool last = generation.imported + 1 == generation.parts;
  const Hash32 digest = chained(generation.digest, *rows);
  if (last && view_of(digest) != generation.expected) {
    return data_loss("import.digest", "the imported state is not the one that the genesis names")
        .at("/data/rows");
  }
  return Status();
}

}  // namespace

Bytes encode_import_rows(const std::vector<ImportRow>& rows) {
  Bytes bytes;
  for (const ImportRow& row : rows) {
    put_u16(bytes, static_cast<std::uint16_t>(row.key.size()));
    bytes += row.key;
    put_u32(bytes, static_cast<std::uint32_t>(row.record.size()));
    bytes += row.record;
  }
  return bytes;
}

std::optional<std::vector<ImportRow>> decode_import_rows(ByteView bytes) {
  std::vector<ImportRow> rows;
  ByteReader reader(bytes);
  while (!reader.empty()) {
    const auto key_bytes = reader.take_u16();
    const auto key = key_bytes ? reader.take(*key_bytes) : std::nullopt;
    const auto record_bytes = key ? reader.take_u32() : std::nullopt;
    const auto record = record_bytes ? reader.take(*record_bytes) : std::nullopt;
    if (!record || !is_importable(*key, *record)) return std::nullopt;
    rows.push_back({Bytes(*key), Bytes(*record)});
  }
  if (rows.empty()) return std::nullopt;
  return rows;
}

Hash32 import_digest(const std::vector<Bytes>& parts) {
  Hash32 digest = sha256(ByteView());
  for (const Bytes& part : parts) digest = chained(view_of(digest), part);
  return digest;
}

Result<std::vector<Bytes>> make_import_parts(const StateRecords& state,
                                             const std::map<EventId, Position>& events) {
  std::vector<Bytes> parts;
  const auto add = [&](ImportRow row) -> Status {
    const Bytes encoded = encode_import_rows({std::move(row)});
    if (encoded.size() > kImportPartBytesMax) {
      return exhausted("import.record_too_large", "a record of " + std::to_string(encoded.size()) +
                                                      " bytes does not fit into one event");
    }
    if (parts.empty() || parts.back().size() + encoded.size() > kImportPartBytesMax) parts.emplace_back();
    parts.back() += encoded;
    return Status();
  };
  for (const auto& [key, record] : state) {
    if (is_importable(key, record)) LEDGER_TRY(add({key, record}));
  }
  for (const auto& [id, position] : events) {
    LEDGER_TRY(add({past_event_record(id).bytes, encode_record(PastEventRecord{position.value})}));
  }
  return parts;
}

Status check_genesis_generation(const Event& genesis) {
  const auto said = [&](std::string_view name) { return genesis.field(name) != nullptr; };
  if (genesis.number("generation") == 1) {
    for (const auto& members : {std::span<const std::string_view>(kPreviousMembers),
                                std::span<const std::string_view>(kLossMembers)}) {
      for (const std::string_view member : members) {
        if (said(member)) return wrong_generation("the first generation follows no other ledger", member);
      }
    }
    return Status();
  }
  for (const std::string_view member : kPreviousMembers) {
    if (!said(member)) return wrong_generation("a later generation names the ledger before it", member);
  }
  if (genesis.text("previous_origin") == genesis.text("origin")) {
    return wrong_generation("a new generation needs an origin of its own", "previous_origin");
  }
  if (genesis.text("previous_log_key") == genesis.text("log_key")) {
    return wrong_generation("a new generation needs a log key of its own", "previous_log_key");
  }
  return check_loss(genesis);
}

Status check_generation(const Event& event, const GenesisRecord& genesis, const StateView& state) {
  const bool import = event.type == kStateImportedType;
  const auto generation = genesis.generation > 1 ? find(state, generation_record()) : std::nullopt;
  if (!generation) {
    if (!import) return Status();
    return forbidden_by_rule("import.unexpected", "the first generation of a ledger imports nothing")
        .at("/type");
  }
  if (import) return check_part(event, *generation);
  if (generation->imported < generation->parts) {
    return forbidden_by_rule("import.unfinished", "the state of the ledger before is not complete yet")
        .at("/type")
        .want("state.imported, part " + std::to_string(generation->imported + 1));
  }
  const auto past = past_position(state, event.id);
  if (!past) return Status();
  return already_exists("event.id_reused", "this id was used in " + generation->previous_origin +
                                               ", at position " + std::to_string(past->value))
      .at("/id")
      .want("its receipt from that ledger, or a new UUIDv7");
}

std::optional<Position> past_position(const StateView& state, const EventId& id) {
  const auto past = find(state, past_event_record(id));
  return past ? std::optional(Position(past->position)) : std::nullopt;
}

void apply_generation(const EffectContext& c) {
  if (c.event.number("generation") <= 1) return;
  GenerationRecord generation;
  generation.previous_origin = c.event.text("previous_origin");
  generation.previous_size = static_cast<std::uint64_t>(c.event.number("previous_size"));
  generation.parts = static_cast<std::uint64_t>(c.event.number("state_parts"));
  generation.digest = Bytes(view_of(sha256(ByteView())));
  generation.expected = from_hex(c.event.text("state_digest")).value_or(Bytes());
  put(c.state, generation_record(), generation);
}

// A record that the genesis made (its administrator's) stays as it is.
void apply_state_imported(const EffectContext& c) {
  auto generation = find(c.state, generation_record());
  const auto bytes = from_base64url(c.event.text("rows"));
  const auto rows = bytes ? decode_import_rows(*bytes) : std::nullopt;
  if (!generation || !rows) return;
  for (const ImportRow& row : *rows) {
    if (!c.state.get(row.key)) c.state.put(row.key, row.record);
  }
  generation->imported += 1;
  generation->digest = Bytes(view_of(chained(generation->digest, *bytes)));
  put(c.state, generation_record(), *generation);
}

}  // namespace ledger
