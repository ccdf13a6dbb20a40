#include "projections/state_history.h"

#include <algorithm>
#include <deque>

#include "ledger/domain/catalogue.h"
#include "ledger/domain/corrections.h"
#include "ledger/domain/decide.h"
#include "ledger/domain/records.h"
#include "ledger/event/sd_jwt.h"
#include "projections/record_kinds.h"
#include "projections/row_codec.h"

namespace projections {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;
using ledger::TreeSize;

namespace {

constexpr char kHeadTag = 0x01;
constexpr char kOlderTag = 0x02;
constexpr char kLinkTag = 0x03;
constexpr char kWaitingTag = 0x04;
constexpr char kCorrectableTag = 0x05;

Bytes tagged(char tag, ByteView rest) {
  Bytes key(1, tag);
  key += rest;
  return key;
}

// Record keys hold any byte: 0x00 becomes 0x00 0xFF and the end 0x00 0x01, so that no key runs into another
// and byte order stays the keys' order.
Bytes older_prefix(ByteView key) {
  Bytes prefix(1, kOlderTag);
  for (const char byte : key) {
    prefix.push_back(byte);
    if (byte == '\0') prefix.push_back('\xFF');
  }
  prefix.push_back('\0');
  prefix.push_back('\x01');
  return prefix;
}

Bytes link_prefix(char kind, std::string_view id) {
  Bytes prefix{kLinkTag, kind};
  prefix += id;
  prefix.push_back('\0');
  return prefix;
}

Bytes head_row(ledger::Position position, const std::optional<Bytes>& record) {
  Bytes row;
  ledger::put_u64(row, position.value);
  if (record) row += *record;
  return row;
}

std::optional<Bytes> record_of(ByteView bytes) {
  return bytes.empty() ? std::nullopt : std::optional(Bytes(bytes));
}

Status malformed() {
  return ledger::data_loss("projection.row_malformed", "a record's row has no position");
}

Result<RecordVersion> read_head(ByteView row) {
  ledger::ByteReader in(row);
  const auto position = in.take_u64();
  if (!position) return malformed();
  return RecordVersion{ledger::Position(*position), record_of(in.rest())};
}

// The newest versions, each read once per event: what effects alter, the history needs again.
class Heads final : public ledger::StateView {
 public:
  explicit Heads(const OwnRows& own) : own_(own) {}
  std::optional<Bytes> get(ByteView key) const override {
    const std::optional<RecordVersion>& head = find(key);
    return head ? head->record : std::nullopt;
  }
  void scan(ByteView prefix, const Visitor& visit) const override {
    const Status scanned = own_.scan(tagged(kHeadTag, prefix), [&](ByteView row_key, ByteView row) {
      const auto head = read_head(row);
      if (!head.ok() && health_.ok()) health_ = head.status();
      return head.ok() && (!head->record || visit(row_key.substr(1), *head->record));
    });
    if (!scanned.ok() && health_.ok()) health_ = scanned;
  }
  Status health() const override { return health_; }

  const std::optional<RecordVersion>& find(ByteView key) const {
    for (const auto& [seen, head] : seen_) {
      if (seen == key) return head;
    }
    return seen_.emplace_back(Bytes(key), read(key)).second;
  }

 private:
  std::optional<RecordVersion> read(ByteView key) const {
    const auto row = own_.get(tagged(kHeadTag, key));
    Status status = row.status();
    if (row.ok() && row->has_value()) {
      auto head = read_head(**row);
      if (head.ok()) return std::move(head).value();
      status = head.status();
    }
    if (!status.ok() && health_.ok()) health_ = status;
    return std::nullopt;
  }

