#include "ledger/audit/audit.h"

#include <atomic>
#include <thread>

#include "ledger/audit/compare.h"
#include "ledger/audit/fold.h"
#include "ledger/base/sha256.h"
#include "ledger/merkle/compact_range.h"
#include "ledger/store/kv_log_store.h"

namespace ledger {
namespace {

constexpr std::uint64_t kChunkEntries = 2048;

// L01, L02: the store's own records. Answers the head that the rest is compared with.
std::optional<LogHead> check_store(const KvReader& reader, const AuditOptions& options, Findings& findings) {
  const auto inspected = inspect_log(reader, options.origin);
  if (inspected.ok()) return inspected->head;
  const std::string reason = inspected.status().reason();
  const bool last_missing = reason == "store.entry_missing";
  findings.add(reason == "store.family_head" ? "L02" : last_missing ? "L04" : "L01", inspected.status());
  // The entries can still be folded: their own family's head row says how many there should be.
  const auto row = reader.get(kEntries, kHeadKey);
  if (!row.ok() || !*row) return std::nullopt;
  const auto head = decode_head(**row);
  if (!head.ok()) return std::nullopt;
  LogHead assumed;
  assumed.size = head->size;
  assumed.root = head->root;
  return assumed;
}

// L04 and the fold. True when every entry up to the head could be read.
bool fold_entries(const KvReader& reader, const LogHead& head, const AuditOptions& options, Fold& fold,
                  Findings& findings) {
  Position next(0);
  while (next.value < head.size.value) {
    std::vector<std::string> texts;
    const std::uint64_t count = std::min(kChunkEntries, head.size.value - next.value);
    const Status status = read_entries(reader, next, count, [&](Position position, std::string_view text) {
      if (position.value != next.value + texts.size()) return false;
      texts.emplace_back(text);
      return true;
    });
    const Position first_missing(next.value + texts.size());
    fold.add(next, texts);
    next = first_missing;
    if (options.progress) options.progress(next.value, head.size.value);
    if (texts.size() == count) continue;
    findings.add(!status.ok() && status.reason() == "entry.stored_malformed" ? "L05" : "L04",
                 status.ok()
                     ? "the entry is missing although the head counts " + std::to_string(head.size.value)
                     : status.to_string(),
                 first_missing);
    return false;
  }
  bool beyond = false;
  const Status status =
      reader.scan(kEntries, entry_key(next_position(head.size)), {}, [&](ByteView, ByteView) {
        beyond = true;
        return false;
      });
  if (!status.ok()) findings.add("L04", status);
  if (beyond) findings.add("L04", "an entry stands beyond the head", next_position(head.size));
  return true;
}

// Beside a running writer the anchor lags; what it shows must then be a prefix of the recomputed tree.
Status judge_live_anchor(const AnchorScan& scan, const std::vector<Hash32>& leaves,
                         const Hash32& origin_hash) {
  if (!scan.newest) return Status();
  const AnchorRecord& record = *scan.newest;
  if (record.origin_hash != origin_hash)
    return data_loss("anchor.origin", "the anchor belongs to another ledger");
  if (record.head.size.value > leaves.size()) {
    return data_loss("anchor.store_behind", "the anchor shows " + std::to_string(record.head.size.value) +
                                                " entries, the store holds " + std::to_string(leaves.size()));
  }
  merkle::CompactRange prefix;
  for (std::uint64_t i = 0; i < record.head.size.value; ++i) prefix.append_leaf(leaves[i]);
  if (prefix.root() == record.head.root) return Status();
  return data_loss("anchor.root_differs",
                   "the anchor's root is not the one that the entries give at its size");
}

void check_anchor(const AuditOptions& options, const LogHead& head, const std::vector<Hash32>& leaves,
                  Findings& findings, AuditReport& report) {
  if (!options.anchor) {
    report.not_checked.emplace_back("L03");
    return;
  }
  if (options.live) {
    if (const Status status = judge_live_anchor(*options.anchor, leaves, sha256(options.origin));
        !status.ok()) {
      findings.add("L03", status);
    }
    return;
  }
  const AnchorJudgement judgement = judge_anchor(*options.anchor, head, sha256(options.origin));
  if (judgement.verdict == AnchorVerdict::kRefuse) findings.add("L03", judgement.reason);
}

using Comparison = std::function<void(Findings&, AuditReport&)>;

// Each comparison reads tables of its own, so they run beside one another; what they find is reported in the
// order of the list.
void compare_at_once(const std::vector<Comparison>& comparisons, const AuditOptions& options,
                     Findings& findings, AuditReport& report) {
  std::vector<AuditReport> reports(comparisons.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next.fetch_add(1); i < comparisons.size(); i = next.fetch_add(1)) {
      Findings own(reports[i], options.findings_max);
      comparisons[i](own, reports[i]);
    }
  };
  std::vector<std::thread> pool;
  for (unsigned t = 1; t < options.threads && t < comparisons.size(); ++t) pool.emplace_back(work);
  work();
  for (std::thread& thread : pool) thread.join();
  for (const AuditReport& own : reports) {
    for (const AuditFinding& one : own.findings) findings.add(one.invariant, one.message, one.position);
    report.truncated = report.truncated || own.truncated;
    report.checkpoints_verified += own.checkpoints_verified;
    report.disclosures_stored += own.disclosures_stored;
    report.disclosures_absent += own.disclosures_absent;
    report.attachments_stored += own.attachments_stored;
    report.attachments_absent += own.attachments_absent;
  }
}

}  // namespace

