#include "security/keyring.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/event/event.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::MutexLock;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kRingSuffix = ".ring";
constexpr std::string_view kPartSuffix = ".part";

Status key_missing() {
  return ledger::data_loss("keyring.key_missing", "a data key that the ledger relies on is in no ring");
}
Status key_erased() {
  return ledger::not_found("keyring.erased", "the data key was destroyed by an order");
}

// A scope becomes a file name.
bool is_scope(std::string_view scope) {
  return ledger::is_segment(scope) && scope.front() != '.';
}

// Name of the ring's scope; nullopt: another kind of file.
std::optional<std::string> scope_of_file(std::string_view name) {
  if (!name.ends_with(kRingSuffix)) return std::nullopt;
  name.remove_suffix(kRingSuffix.size());
  if (!is_scope(name)) return std::nullopt;
  return std::string(name);
}

std::string pending_key(std::string_view subject, std::string_view scope) {
  std::string key(subject);
  key.push_back('\0');
  key += scope;
  return key;
}

std::vector<std::string> directories(const Media& media) {
  std::vector<std::string> names;
  for (const auto& medium : media.all()) names.push_back(medium->directory());
  return names;
}

}  // namespace

// The right to write: one thread at a time, without a lock held meanwhile.
class Keyring::WriteTurn {
 public:
  explicit WriteTurn(Keyring& keyring) : keyring_(keyring) {
    const MutexLock lock(keyring_.mutex_);
    while (keyring_.writing_) keyring_.idle_.wait(keyring_.mutex_);
    keyring_.writing_ = true;
  }
  ~WriteTurn() {
    const MutexLock lock(keyring_.mutex_);
    keyring_.writing_ = false;
    keyring_.idle_.notify_all();
  }
  WriteTurn(const WriteTurn&) = delete;
  WriteTurn& operator=(const WriteTurn&) = delete;

 private:
  Keyring& keyring_;
};

Keyring::Keyring(const Media& media, KeyEncryptor& encryptor, const AssignmentSource& assignments,
                 KeyringLimits limits)
    : media_(media),
      encryptor_(encryptor),
      assignments_(assignments),
      limits_(limits),
      cache_(limits.cached_keys_max) {
  LEDGER_CHECK(limits.pool_keys_min > 0 && limits.pool_keys_min <= limits.pool_keys_max &&
               limits.pending_max > 0);
}

Result<std::unique_ptr<Keyring>> Keyring::open(const Media& media, KeyEncryptor& encryptor,
                                               const AssignmentSource& assignments, KeyringLimits limits) {
  std::unique_ptr<Keyring> keyring(new Keyring(media, encryptor, assignments, limits));
  LEDGER_ASSIGN(const std::optional<ErasurePlan> plan, Erasure::unfinished(media));
  if (plan.has_value()) {
    Erasure erasure(media, encryptor, {});
    for (const ScopeErasure& scope : plan->scopes) {
      LEDGER_ASSIGN(const Ring ring, erasure.switch_ring(scope));
      LEDGER_TRY(erasure.finish(scope));
      keyring->open_report_.repairs.push_back("erasure carried on in scope " + scope.scope);
    }
    LEDGER_TRY(erasure.end());
    keyring->open_report_.erasure = ErasureReport{plan->order, plan->scopes, directories(media)};
  }
  LEDGER_TRY(keyring->load_rings());
  return keyring;
}

Status Keyring::load_rings() {
  std::set<std::string> scopes;
  for (const auto& medium : media_.all()) {
    LEDGER_ASSIGN(const std::vector<std::string> names, medium->list());
    for (const std::string& name : names) {
      // An interrupted create; nothing refers to it.
      if (name.ends_with(kPartSuffix) && !medium->read_only()) LEDGER_TRY(medium->destroy(name));
      if (auto scope = scope_of_file(name)) scopes.insert(std::move(*scope));
    }
  }
  for (const std::string& scope : scopes) {
    LEDGER_ASSIGN(Ring ring, align_ring(scope));
    LEDGER_TRY(check_ring_header(encryptor_, scope, ring.header));
    LEDGER_TRY(adopt(scope, std::move(ring)));
  }
  return Status();
}