  const OwnRows& own_;
  mutable std::deque<std::pair<Bytes, std::optional<RecordVersion>>> seen_;
  mutable Status health_;
};

// What waits for countersignatures, and what a correction may replace.
class KeptEvents final : public ledger::EventSource {
 public:
  explicit KeptEvents(const OwnRows& own) : own_(own) {}
  Result<std::optional<ledger::LoggedEvent>> find(const ledger::EventId& id) const override {
    LEDGER_ASSIGN(std::optional<Bytes> row, own_.get(tagged(kWaitingTag, ledger::view_of(id))));
    if (!row) {
      LEDGER_ASSIGN(row, own_.get(tagged(kCorrectableTag, ledger::view_of(id))));
    }
    if (!row) return std::optional<ledger::LoggedEvent>();
    ledger::ByteReader in(*row);
    const auto position = in.take_u64();
    const auto recorded_at = in.take_u64();
    ledger::LoggedEvent logged;
    const auto leaf = in.take(logged.leaf_hash.size());
    if (!position || !recorded_at || !leaf) return malformed();
    logged.position = ledger::Position(*position);
    logged.recorded_at = ledger::UnixMicros(static_cast<std::int64_t>(*recorded_at));
    std::copy(leaf->begin(), leaf->end(), logged.leaf_hash.begin());
    LEDGER_ASSIGN(ledger::SignedEvent event, ledger::parse_logged_jws(in.rest()));
    logged.event = std::move(event.event);
    return std::optional(std::move(logged));
  }

