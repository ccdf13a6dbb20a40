#include "projections/projector.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "ledger/base/diag.h"
#include "ledger/base/thread_name.h"

namespace projections {

using ledger::LedgerView;
using ledger::MutexLock;
using ledger::Result;
using ledger::Status;
using ledger::TreeSize;

namespace {

// Longest wait for something new before looking whether to stop or to rebuild.
constexpr std::int64_t kFollowWaitMicros = 200'000;

std::string label_of(const Projection& projection) {
  return "projection=\"" + std::string(projection.name()) + "\"";
}

}  // namespace

Projector::Projector(Parts parts) : parts_(parts) {}

Projector::~Projector() {
  stop();
}

Result<std::unique_ptr<Projector>> Projector::open(Parts parts) {
  const std::shared_ptr<const LedgerView> view = parts.log.load();
  if (view == nullptr) {
    return ledger::forbidden_by_rule("projection.no_view", "the ledger has not published a view yet");
  }
  std::unique_ptr<Projector> projector(new Projector(parts));
  LEDGER_TRY(projector->open_lines(*view));
  projector->show();
  return projector;
}

Status Projector::open_lines(const LedgerView& view) {
  LEDGER_TRY(prepare_store(parts_.kv, parts_.registry));
  for (std::size_t number = 0; number < parts_.registry.size(); ++number) {
    LEDGER_ASSIGN(Line line, open_line(number, view));
    lines_.push_back(std::move(line));
  }
  behind_ = true;
  // What had caught up before a crash, and everything of an empty log.
  return take_over_caught_up();
}

Result<Projector::Line> Projector::open_line(std::size_t number, const LedgerView& view) {
  const Projection& projection = parts_.registry.at(number);
  Line line;
  const std::string label = label_of(projection);
  line.size_gauge = &parts_.metrics.gauge("daicho_projection_entries", "Entries folded in.", label);
  line.growth_gauge = &parts_.metrics.gauge("daicho_projection_rebuild_entries",
                                            "Entries folded into rows that grow; 0: none do.", label);
  line.parked_total = &parts_.metrics.counter("daicho_projection_parked_total", "Events parked.", label);
  line.rebuilds_total =
      &parts_.metrics.counter("daicho_projection_rebuilds_total", "Folds begun at position 0.", label);
  LEDGER_ASSIGN(line.slot, active_slot(parts_.kv, projection.name()));
  LEDGER_ASSIGN(line.active, resume_target(parts_.kv, parts_.registry, number, line.slot, view));
  if (!line.active.has_value()) {
    line.goal = view.head.size;
    LEDGER_ASSIGN(line.older, older_rows(parts_.kv, parts_.registry, number, line.slot, view));
    const ledger::FamilyId rows = rows_family(number, line.slot);
    if (line.older.has_value()) {
      LEDGER_ASSIGN(line.older_parked, count_parked(parts_.kv, rows));
    } else {
      LEDGER_TRY(empty_slot(parts_.kv, rows));
    }
  }
  const Slot spare = other_slot(line.slot);
  LEDGER_ASSIGN(line.growing, resume_target(parts_.kv, parts_.registry, number, spare, view));
  const ledger::UnixMicros now = parts_.clock.now();
  if (line.growing.has_value()) {
    line.growth = {line.growing->size(), {}, now};
  } else if (!line.active.has_value()) {
    LEDGER_TRY(grow(number, line, now));
  } else {
    LEDGER_TRY(empty_slot(parts_.kv, rows_family(number, spare)));
  }
  if (line.growing.has_value()) {
    ledger::diag(ledger::DiagLevel::kInfo, "projection_grows",
                 {{"projection", projection.name()}, {"from", line.growing->size().value}});
  }
  return line;
}

// New rows from 0 in the spare slot.
Status Projector::grow(std::size_t number, Line& line, ledger::UnixMicros since) {
  LEDGER_ASSIGN(line.growing, open_empty_target(parts_.kv, parts_.registry, number, other_slot(line.slot)));
  line.growth = {TreeSize(0), TreeSize(0), since};
  line.rebuilds_total->add();
  return {};
}

void Projector::start() {
  LEDGER_CHECK(!thread_.joinable());
  thread_ = std::thread([this] {
    ledger::name_this_thread("projector");
    run();
  });
}

void Projector::stop() {
  {
    const MutexLock lock(mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
  end({});
}

void Projector::run() {
  Status status;
  while (status.ok() && !stopping()) {
    // Asked before the view is taken: a closed cell's view is the last one.
    const bool last_view = parts_.log.closed();
    status = begin_requested_rebuilds();
    if (status.ok()) status = follow_once();
    if (last_view && !behind_) break;
  }
  if (!status.ok()) ledger::diag(ledger::DiagLevel::kError, "projector_stopped", status);
  end(status);
}

Status Projector::follow_once() {
  TreeSize highest;
  for (const Target* target : targets()) highest = std::max(highest, target->size());
  const std::shared_ptr<const LedgerView> view =
      behind_ ? parts_.log.load() : parts_.log.wait_for(TreeSize(highest.value + 1), kFollowWaitMicros);
  bool advanced = false;
  LEDGER_TRY(step(*view, advanced));
  behind_ = advanced;
  return {};
}

// One chunk for those in front, one for those furthest behind: nobody waits for longer than a chunk.
Status Projector::step(const LedgerView& view, bool& advanced) {
  TreeSize front;
  for (const Target* target : targets()) front = std::max(front, target->size());
  if (front < view.head.size) {
    LEDGER_TRY(advance(view, front, view.head.size));
    advanced = true;
  }
  TreeSize lowest = view.head.size;
  for (const Target* target : targets()) lowest = std::min(lowest, target->size());
  if (lowest < front) {
    // Up to the next ones only, so that lanes meet and go on together.
    TreeSize next = view.head.size;
    for (const Target* target : targets()) {
      if (target->size() > lowest) next = std::min(next, target->size());
    }
    LEDGER_TRY(advance(view, lowest, next));
    advanced = true;
  }
  if (!advanced) return {};
  LEDGER_TRY(take_over_caught_up());
  show();
  return {};
}

// Moves every target that stands at `from` by one chunk, at most to `to`.
Status Projector::advance(const LedgerView& view, TreeSize from, TreeSize to) {
  std::vector<Target*> lane = targets();
  std::erase_if(lane, [from](const Target* target) { return target->size() != from; });
  std::vector<std::uint64_t> parked_before;
  parked_before.reserve(lane.size());
  for (const Target* target : lane) parked_before.push_back(target->parked_count);
  std::vector<LogItem> items = parts_.log.recent().take(ledger::next_position(from), to, kChunkEventsMax);
  if (items.empty()) {
    LEDGER_ASSIGN(items, decode_chunk(view, from, to));
  }
  LEDGER_TRY(fold_chunk(parts_.kv, view, lane, items));
  for (std::size_t i = 0; i < lane.size(); ++i) {
    const std::uint64_t parked = lane[i]->parked_count - parked_before[i];
    if (parked == 0) continue;
    lines_[lane[i]->number].parked_total->add(parked);
    ledger::diag(ledger::DiagLevel::kError, "projection_parked_events",
                 {{"projection", lane[i]->projection->name()},
                  {"count", parked},
                  {"chunk_from", from.value},
                  {"chunk_to", lane[i]->size().value}});
  }
  return {};
}

// One batch moves readers to the new rows; the old ones are emptied afterwards (or at the next open).
Status Projector::take_over_caught_up() {
  for (std::size_t number = 0; number < lines_.size(); ++number) {
    Line& line = lines_[number];
    if (!line.growing.has_value() || line.growing->size() < line.goal) continue;
    if (line.active.has_value() && line.growing->size() < line.active->size()) continue;
    const Projection& projection = parts_.registry.at(number);
    ledger::WriteBatch batch;
    put_take_over(batch, projection.name(), number, line.growing->slot);
    LEDGER_TRY(parts_.kv.write(batch, ledger::Durability::kSynced));
    const ledger::FamilyId old_rows = rows_family(number, line.slot);
    line.slot = line.growing->slot;
    line.active = std::move(*line.growing);
    line.growing.reset();
    line.older.reset();
    line.goal = TreeSize(0);
    line.taken_over = {line.active->size(), parts_.clock.now()};
    ledger::diag(ledger::DiagLevel::kInfo, "projection_taken_over",
                 {{"projection", projection.name()}, {"size", line.active->size().value}});
    LEDGER_TRY(empty_slot(parts_.kv, old_rows));
  }
  return {};
}

Status Projector::begin_requested_rebuilds() {
  bool begun = false;
  for (std::size_t number = 0; number < lines_.size(); ++number) {
    std::optional<ledger::UnixMicros> asked_at;
    {
      const MutexLock lock(mutex_);
      asked_at = shown_[number].asked_at;
    }
    if (!asked_at.has_value()) continue;
    LEDGER_TRY(grow(number, lines_[number], *asked_at));
    lines_[number].begun = begun = behind_ = true;
  }
  if (!begun) return {};
  // An empty log has nothing to catch up with.
  LEDGER_TRY(take_over_caught_up());
  show();
  return {};
}

std::vector<Target*> Projector::targets() {
  std::vector<Target*> all;
  for (Line& line : lines_) {
    if (line.active.has_value()) all.push_back(&*line.active);
    if (line.growing.has_value()) all.push_back(&*line.growing);
  }
  return all;
}

ProjectionState Projector::state_of(const Projection& projection, const Line& line) {
  ProjectionState state;
  state.name = projection.name();
  state.version = projection.version();
  if (line.active.has_value()) {
    state.rows_version = state.version;
    state.size = line.active->size();
    state.parked_count = line.active->parked_count;
  } else if (line.older.has_value()) {
    state.rows_version = line.older->projection_version;
    state.size = line.older->size;
    state.parked_count = line.older_parked;
  }
  if (line.growing.has_value()) {
    state.growth = line.growth;
    state.growth->size = line.growing->size();
  }
  state.taken_over = line.taken_over;
  return state;
}

void Projector::show() {
  std::vector<ProjectionState> states;
  for (std::size_t number = 0; number < lines_.size(); ++number) {
    states.push_back(state_of(parts_.registry.at(number), lines_[number]));
    lines_[number].size_gauge->set(static_cast<std::int64_t>(states.back().size.value));
    const auto& growth = states.back().growth;
    lines_[number].growth_gauge->set(growth ? static_cast<std::int64_t>(growth->size.value) : 0);
  }
  {
    const MutexLock lock(mutex_);
    shown_.resize(lines_.size());
    for (std::size_t number = 0; number < lines_.size(); ++number) {
      shown_[number].state = states[number];
      if (std::exchange(lines_[number].begun, false)) shown_[number].asked_at.reset();
    }
  }
  changed_.notify_all();
}

void Projector::end(const Status& why) {
  {
    const MutexLock lock(mutex_);
    ended_ = true;
    if (status_.ok()) status_ = why;
  }
  changed_.notify_all();
}

bool Projector::stopping() const {
  const MutexLock lock(mutex_);
  return stopping_;
}

TreeSize Projector::reached(std::string_view projection) const {
  if (!projection.empty()) {
    const std::optional<std::size_t> number = parts_.registry.find(projection);
    return number.has_value() ? shown_[*number].state.size : TreeSize(0);
  }
  TreeSize lowest(UINT64_MAX);
  for (const Shown& line : shown_) lowest = std::min(lowest, line.state.size);
  return lowest;
}

TreeSize Projector::wait_until(std::string_view projection, TreeSize size,
                               std::int64_t timeout_micros) const {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::microseconds(timeout_micros);
  const MutexLock lock(mutex_);
  while (!ended_ && reached(projection) < size) {
    const auto left =
        std::chrono::duration_cast<std::chrono::microseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    changed_.wait_for(mutex_, left);
  }
  return reached(projection);
}

Status Projector::request_rebuild(std::string_view projection) {
  const std::optional<std::size_t> number = parts_.registry.find(projection);
  if (!number.has_value())
    return ledger::not_found("projection.unknown", "no projection of this name is registered");
  const MutexLock lock(mutex_);
  if (ended_) return ledger::unavailable("projection.stopped", "the projector has stopped");
  if (grows(shown_[*number])) {
    return ledger::already_exists("projection.rebuilding", "a rebuild of this projection is going on");
  }
  shown_[*number].asked_at = parts_.clock.now();
  return {};
}

bool Projector::rebuilding(std::string_view projection) const {
  const std::optional<std::size_t> number = parts_.registry.find(projection);
  const MutexLock lock(mutex_);
  return number.has_value() && grows(shown_[*number]);
}

void Projector::wait_for_take_over(std::string_view projection, std::int64_t timeout_micros) const {
  const std::optional<std::size_t> number = parts_.registry.find(projection);
  if (!number.has_value()) return;
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::microseconds(timeout_micros);
  const MutexLock lock(mutex_);
  while (!ended_ && grows(shown_[*number])) {
    const auto left =
        std::chrono::duration_cast<std::chrono::microseconds>(deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0) break;
    changed_.wait_for(mutex_, left);
  }
}

std::vector<ProjectionState> Projector::states() const {
  std::vector<ProjectionState> states;
  const MutexLock lock(mutex_);
  for (const Shown& shown : shown_) {
    states.push_back(shown.state);
    if (shown.asked_at.has_value()) states.back().growth = {TreeSize(0), TreeSize(0), *shown.asked_at};
  }
  return states;
}

Status Projector::status() const {
  const MutexLock lock(mutex_);
  return status_;
}

}  // namespace projections
