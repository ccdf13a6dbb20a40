// Test projections: one that keeps every event it sees and refuses those a test names; and a registry of
// such.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "projections/registry.h"
#include "projections/row_codec.h"

namespace tests {

// Called before an event is applied.
using Probe = std::function<void(const projections::LogItem& item)>;

// Rows: position → type, and "count" → number of events, so that it needs its own earlier rows. It refuses
// the type "poison.event" after having staged rows, and answers data_loss to "broken.rows".
class Recording final : public projections::Projection {
 public:
  explicit Recording(std::string name, std::uint32_t version = 1, std::uint32_t oldest = 0, Probe probe = {})
      : name_(std::move(name)),
        version_(version),
        oldest_(oldest == 0 ? version : oldest),
        probe_(std::move(probe)) {}
  std::string_view name() const override { return name_; }
  std::uint32_t version() const override { return version_; }
  std::uint32_t oldest_readable() const override { return oldest_; }

  ledger::Status apply(const projections::LogItem& item, projections::OwnRows& own) const override {
    if (probe_) probe_(item);
    own.put(projections::numbered_key("p", item.position.value), item.event.type);
    LEDGER_ASSIGN(const std::optional<ledger::Bytes> count, own.get("count"));
    own.put("count", count.value_or("") + "x");
    if (item.event.type == "poison.event") return ledger::invalid("recording.poison", "refused by the test");
    if (item.event.type == "broken.rows") return ledger::data_loss("recording.broken", "broken by the test");
    return {};
  }

 private:
  const std::string name_;
  const std::uint32_t version_;
  const std::uint32_t oldest_;
  const Probe probe_;
};

inline projections::Registry recording_registry(const std::vector<std::string>& names,
                                                std::uint32_t version = 1, std::uint32_t oldest = 0) {
  std::vector<std::unique_ptr<const projections::Projection>> list;
  for (const std::string& name : names) list.push_back(std::make_unique<Recording>(name, version, oldest));
  return projections::Registry(std::move(list));
}

// Number of events that the projection has kept, as a snapshot shows it; -1 when its rows can't be read.
inline std::int64_t recorded_count(const projections::Snapshot& snapshot, std::string_view name) {
  const auto own = snapshot.rows_of(name);
  if (!own.ok()) return -1;
  const auto count = own->reader->get(own->rows, "count");
  return count.ok() ? static_cast<std::int64_t>(count->value_or("").size()) : -1;
}

}  // namespace tests