// A crash leaves a torn tail on some media, or a batch on the primary that the second medium lacks. Both are
// put right here; every other difference is damage.
Result<Ring> Keyring::align_ring(const std::string& scope) {
  const std::string name = ring_file_name(scope);
  std::vector<Bytes> committed;
  Bytes longest;
  for (const auto& medium : media_.all()) {
    LEDGER_ASSIGN(std::optional<Bytes> bytes, medium->read(name));
    if (!bytes.has_value()) {
      // The primary is written first, so no crash leaves a ring on the second medium alone.
      if (committed.empty()) {
        return ledger::data_loss("keyring.ring_missing",
                                 medium->directory() + "/" + name + " is gone; the second medium has it");
      }
      committed.emplace_back();
      continue;
    }
    LEDGER_ASSIGN(const Ring ring, parse_ring(scope, *bytes));
    if (ring.dropped_bytes > 0 && !medium->read_only()) {
      LEDGER_TRY(medium->truncate(name, ring.committed_bytes()));
      open_report_.repairs.push_back("dropped " + std::to_string(ring.dropped_bytes) +
                                     " unfinished bytes of " + medium->directory() + "/" + name);
    }
    bytes->resize(ring.committed_bytes());
    if (bytes->size() > longest.size()) longest = *bytes;
    committed.push_back(std::move(*bytes));
  }
  for (std::size_t i = 0; i < committed.size(); ++i) {
    if (committed[i] == longest) continue;
    Medium& medium = *media_.all()[i];
    if (!longest.starts_with(committed[i])) {
      return ledger::data_loss("keyring.diverged", medium.directory() + "/" + name + " is not the same ring");
    }
    LEDGER_TRY(medium.create(name, longest));
    open_report_.repairs.push_back("brought " + medium.directory() + "/" + name + " up to date");
  }
  return parse_ring(scope, longest);
}

Status Keyring::adopt(const std::string& scope, Ring ring) {
  const MutexLock lock(mutex_);
  const auto node = scopes_.try_emplace(scope).first;
  Scope& state = node->second;
  state.generation = ring.header.generation;
  state.ring_id = ring.header.ring_id;
  state.records = ring.records;
  if (state.next_batch == 0) state.next_batch = limits_.pool_keys_min;
  const auto entry_of = [&](const KeyName& name) LEDGER_NO_ANALYSIS -> Entry* {
    Entry& entry = index_[name];
    if (entry.scope != nullptr && entry.scope != &*node) return nullptr;
    entry.scope = &*node;
    return &entry;
  };
  const Status twice =
      ledger::data_loss("keyring.corrupt", "a key name stands in two rings, one of them " + scope);
  for (RingKey& key : ring.keys) {
    Entry* entry = entry_of(key.name);
    if (entry == nullptr) return twice;
    entry->wrapped = std::move(key.wrapped);
  }
  for (const KeyName& name : ring.erased) {
    Entry* entry = entry_of(name);
    if (entry == nullptr) return twice;
    entry->erased = true;
    entry->wrapped = Bytes();
    cache_.forget(name);
    std::erase(state.pool, name);
  }
  return Status();
}

Result<AssignedKey> Keyring::assign(std::string_view subject, std::string_view scope) {
  if (!is_scope(scope)) {
    return ledger::invalid("keyring.scope", "not a scope that can have a ring")
        .want("a centre, a bureau or hq");
  }
  const std::string pair = pending_key(subject, scope);
  for (;;) {
    std::optional<KeyName> name;
    std::uint64_t sweeps = 0;
    {
      const MutexLock lock(mutex_);
      sweeps = sweeps_;
      if (const auto found = pending_.find(pair); found != pending_.end()) name = found->second;
      if (const auto found = stored_.find(pair); found != stored_.end()) name = found->second;
    }
    if (name.has_value()) return with_keys(*name);
    LEDGER_ASSIGN(const std::optional<Bytes> stored, assignments_.find(subject, scope));
    if (stored.has_value()) {
      name = to_key_name(*stored);
      if (!name.has_value()) return key_missing();
      remember_stored(pair, *name);
      return with_keys(*name);
    }
    bool full = false;
    {
      const MutexLock lock(mutex_);
      // A sweep in between may have moved this pair from pending to stored, after the answer above.
      if (sweeps != sweeps_) continue;
      const auto node = scopes_.find(scope);
      full = pending_.size() >= limits_.pending_max;
      if (const auto found = pending_.find(pair); found != pending_.end()) {
        name = found->second;
      } else if (!full && node != scopes_.end() && !node->second.pool.empty()) {
        name = node->second.pool.back();
        node->second.pool.pop_back();
        pending_.emplace(pair, *name);
      }
    }
    if (name.has_value()) return with_keys(*name);
    LEDGER_TRY(full ? sweep_pending() : refill(std::string(scope)));
  }
}

void Keyring::remember_stored(const std::string& pair, const KeyName& name) {
  const MutexLock lock(mutex_);
  if (stored_.size() >= limits_.stored_max) stored_.clear();
  stored_.emplace(pair, name);
}

Result<AssignedKey> Keyring::with_keys(const KeyName& name) {
  auto keys = find(name);
  if (keys.ok()) return AssignedKey{name, std::move(keys).value()};
  if (keys.status().reason() != "keyring.erased") return keys.status();
  return ledger::forbidden_by_rule("subject.erased",
                                   "the subject's data keys were destroyed by an erasure order");
}

