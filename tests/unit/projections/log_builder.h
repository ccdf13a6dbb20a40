// LogBuilder: a ledger database with entries and tiles, written the way the writer lays them out, without a
// writer.
//
// Events are well-formed but carry an empty (all-zero) signature: projections never look at signatures.
// Threads: one.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/uuid.h"
#include "ledger/event/sd_jwt.h"
#include "ledger/journal/view.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/tree_edge.h"
#include "ledger/store/entry_codec.h"
#include "ledger/store/memory_kv.h"
#include "ledger/store/tile_store.h"
#include "projections/fold.h"

namespace tests {

// 2026-06-03T01:00:00Z.
inline constexpr std::int64_t kLogStartMicros = 1'780'448'400'000'000;

struct EventSpec {
  std::string type = "session.held";
  std::string stream = "case/k1";
  std::string person = "p-1";
  std::string role = "co";
  std::string center = "c40";
  std::string on_behalf_of{};
  ledger::JsonValue::Object data{};
  std::string purpose = "consultation";
  bool attested = true;
};

inline ledger::JsonValue::Member text_field(std::string name, std::string_view text) {
  return {std::move(name), ledger::JsonValue(text)};
}
inline ledger::JsonValue::Member list_field(std::string name, const std::vector<std::string>& texts) {
  ledger::JsonValue::Array items;
  for (const std::string& text : texts) items.emplace_back(text);
  return {std::move(name), ledger::JsonValue(std::move(items))};
}
inline ledger::JsonValue::Member number_field(std::string name, std::int64_t number) {
  return {std::move(name), ledger::JsonValue(number)};
}

class LogBuilder {
 public:
  struct Appended {
    ledger::Position position;
    ledger::EventId id;
    ledger::UnixMicros recorded_at;
  };

  // Microseconds between the recorded times of two entries.
  void set_step(std::int64_t micros) { step_micros_ = micros; }
  void advance(std::int64_t micros) { now_.value += micros; }
  ledger::UnixMicros now() const { return now_; }
  ledger::TreeSize size() const { return edge_.size(); }

  Appended append(const EventSpec& spec) {
    now_.value += step_micros_;
    const Appended appended{ledger::next_position(edge_.size()), next_id(), now_};
    ledger::EventDraft draft;
    draft.aud = "ledger.test/daicho";
    draft.id = appended.id;
    draft.type = spec.type;
    draft.stream = ledger::StreamId(spec.stream);
    draft.occurred_at = "2026-06-01T10:00:00+09:00";
    draft.actor = {ledger::PersonId(spec.person), spec.role, "impl-40", spec.center, "", spec.on_behalf_of};
    if (spec.attested) draft.attested_by = ledger::AttestedBy{ledger::PrincipalId("sys-40"), "mtls"};
    draft.purpose = spec.purpose;
    draft.public_data = ledger::JsonValue(spec.data);
    const ledger::KeyId kid(ledger::to_base64url(std::string(32, 'k')));
    const std::string input = ledger::build_signing_input(ledger::SignatureAlgorithm::kEd25519, kid,
                                                          ledger::build_payload(draft, {}));
    const std::string jws = input + "." + ledger::to_base64url(std::string(64, '\0'));
    append_text(ledger::encode_entry({now_, {}, jws}).value());
    return appended;
  }

  // Whatever the text is: an entry that nobody can read is still in the tree.
  void append_text(const std::string& text) {
    ledger::WriteBatch batch;
    batch.put(ledger::kEntries, ledger::entry_key(ledger::next_position(edge_.size())),
              ledger::encode_stored_entry(text));
    edge_.append(ledger::merkle::leaf_hash(text));
    ledger::add_tile_rows(edge_, batch);
    batch.put(ledger::kEntries, ledger::kHeadKey, ledger::encode_head(edge_.size(), edge_.root()));
    LEDGER_CHECK(kv_.write(batch, ledger::Durability::kBuffered).ok());
  }

  std::shared_ptr<const ledger::LedgerView> view() const {
    auto view = std::make_shared<ledger::LedgerView>();
    view->head.size = edge_.size();
    view->head.root = edge_.root();
    view->last_recorded_at = now_;
    view->reader = kv_.snapshot();
    return view;
  }

  ledger::MemoryKv& kv() { return kv_; }

 private:
  ledger::EventId next_id() {
    std::array<std::uint8_t, 10> random{};
    ++id_count_;
    for (std::size_t i = 0; i < 8; ++i) random[9 - i] = static_cast<std::uint8_t>(id_count_ >> (8 * i));
    return ledger::make_event_id(now_, random);
  }

  ledger::MemoryKv kv_{ledger::kLedgerFamilyCount};
  ledger::merkle::TreeEdge edge_;
  ledger::UnixMicros now_{kLogStartMicros};
  std::int64_t step_micros_ = 1'000'000;
  std::uint64_t id_count_ = 0;
};

// A projection database in memory with the families that the registry needs.
inline std::unique_ptr<ledger::MemoryKv> projection_kv(const projections::Registry& registry) {
  return std::make_unique<ledger::MemoryKv>(projections::family_names(registry).size());
}

// The slot where its cursor stands, else emptied and begun.
inline projections::Target opened_slot(ledger::Kv& kv, const projections::Registry& registry,
                                       std::size_t number, projections::Slot slot,
                                       const ledger::LedgerView& view) {
  auto resumed = projections::resume_target(kv, registry, number, slot, view);
  LEDGER_CHECK(resumed.ok());
  if (resumed->has_value()) return std::move(**resumed);
  auto begun = projections::open_empty_target(kv, registry, number, slot);
  LEDGER_CHECK(begun.ok());
  return std::move(begun).value();
}

}  // namespace tests