 private:
  const OwnRows& own_;
};

Bytes kept_row(const LogItem& item) {
  Bytes row;
  ledger::put_u64(row, item.position.value);
  ledger::put_u64(row, static_cast<std::uint64_t>(item.entry.recorded_at.value));
  row += ledger::view_of(item.leaf_hash);
  row += item.entry.jws;
  return row;
}

void write_links(ByteView key, const std::optional<Bytes>& before, const Bytes& record, OwnRows& own) {
  const std::vector<RecordLink> known = before ? links_of(key, *before) : std::vector<RecordLink>();
  for (const RecordLink& link : links_of(key, record)) {
    if (std::find(known.begin(), known.end(), link) != known.end()) continue;
    own.put(link_prefix(link.kind, link.id) + Bytes(key), {});
  }
}

void write_version(const LogItem& item, const Bytes& key, const std::optional<RecordVersion>& before,
                   const std::optional<Bytes>& record, OwnRows& own) {
  if (before) {
    own.put(numbered_key(older_prefix(key), before->position.value),
            before->record ? *before->record : Bytes());
  }
  own.put(tagged(kHeadTag, key), head_row(item.position, record));
  if (record) write_links(key, before ? before->record : std::nullopt, *record, own);
  static const char pending_tag = ledger::pending_record(ledger::EventId{}).bytes.front();
  if (key.front() != pending_tag) return;
  const Bytes waiting = tagged(kWaitingTag, ByteView(key).substr(1));
  if (!record) {
    own.erase(waiting);
  } else if (!before) {
    own.put(waiting, kept_row(item));
  }
}

bool changes_state(const LogItem& item) {
  const ledger::TypeSpec* row = ledger::find_type(item.event.type, item.event.version);
  return row == nullptr || !row->effects.empty() || !row->countersigners.empty() ||
         row->type == "event.countersigned";
}

}  // namespace

Status StateHistory::apply(const LogItem& item, OwnRows& own) const {
  if (!changes_state(item)) return {};
  if (!ledger::check_logged_fields(item.event).ok()) {
    return ledger::invalid("state_history.fields", "the event does not pass its catalogue row");
  }
  const Heads heads(own);
  ledger::StateOverlay overlay(heads, {});
  const KeptEvents kept(own);
  const Status replayed = ledger::replay({item.event, item.position, item.entry.recorded_at}, overlay, kept);
  LEDGER_TRY(heads.health());
  if (replayed.code() == ledger::StatusCode::kDataLoss ||
      replayed.code() == ledger::StatusCode::kUnavailable) {
    return replayed;
  }
  if (!replayed.ok())
    return ledger::invalid("state_history.replay", "the event completes nothing that waits");
  for (const auto& [key, record] : overlay.changes()) {
    write_version(item, key, heads.find(key), record, own);
  }
  if (ledger::is_asked_replaced(*ledger::find_type(item.event.type, item.event.version))) {
    own.put(tagged(kCorrectableTag, ledger::view_of(item.event.id)), kept_row(item));
  }
  return heads.health();
}

PastState::PastState(const OwnSnapshot& own, TreeSize as_of) : own_(own), size_(std::min(as_of, own.size)) {}

Result<PastState> PastState::open(const Snapshot& snapshot, TreeSize as_of) {
  LEDGER_ASSIGN(const OwnSnapshot own, snapshot.rows_of(StateHistory::kName));
  return PastState(own, as_of);
}

// The newest version below `before`; nullopt: there was none yet.
std::optional<RecordVersion> PastState::newest(ByteView key, ByteView head, TreeSize before) const {
  auto version = read_head(head);
  if (!version.ok()) {
    if (health_.ok()) health_ = version.status();
    return std::nullopt;
  }
  if (version->position.value < before.value) return std::move(version).value();
  std::optional<RecordVersion> found;
  const Bytes prefix = older_prefix(key);
  const Status scanned = own_.reader->scan_reverse(
      own_.rows, prefix, numbered_key(prefix, before.value), [&](ByteView row_key, ByteView row) {
        found = RecordVersion{ledger::Position(number_of_key(prefix, row_key).value_or(0)), record_of(row)};
        return false;
      });
  if (!scanned.ok() && health_.ok()) health_ = scanned;
  return found;
}

std::optional<Bytes> PastState::get(ByteView key) const {
  const auto head = own_.reader->get(own_.rows, tagged(kHeadTag, key));
  if (!head.ok()) {
    if (health_.ok()) health_ = head.status();
    return std::nullopt;
  }
  if (!head->has_value()) return std::nullopt;
  const auto version = newest(key, **head, size_);
  return version ? version->record : std::nullopt;
}

void PastState::scan(ByteView prefix, const Visitor& visit) const {
  const Bytes from = tagged(kHeadTag, prefix);
  const Status scanned =
      own_.reader->scan(own_.rows, from, ledger::prefix_end(from), [&](ByteView row_key, ByteView head) {
        const ByteView key = row_key.substr(1);
        const auto version = newest(key, head, size_);
        return !version || !version->record || visit(key, *version->record);
      });
  if (!scanned.ok() && health_.ok()) health_ = scanned;
}

std::vector<RecordVersion> PastState::versions(ByteView key, std::size_t limit) const {
  return versions(key, size_, limit);
}

std::vector<RecordVersion> PastState::versions(ByteView key, TreeSize before, std::size_t limit) const {
  std::vector<RecordVersion> found;
  const auto head = own_.reader->get(own_.rows, tagged(kHeadTag, key));
  if (!head.ok() && health_.ok()) health_ = head.status();
  if (!head.ok() || !head->has_value() || limit == 0) return found;
  auto first = newest(key, **head, before);
  if (!first) return found;
  const Bytes prefix = older_prefix(key);
  const Bytes end = numbered_key(prefix, first->position.value);
  found.push_back(std::move(*first));
  const Status scanned =
      own_.reader->scan_reverse(own_.rows, prefix, end, [&](ByteView row_key, ByteView row) {
        if (found.size() >= limit) return false;
        found.push_back({ledger::Position(number_of_key(prefix, row_key).value_or(0)), record_of(row)});
        return true;
      });
  if (!scanned.ok() && health_.ok()) health_ = scanned;
  return found;
}

std::optional<ledger::Position> PastState::made_at(ByteView key) const {
  const auto head = own_.reader->get(own_.rows, tagged(kHeadTag, key));
  if (!head.ok() && health_.ok()) health_ = head.status();
  if (!head.ok() || !head->has_value()) return std::nullopt;
  const auto newest_version = read_head(**head);
  if (!newest_version.ok()) {
    if (health_.ok()) health_ = newest_version.status();
    return std::nullopt;
  }
  ledger::Position first = newest_version->position;
  const Bytes prefix = older_prefix(key);
  const Status scanned =
      own_.reader->scan(own_.rows, prefix, ledger::prefix_end(prefix), [&](ByteView row_key, ByteView) {
        first = ledger::Position(number_of_key(prefix, row_key).value_or(first.value));
        return false;
      });
  if (!scanned.ok() && health_.ok()) health_ = scanned;
  return first.value < size_.value ? std::optional(first) : std::nullopt;
}

std::vector<Bytes> PastState::linked(char kind, std::string_view id, ByteView after,
                                     std::size_t limit) const {
  std::vector<Bytes> keys;
  const Bytes prefix = link_prefix(kind, id);
  const Bytes from = after.empty() ? prefix : prefix + Bytes(after) + '\0';
  const Status scanned =
      own_.reader->scan(own_.rows, from, ledger::prefix_end(prefix), [&](ByteView row_key, ByteView) {
        if (keys.size() >= limit) return false;
        keys.emplace_back(row_key.substr(prefix.size()));
        return true;
      });
  if (!scanned.ok() && health_.ok()) health_ = scanned;
  return keys;
}

}  // namespace projections
