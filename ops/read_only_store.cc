#include "ops/read_only_store.h"

#include "ledger/base/sha256.h"
#include "ledger/journal/verified_prefix.h"
#include "ledger/store/kv_log_store.h"
#include "ledger/store/rocks_kv.h"
#include "ops/store_opening.h"
#include "security/note_verifier.h"

namespace ops {
namespace {

using ledger::Result;
using ledger::Status;

Result<ledger::AnchorScan> hold_anchor(const DataFolder& folder, VerifiedStore& store) {
  auto held = ledger::HeadAnchor::open(folder.anchor);
  if (held.ok()) {
    store.lock = std::move(held).value();
    return store.lock->scan();
  }
  if (held.status().reason() == "anchor.locked") return held.status();
  // A medium that is mounted read-only gives no lock, but its records.
  return ledger::read_anchor(folder.anchor);
}

// A database that refuses to open is read as far as point-in-time recovery gets, and the refusal is noted.
Status open_database(const DataFolder& folder, VerifiedStore& store) {
  ledger::RocksKvOptions options;
  options.path = folder.database();
  options.families = ledger::ledger_family_names();
  options.read_only = true;
  auto opened = ledger::open_rocks_kv(options);
  if (!opened.ok()) {
    if (opened.status().reason() != "store.corrupt") return opened.status();
    options.salvage = true;
    auto salvaged = ledger::open_rocks_kv(options);
    if (!salvaged.ok()) return opened.status();
    store.state.reason = opened.status();
    store.salvaged = true;
    opened = std::move(salvaged);
  }
  store.kv = std::move(opened).value();
  return Status();
}

// Notes the first reason only: what follows from it says nothing new.
void note_reason(const Status& found, api::ReadOnlyState& state) {
  if (state.reason.ok()) state.reason = found;
}

// What the anchor allows to be believed; nullopt when it gives no upper bound. data_loss anchor.origin.
Result<std::optional<ledger::HeadRow>> judge(const Result<ledger::AnchorScan>& anchor,
                                             const std::optional<ledger::LogHead>& head,
                                             const std::string& origin, api::ReadOnlyState& state) {
  if (!anchor.ok()) {
    note_reason(anchor.status(), state);
    return std::optional<ledger::HeadRow>();
  }
  const ledger::Hash32 origin_hash = ledger::sha256(origin);
  if (anchor->newest && anchor->newest->origin_hash != origin_hash) {
    return ledger::data_loss("anchor.origin", "the anchor belongs to another ledger");
  }
  Status judged;
  if (head) judged = ledger::judge_anchor(*anchor, *head, origin_hash).reason;
  note_reason(judged, state);
  if (!anchor->newest) return std::optional<ledger::HeadRow>();
  const ledger::LogHead& proven = anchor->newest->head;
  state.anchor_size = proven.size;
  // Behind an unreadable record there may have been more; a group that it alone proved must not be hidden.
  if (head ? !judged.ok() && judged.reason() == "anchor.torn" : anchor->newest_torn) {
    return std::optional<ledger::HeadRow>();
  }
  // Neither a backup's anchor nor an older one says what came after it.
  state.missing_known = !anchor->any_backup && (judged.ok() || judged.reason() != "anchor.rolled_back");
  return std::optional<ledger::HeadRow>({proven.size, proven.root});
}

}  // namespace

Result<VerifiedStore> open_verified_store(const DataFolder& folder) {
  VerifiedStore store;
  LEDGER_ASSIGN(store.identity, load_identity(folder));
  const auto anchor = hold_anchor(folder, store);
  if (!anchor.ok() && anchor.status().reason() == "anchor.locked") return anchor.status();
  LEDGER_TRY(open_database(folder, store));

  std::optional<ledger::LogHead> head;
  const auto inspected = ledger::inspect_log(*store.kv, store.identity.origin);
  if (inspected.ok()) {
    head = inspected->head;
  } else if (inspected.status().code() == ledger::StatusCode::kDataLoss) {
    note_reason(inspected.status(), store.state);
  } else {
    return inspected.status();
  }
  LEDGER_ASSIGN(const auto bound, judge(anchor, head, store.identity.origin, store.state));
  LEDGER_ASSIGN(const auto log_key, security::Ed25519NoteVerifier::parse(store.identity.log_vkey));
  const ledger::Bytes signature = bound ? anchor->newest->signature : ledger::Bytes();
  LEDGER_ASSIGN(auto prefix, ledger::find_verified_prefix(*store.kv, log_key, bound, signature));
  note_reason(prefix.ended, store.state);
  // Damage to other rows than entries: some answers will be refused, and an operator must see why.
  if (store.state.reason.ok()) note_reason(store.kv->verify_checksums(), store.state);
  note_reason(ledger::forbidden_by_rule("service.asked_read_only",
                                        "the operator asked for it; every entry that is served verifies"),
              store.state);
  store.view = std::move(prefix.view);
  store.state.verified = store.view->head.size;
  return store;
}

}  // namespace ops
