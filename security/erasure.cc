#include "security/erasure.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "ledger/base/check.h"
#include "ledger/base/sha256.h"
#include "security/data_keys.h"

namespace security {
namespace {

using ledger::Bytes;
using ledger::ByteView;
using ledger::Result;
using ledger::Status;

constexpr std::string_view kJournalFile = "keyring.erasure";
constexpr std::string_view kJournalMagic = "DAIERAS1";

std::string new_name(const std::string& ring_name) {
  return ring_name + ".new";
}
std::string old_name(const std::string& ring_name) {
  return ring_name + ".old";
}

Status journal_corrupt() {
  return ledger::data_loss("keyring.corrupt", std::string(kJournalFile) + " is damaged");
}

Result<Ring> load_ring(const Medium& medium, std::string_view scope, const std::string& name) {
  LEDGER_ASSIGN(const std::optional<Bytes> bytes, medium.read(name));
  if (!bytes.has_value()) {
    return ledger::data_loss("keyring.ring_missing", medium.directory() + "/" + name + " is gone");
  }
  return parse_ring(scope, *bytes);
}

std::optional<ScopeErasure> take_scope(ledger::ByteReader& reader) {
  ScopeErasure scope;
  const auto length = reader.take_u16();
  if (!length) return std::nullopt;
  const auto name = reader.take(*length);
  const auto old_generation = reader.take_u64();
  const auto count = reader.take_u32();
  if (!name || !old_generation || !count) return std::nullopt;
  scope.scope = std::string(*name);
  scope.old_generation = KekGeneration(*old_generation);
  scope.new_generation = KekGeneration(*old_generation + 1);
  for (std::uint32_t i = 0; i < *count; ++i) {
    const auto key = reader.take(kKeyNameBytes);
    if (!key) return std::nullopt;
    scope.names.push_back(*to_key_name(*key));
  }
  return scope;
}

}  // namespace

std::string ring_file_name(std::string_view scope) {
  return std::string(scope) + ".ring";
}

Bytes encode_erasure_plan(const ErasurePlan& plan) {
  Bytes out(kJournalMagic);
  out += ledger::view_of(plan.order);
  ledger::put_u32(out, static_cast<std::uint32_t>(plan.scopes.size()));
  for (const ScopeErasure& scope : plan.scopes) {
    LEDGER_CHECK(scope.new_generation.value == scope.old_generation.value + 1);
    ledger::put_u16(out, static_cast<std::uint16_t>(scope.scope.size()));
    out += scope.scope;
    ledger::put_u64(out, scope.old_generation.value);
    ledger::put_u32(out, static_cast<std::uint32_t>(scope.names.size()));
    for (const KeyName& name : scope.names) out += view_of(name);
  }
  out += ledger::view_of(ledger::sha256(out));
  return out;
}

Result<ErasurePlan> parse_erasure_plan(ByteView bytes) {
  constexpr std::size_t kSumBytes = 32;
  if (bytes.size() < kSumBytes) return journal_corrupt();
  const ByteView body = bytes.substr(0, bytes.size() - kSumBytes);
  if (ledger::view_of(ledger::sha256(body)) != bytes.substr(body.size())) return journal_corrupt();
  ledger::ByteReader reader(body);
  const auto magic = reader.take(kJournalMagic.size());
  const auto order = reader.take(16);
  const auto count = reader.take_u32();
  if (!magic || *magic != kJournalMagic || !order || !count) return journal_corrupt();
  ErasurePlan plan;
  std::copy_n(ledger::u8(*order), plan.order.bytes.size(), plan.order.bytes.begin());
  for (std::uint32_t i = 0; i < *count; ++i) {
    auto scope = take_scope(reader);
    if (!scope) return journal_corrupt();
    plan.scopes.push_back(std::move(*scope));
  }
  if (!reader.empty()) return journal_corrupt();
  return plan;
}

Result<std::optional<ErasurePlan>> Erasure::unfinished(const Media& media) {
  LEDGER_ASSIGN(const std::optional<Bytes> bytes, media.primary().read(kJournalFile));
  if (!bytes.has_value()) return std::optional<ErasurePlan>();
  LEDGER_ASSIGN(ErasurePlan plan, parse_erasure_plan(*bytes));
  return std::optional<ErasurePlan>(std::move(plan));
}

Status Erasure::step(std::string_view name) const {
  return hook_ ? hook_(name) : Status();
}

Status Erasure::begin(const ErasurePlan& plan) {
  LEDGER_TRY(step("journal"));
  return media_.primary().create(kJournalFile, encode_erasure_plan(plan));
}

Status Erasure::end() {
  LEDGER_TRY(step("end"));
  return media_.primary().destroy(kJournalFile);
}

Result<Ring> Erasure::switch_ring(const ScopeErasure& scope) {
  const std::string name = ring_file_name(scope.scope);
  LEDGER_ASSIGN(const Ring current, load_ring(media_.primary(), scope.scope, name));
  if (current.header.generation == scope.old_generation) {
    LEDGER_TRY(prepare(scope, current));
    LEDGER_TRY(step("switch"));
    LEDGER_TRY(put_in_place(media_.primary(), name));
  } else if (current.header.generation != scope.new_generation) {
    return ledger::data_loss("keyring.corrupt", name + " is of no generation that the erasure knows");
  }
  LEDGER_ASSIGN(const std::optional<Bytes> bytes, media_.primary().read(name));
  LEDGER_CHECK(bytes.has_value());
  for (std::size_t i = 1; i < media_.all().size(); ++i) {
    Medium& medium = *media_.all()[i];
    LEDGER_ASSIGN(const std::optional<Bytes> present, medium.read(name));
    if (present == bytes) continue;
    LEDGER_TRY(step("switch_second"));
    // Prepared already unless this medium was changed in between; writing it again is the same.
    LEDGER_TRY(medium.create(new_name(name), *bytes));
    if (present.has_value()) {
      LEDGER_TRY(put_in_place(medium, name));
    } else {
      LEDGER_TRY(medium.rename(new_name(name), name));
    }
  }
  return parse_ring(scope.scope, *bytes);
}

Status Erasure::prepare(const ScopeErasure& scope, const Ring& old_ring) {
  const std::string name = new_name(ring_file_name(scope.scope));
  LEDGER_TRY(step("new_kek"));
  LEDGER_TRY(encryptor_.destroy_kek(scope.scope, scope.new_generation));
  LEDGER_TRY(encryptor_.create_kek(scope.scope, scope.new_generation));
  LEDGER_TRY(step("new_ring"));
  LEDGER_ASSIGN(const Bytes bytes, rewrite(scope, old_ring));
  LEDGER_TRY(media_.create(name, bytes));
  LEDGER_TRY(step("verify"));
  for (const auto& medium : media_.all()) LEDGER_TRY(verify(scope, old_ring, *medium));
  return Status();
}

Result<Bytes> Erasure::rewrite(const ScopeErasure& scope, const Ring& old_ring) {
  const std::unordered_set<KeyName, KeyNameHasher> doomed(scope.names.begin(), scope.names.end());
  LEDGER_ASSIGN(const RingHeader header, make_ring_header(encryptor_, scope.scope, scope.new_generation));
  std::vector<RingKey> kept;
  for (const RingKey& key : old_ring.keys) {
    if (doomed.contains(key.name)) continue;
    LEDGER_ASSIGN(const DataKeys keys, unwrap_data_keys(encryptor_, scope.scope, scope.old_generation, key));
    LEDGER_ASSIGN(Bytes wrapped,
                  wrap_data_keys(encryptor_, scope.scope, scope.new_generation, key.name, keys));
    kept.push_back({key.name, std::move(wrapped)});
  }
  std::vector<KeyName> tombstones = old_ring.erased;
  tombstones.insert(tombstones.end(), scope.names.begin(), scope.names.end());
  const std::uint64_t first_tombstone = 1 + kept.size();
  const Bytes batch = encode_ring_keys(header.ring_id, 1, kept) +
                      encode_tombstones(header.ring_id, first_tombstone, tombstones);
  return encode_ring_header(scope.scope, header) + batch +
         encode_ring_commit(header.ring_id, first_tombstone + tombstones.size(), batch);
}

Status Erasure::verify(const ScopeErasure& scope, const Ring& old_ring, const Medium& medium) {
  const auto unverified = [&](std::string_view why) {
    return ledger::data_loss("keyring.erasure_unverified", "the new ring of " + scope.scope + " in " +
                                                               medium.directory() + " " + std::string(why));
  };
  LEDGER_ASSIGN(const Ring ring, load_ring(medium, scope.scope, new_name(ring_file_name(scope.scope))));
  LEDGER_TRY(check_ring_header(encryptor_, scope.scope, ring.header));
  const std::unordered_set<KeyName, KeyNameHasher> erased(ring.erased.begin(), ring.erased.end());
  for (const KeyName& name : scope.names) {
    if (!erased.contains(name)) return unverified("lacks a tombstone");
  }
  auto next = ring.keys.begin();
  for (const RingKey& old_key : old_ring.keys) {
    if (erased.contains(old_key.name)) continue;
    if (next == ring.keys.end() || next->name != old_key.name)
      return unverified("lacks a key that must stay");
    LEDGER_ASSIGN(const DataKeys before,
                  unwrap_data_keys(encryptor_, scope.scope, scope.old_generation, old_key));
    LEDGER_ASSIGN(const DataKeys after,
                  unwrap_data_keys(encryptor_, scope.scope, scope.new_generation, *next));
    if (!before.data.equals(after.data.view()) || !before.salt.equals(after.salt.view())) {
      return unverified("holds a changed key");
    }
    ++next;
  }
  if (next != ring.keys.end()) return unverified("holds a key too many");
  return Status();
}

Status Erasure::put_in_place(Medium& medium, const std::string& ring_name) {
  // The old ring keeps a name until its bytes are overwritten; there is no instant without a ring.
  LEDGER_TRY(medium.link(ring_name, old_name(ring_name)));
  return medium.rename(new_name(ring_name), ring_name);
}

Status Erasure::finish(const ScopeErasure& scope) {
  const std::string name = ring_file_name(scope.scope);
  LEDGER_TRY(step("destroy_kek"));
  LEDGER_TRY(encryptor_.destroy_kek(scope.scope, scope.old_generation));
  LEDGER_TRY(step("destroy_ring"));
  LEDGER_TRY(media_.destroy(old_name(name)));
  return media_.destroy(new_name(name));
}

}  // namespace security
