#include "projections/projector.h"

#include <algorithm>
#include <chrono>

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
    const Projection& projection = parts_.registry.at(number);
    LEDGER_ASSIGN(const Slot slot, active_slot(parts_.kv, projection.name()));
    // What a crash or a take-over left in the spare slot.
    LEDGER_TRY(empty_slot(parts_.kv, rows_family(number, other_slot(slot))));
    Line line;
    LEDGER_ASSIGN(line.active, open_target(parts_.kv, parts_.registry, number, slot, view));
    const std::string label = label_of(projection);
    line.size_gauge = &parts_.metrics.gauge("daicho_projection_entries", "Entries folded in.", label);
    line.parked_total = &parts_.metrics.counter("daicho_projection_parked_total", "Events parked.", label);
    line.rebuilds_total =
        &parts_.metrics.counter("daicho_projection_rebuilds_total", "Folds begun at position 0.", label);
    if (line.active.restarted) {
      line.rebuilds_total->add();
      ledger::diag(ledger::DiagLevel::kInfo, "projection_starts_at_0", {{"projection", projection.name()}});
    }
    lines_.push_back(std::move(line));
  }
  behind_ = true;
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
  LEDGER_ASSIGN(const std::vector<LogItem> items, decode_chunk(view, from, to));
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
  for (Line& line : lines_) {
    if (!line.growing.has_value() || line.growing->size() < line.active.size()) continue;
    ledger::WriteBatch batch;
    put_active_slot(batch, line.active.projection->name(), line.growing->slot);
    LEDGER_TRY(parts_.kv.write(batch, ledger::Durability::kSynced));
    const ledger::FamilyId old_rows = line.active.rows();
    line.active = std::move(*line.growing);
    line.growing.reset();
    LEDGER_TRY(empty_slot(parts_.kv, old_rows));
  }
  return {};
}

Status Projector::begin_requested_rebuilds() {
  for (std::size_t number = 0; number < lines_.size(); ++number) {
    Line& line = lines_[number];
    if (line.growing.has_value() || !rebuilding(line.active.projection->name())) continue;
    LEDGER_ASSIGN(line.growing,
                  open_empty_target(parts_.kv, parts_.registry, number, other_slot(line.active.slot)));
    line.rebuilds_total->add();
    behind_ = true;
    show();
    // An empty log has nothing to catch up with.
    LEDGER_TRY(take_over_caught_up());
    show();
  }
  return {};
}

std::vector<Target*> Projector::targets() {
  std::vector<Target*> all;
  for (Line& line : lines_) {
    all.push_back(&line.active);
    if (line.growing.has_value()) all.push_back(&*line.growing);
  }
  return all;
}

void Projector::show() {
  std::vector<TreeSize> sizes;
  for (const Line& line : lines_) {
    sizes.push_back(line.active.size());
    line.size_gauge->set(static_cast<std::int64_t>(line.active.size().value));
  }
  {
    const MutexLock lock(mutex_);
    shown_.resize(lines_.size());
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      // Not growing any more: taken over. Not growing yet: the request still waits for the thread.
      if (shown_[i].begun && !lines_[i].growing.has_value()) shown_[i].rebuilding = false;
      shown_[i].begun = lines_[i].growing.has_value();
      shown_[i].size = sizes[i];
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
    return number.has_value() ? shown_[*number].size : TreeSize(0);
  }
  TreeSize lowest(UINT64_MAX);
  for (const Shown& line : shown_) lowest = std::min(lowest, line.size);
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
  if (shown_[*number].rebuilding) {
    return ledger::already_exists("projection.rebuilding", "a rebuild of this projection is going on");
  }
  shown_[*number].rebuilding = true;
  return {};
}

bool Projector::rebuilding(std::string_view projection) const {
  const std::optional<std::size_t> number = parts_.registry.find(projection);
  const MutexLock lock(mutex_);
  return number.has_value() && shown_[*number].rebuilding;
}

Status Projector::status() const {
  const MutexLock lock(mutex_);
  return status_;
}

}  // namespace projections