Result<std::shared_ptr<const DataKeys>> Keyring::find(const KeyName& name) {
  for (;;) {
    std::string scope;
    KekGeneration generation;
    RingKey key;
    {
      const MutexLock lock(mutex_);
      const auto found = index_.find(name);
      if (found == index_.end()) return key_missing();
      if (found->second.erased) return key_erased();
      if (auto cached = cache_.find(name)) return cached;
      scope = found->second.scope->first;
      generation = found->second.scope->second.generation;
      key = {name, found->second.wrapped};
    }
    auto opened = unwrap_data_keys(encryptor_, scope, generation, key);
    const MutexLock lock(mutex_);
    const Entry& entry = index_.at(name);
    if (entry.erased) return key_erased();
    if (opened.ok()) {
      auto keys = std::make_shared<const DataKeys>(std::move(opened).value());
      cache_.put(name, keys);
      return keys;
    }
    // An erasure may have taken the KEK away while we were using it; the key is under the next one now.
    if (entry.scope->second.generation == generation) return opened.status();
  }
}

Status Keyring::check_known(const KeyName& name) const {
  const MutexLock lock(mutex_);
  return index_.contains(name) ? Status() : key_missing();
}

std::size_t Keyring::key_count() const {
  const MutexLock lock(mutex_);
  return index_.size();
}

// Forgets the pending assignments that the ledger holds by now.
Status Keyring::sweep_pending() {
  std::vector<std::string> pairs;
  {
    const MutexLock lock(mutex_);
    for (const auto& [pair, name] : pending_) pairs.push_back(pair);
  }
  std::vector<std::string> stored;
  for (const std::string& pair : pairs) {
    const std::size_t split = pair.rfind('\0');
    LEDGER_ASSIGN(
        const std::optional<Bytes> found,
        assignments_.find(std::string_view(pair).substr(0, split), std::string_view(pair).substr(split + 1)));
    if (found.has_value()) stored.push_back(pair);
  }
  const MutexLock lock(mutex_);
  ++sweeps_;
  for (const std::string& pair : stored) pending_.erase(pair);
  if (pending_.size() < limits_.pending_max) return Status();
  return ledger::exhausted("keyring.pending", "too many new subjects whose events are not stored yet");
}

// What the disk holds is unknown now; only a new open finds out.
Status Keyring::failed(Status status) {
  bool first = false;
  {
    const MutexLock lock(mutex_);
    first = !failed_;
    failed_ = true;
  }
  if (first && on_failure_) on_failure_(status);
  return status;
}

Status Keyring::noting(const std::string& scope, Status status) {
  if (status.reason() == "keyring.io") return failed(std::move(status));
  const MutexLock lock(mutex_);
  if (status.reason() == "keyring.exhausted") {
    starved_ = scope;
  } else if (status.ok()) {
    starved_.reset();
  }
  return status;
}

bool Keyring::writable() const {
  const MutexLock lock(mutex_);
  return !failed_ && !starved_;
}

Status Keyring::retry() {
  std::optional<std::string> scope;
  {
    const MutexLock lock(mutex_);
    scope = starved_;
  }
  return scope ? refill(*scope) : Status();
}

Status Keyring::refill(const std::string& scope) {
  const WriteTurn turn(*this);
  std::optional<Scope> state;
  {
    const MutexLock lock(mutex_);
    if (failed_) return ledger::unavailable("keyring.unavailable", "a write to the keyring failed earlier");
    if (const auto found = scopes_.find(scope); found != scopes_.end()) {
      if (!found->second.pool.empty()) {  // another thread was first
        if (starved_ == scope) starved_.reset();
        return Status();
      }
      state = found->second;
    } else if (scopes_.size() >= limits_.scopes_max) {
      return ledger::exhausted("keyring.scopes", "the keyring has as many rings as it may");
    }
  }
  return noting(scope, state.has_value() ? extend_ring(scope, std::move(*state)) : start_ring(scope));
}

Result<Keyring::Batch> Keyring::make_batch(const std::string& scope, KekGeneration generation,
                                           ByteView ring_id, std::uint64_t first_index, std::size_t count) {
  Batch batch;
  for (std::size_t i = 0; i < count; ++i) {
    RingKey key;
    LEDGER_ASSIGN(key.name, random_key_name());
    LEDGER_ASSIGN(const DataKeys keys, random_data_keys());
    LEDGER_ASSIGN(key.wrapped, wrap_data_keys(encryptor_, scope, generation, key.name, keys));
    batch.keys.push_back(std::move(key));
  }
  batch.records = encode_ring_keys(ring_id, first_index, batch.keys);
  batch.commit = encode_ring_commit(ring_id, first_index + count, batch.records);
  return batch;
}