Result<AuditReport> audit_ledger(const KvReader& reader, const AuditOptions& options) {
  if (options.verifier == nullptr || options.origin.empty()) {
    return invalid("audit.options", "an audit needs the ledger's origin and a signature verifier");
  }
  AuditReport report;
  Findings findings(report, options.findings_max);
  if (options.files == nullptr) {
    report.not_checked.emplace_back("L19");
  } else if (const Status files = options.files->verify_checksums(); !files.ok()) {
    findings.add("L19", files);
  }
  if (!options.verify_event_signatures) report.not_checked.emplace_back("L10");

  const auto head = check_store(reader, options, findings);
  if (!head) return report;

  Fold fold(reader, options, findings, report);
  const bool complete = fold_entries(reader, *head, options, fold, findings);
  fold.finish();
  merkle::CompactRange tree;
  for (const Hash32& leaf : fold.leaves()) tree.append_leaf(leaf);
  report.size = TreeSize(fold.leaves().size());
  report.root = tree.root();
  check_anchor(options, *head, fold.leaves(), findings, report);
  // Behind a gap nothing below can agree; the gap is the finding.
  if (!complete) return report;

  if (head->size.value > 0 && report.root != head->root) {
    findings.add("L07", "the entries give another root than the head row");
  }
  const auto log_key = options.log_public_key ? options.log_public_key : fold.genesis_log_key();
  const bool nothing_to_verify_with = !log_key && head->size.value > 0;
  const std::vector<Comparison> comparisons = {
      [&](Findings& own, AuditReport&) { compare_tiles(reader, fold.leaves(), own); },
      [&](Findings& own, AuditReport& counts) {
        if (log_key) compare_checkpoints(reader, fold.leaves(), options, *log_key, own, counts);
        if (nothing_to_verify_with) own.add("L08", "no log key is known to verify checkpoints with");
      },
      [&](Findings& own, AuditReport&) { compare_state(reader, fold.state(), own); },
      [&](Findings& own, AuditReport&) { compare_dedup(reader, fold, own); },
      [&](Findings& own, AuditReport&) { compare_streams(reader, fold, own); },
      [&](Findings& own, AuditReport& counts) { compare_vault(reader, fold, own, counts); },
  };
  compare_at_once(comparisons, options, findings, report);
  return report;
}

void write_audit_report(const AuditReport& report, JsonWriter& json) {
  json.begin_object()
      .member("clean", report.clean())
      .member("size", report.size.value)
      .member("root", to_base64(view_of(report.root)))
      .member("signatures_verified", report.signatures_verified)
      .member("checkpoints_verified", report.checkpoints_verified)
      .member("disclosures_stored", report.disclosures_stored)
      .member("disclosures_absent", report.disclosures_absent)
      .member("attachments_stored", report.attachments_stored)
      .member("attachments_absent", report.attachments_absent);
  json.key("not_checked").begin_array();
  for (const std::string& invariant : report.not_checked) json.value(invariant);
  json.end_array().key("findings").begin_array();
  for (const AuditFinding& finding : report.findings) {
    json.begin_object().member("invariant", finding.invariant).member("message", finding.message);
    if (finding.position) json.member("position", finding.position->value);
    json.end_object();
  }
  json.end_array().member("truncated", report.truncated).end_object();
}

}  // namespace ledger