Status Keyring::start_ring(const std::string& scope) {
  Scope state;
  state.generation = KekGeneration(1);
  LEDGER_TRY(encryptor_.create_kek(scope, state.generation));
  LEDGER_ASSIGN(const RingHeader header, make_ring_header(encryptor_, scope, state.generation));
  state.ring_id = header.ring_id;
  LEDGER_ASSIGN(Batch batch, make_batch(scope, state.generation, header.ring_id, 1, limits_.pool_keys_min));
  LEDGER_TRY(
      media_.create(ring_file_name(scope), encode_ring_header(scope, header) + batch.records + batch.commit));
  state.records = 1;
  state.next_batch = limits_.pool_keys_min;
  publish(scope, std::move(state), std::move(batch));
  return Status();
}

Status Keyring::extend_ring(const std::string& scope, Scope state) {
  LEDGER_ASSIGN(Batch batch,
                make_batch(scope, state.generation, state.ring_id, state.records, state.next_batch));
  const std::uint64_t offset = state.records * kRingRecordBytes;
  LEDGER_TRY(media_.write_at(ring_file_name(scope), offset, batch.records));
  // On every medium the records are down before any commit says so.
  LEDGER_TRY(media_.write_at(ring_file_name(scope), offset + batch.records.size(), batch.commit));
  publish(scope, std::move(state), std::move(batch));
  return Status();
}

void Keyring::publish(const std::string& scope, Scope state, Batch batch) {
  state.records += batch.keys.size() + 1;
  state.next_batch = std::min(limits_.pool_keys_max, state.next_batch * 2);
  const MutexLock lock(mutex_);
  const auto node = scopes_.try_emplace(scope).first;
  node->second = std::move(state);
  for (RingKey& key : batch.keys) {
    node->second.pool.push_back(key.name);
    index_[key.name] = Entry{&*node, false, std::move(key.wrapped)};
  }
}

Result<ErasurePlan> Keyring::plan_for(const ErasureOrder& order) const {
  std::map<std::string, ScopeErasure> scopes;
  const MutexLock lock(mutex_);
  for (const KeyName& name : std::set<KeyName>(order.names.begin(), order.names.end())) {
    const auto found = index_.find(name);
    if (found == index_.end())
      return ledger::not_found("keyring.key_missing", "the order names a key of no ring");
    if (found->second.erased) continue;
    const auto& [scope, state] = *found->second.scope;
    ScopeErasure& item = scopes[scope];
    item.scope = scope;
    item.old_generation = state.generation;
    item.new_generation = KekGeneration(state.generation.value + 1);
    item.names.push_back(name);
  }
  ErasurePlan plan;
  plan.order = order.order;
  for (auto& [scope, item] : scopes) plan.scopes.push_back(std::move(item));
  return plan;
}

Result<ErasureReport> Keyring::destroy_keys(const ErasureOrder& order, const StepHook& hook) {
  const WriteTurn turn(*this);
  LEDGER_ASSIGN(const ErasurePlan plan, plan_for(order));
  return carry_out(plan, hook);
}

Result<ErasureReport> Keyring::renew_kek(const ledger::EventId& order, const std::string& scope) {
  const WriteTurn turn(*this);
  ErasurePlan plan;
  plan.order = order;
  {
    const MutexLock lock(mutex_);
    const auto found = scopes_.find(scope);
    if (found == scopes_.end()) return ledger::not_found("keyring.ring_missing", "no ring for this scope");
    const KekGeneration now = found->second.generation;
    plan.scopes.push_back({scope, now, KekGeneration(now.value + 1), {}});
  }
  return carry_out(plan, {});
}

Result<ErasureReport> Keyring::carry_out(const ErasurePlan& plan, const StepHook& hook) {
  {
    const MutexLock lock(mutex_);
    if (failed_) return ledger::unavailable("keyring.unavailable", "a write to the keyring failed earlier");
  }
  const auto run = [&]() -> Status {
    Erasure erasure(media_, encryptor_, hook);
    LEDGER_TRY(erasure.begin(plan));
    for (const ScopeErasure& scope : plan.scopes) {
      LEDGER_ASSIGN(Ring ring, erasure.switch_ring(scope));
      LEDGER_TRY(adopt(scope.scope, std::move(ring)));
      LEDGER_TRY(erasure.finish(scope));
    }
    return erasure.end();
  };
  if (!plan.scopes.empty()) {
    // The plan may be down: nothing may be written until an open has carried it on.
    if (const Status status = run(); !status.ok()) return failed(status);
  }
  return ErasureReport{plan.order, plan.scopes, directories(media_)};
}

}  // namespace security
