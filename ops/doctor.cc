#include "ops/doctor.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "ledger/base/sha256.h"
#include "ledger/journal/recovery.h"
#include "ledger/store/rocks_kv.h"
#include "ops/projection_opening.h"
#include "ops/store_opening.h"
#include "security/file_key_encryptor.h"
#include "security/key_name.h"
#include "security/medium.h"
#include "security/ring_file.h"

namespace ops {
namespace {

namespace fs = std::filesystem;
using ledger::Status;

struct Advice {
  std::string_view code, label_ja, todo_ja, todo;
};

constexpr std::string_view kRestoreJa =
    "検証できる範囲は serve --read-only で閲覧し、最新のバックアップを復元して最新のアンカーか鏡で確かめる。"
    "どちらもなければ new-generation";
constexpr std::string_view kRestore =
    "Keep this folder as it is; `daicho serve --read-only` serves what verifies; restore the newest backup "
    "(`daicho restore`) and show with the newest anchor or a mirror that it is whole; where neither is left, "
    "`daicho new-generation` founds the ledger that follows";
constexpr Advice kAdvice[] = {
    {"ledger.missing", "台帳がない", "--data を確かめる。新しい台帳は daicho init",
     "Check --data; a new ledger is founded by `daicho init`"},
    {"ledger.half_founded", "台帳の創設が途中で止まった",
     "創設中でなければフォルダーを消し daicho init をやり直す (受け付けた記録はない)",
     "When no `daicho init` is running, remove the folders and found the ledger again: no event of them was "
     "ever "
     "acknowledged"},
    {"identity.malformed", "ledger.json が壊れている", "公開された台帳情報かバックアップから戻す",
     "Put ledger.json back from the published identity or from a backup"},
    {"store.missing", "データベースがない", kRestoreJa, kRestore},
    {"store.corrupt", "データベースが壊れている", kRestoreJa, kRestore},
    {"kv.corrupt", "データファイルが壊れている", kRestoreJa, kRestore},
    {"store.family_head", "列ファミリーの世代が違う", kRestoreJa, kRestore},
    {"store.entry_missing", "記録が欠けている", kRestoreJa, kRestore},
    {"store.meta_missing", "管理行が欠けている", kRestoreJa, kRestore},
    {"store.row_malformed", "保存行が壊れている", kRestoreJa, kRestore},
    {"store.format_version", "形式の版が新しい", "新しい版の daicho を使う",
     "Use the newer daicho that wrote this folder; never let an older one write"},
    {"store.unknown_family", "未知の列ファミリー", "新しい版の daicho を使う",
     "Use the newer daicho that wrote this folder; never let an older one write"},
    {"store.origin", "別の台帳のデータベース", "正しいフォルダーを組み合わせる",
     "Put the folders of one ledger together"},
    {"recovery.checkpoint", "署名済みチェックポイントが合わない", kRestoreJa, kRestore},
    {"anchor.missing", "アンカーがない", "アンカーの媒体をつなぎ --anchor-dir で示す",
     "Mount the anchor's medium and name it with --anchor-dir; never make a new ring: if it is lost, "
     "restore"},
    {"anchor.torn", "アンカーの最新記録が壊れている", kRestoreJa, kRestore},
    {"anchor.unreadable", "アンカーが読めない", kRestoreJa, kRestore},
    {"anchor.size", "アンカーの長さが違う", kRestoreJa, kRestore},
    {"anchor.chain", "アンカーの鎖が切れている", kRestoreJa, kRestore},
    {"anchor.store_behind", "データがアンカーより古い",
     "より新しいデータかバックアップを探す。それまでは serve --read-only",
     "Find the newer data folder or a newer backup (`daicho restore`): acknowledged entries are missing "
     "here; "
     "meanwhile `daicho serve --read-only` serves the others"},
    {"anchor.rolled_back", "アンカーがデータより古い", "最新のアンカーを探す",
     "Find the newest anchor: this one is of another age; meanwhile `daicho serve --read-only` serves what "
     "it "
     "proves"},
    {"anchor.root_differs", "アンカーとデータの歴史が違う", "どちらが本物か鏡と受領証で確かめる",
     "Two histories: compare both with a mirror and with receipts before anything else"},
    {"anchor.origin", "別の台帳のアンカー", "正しい --anchor-dir を示す",
     "Name this ledger's own anchor with --anchor-dir"},
    {"anchor.backup", "復元した写し (書込不可)",
     "閲覧は serve --read-only、書込は daicho restore --anchor か --tiles",
     "`daicho serve --read-only` serves it; to write, run `daicho restore` with --anchor (the newest live "
     "anchor) or --tiles (a mirror); where neither is left, `daicho new-generation`"},
    {"keyring.missing", "鍵束がない", "鍵束の媒体をつなぎ --keyring-dir で示す",
     "Mount the keyring's medium and name it with --keyring-dir, or put its copy back"},
    {"keyring.corrupt", "鍵束が壊れている", "第二媒体か写しから戻す",
     "Put the ring back from the second medium or from the keyring's copy"},
    {"keyring.kek_missing", "鍵束の親鍵がない", "第二媒体か写しから戻す",
     "Put the key file back from the second medium or from the keyring's copy"},
    {"keyring.key_missing", "鍵束に鍵が足りない", "より新しい鍵束の写しを探す",
     "Find a newer copy of the keyring: fields sealed with these keys can't be opened without it"},
    {"keyring.permissions", "鍵束の権限が広すぎる", "chmod 700", "chmod 700 the folder, 600 its files"},
    {"secrets.missing", "秘密鍵がない", "--secrets-dir を確かめる",
     "Name the folder of the private keys with --secrets-dir, or put them back from where they are kept"},
    {"secrets.permissions", "秘密鍵の権限が広すぎる", "chmod 700 / 600",
     "chmod 700 the folder, 600 its files"},
    {"attachment.gone", "参照される添付がない", "添付を含むバックアップを探す",
     "Find a backup that holds them: what an event refers to is never discarded; an order to erase takes the "
     "key, not the content"},
    {"disk.low", "空き容量が少ない", "空きを増やす", "Free space before the log has to close itself"},
    {"", "異常", "メッセージを見る", "See the message; the README of the part that is named says more"},
};

class Examination {
 public:
  Examination(const DataFolder& folder, const DoctorLimits& limits) : folder_(folder), limits_(limits) {
    report_.root = folder.root;
  }

  DoctorReport run() {
    if (!look_at_identity()) return std::move(report_);
    look_at_store();
    look_at_projections();
    look_at_anchor();
    look_at_keyring();
    look_at_secrets();
    for (const std::string& place : {folder_.root, folder_.anchor, folder_.keyring}) look_at_space(place);
    return std::move(report_);
  }

 private:
  void add(std::string_view code, std::string message) {
    report_.findings.push_back(describe_finding(code, std::move(message)));
  }
  void add(const Status& status) { add(status.reason(), status.message()); }

  bool look_at_identity() {
    report_.looked_at.push_back(folder_.identity_file());
    const auto identity = load_identity(folder_);
    if (!identity.ok()) {
      const std::string_view reason = identity.status().reason();
      add(reason.starts_with("ledger.") ? reason : "identity.malformed", identity.status().message());
      return false;
    }
    report_.origin = identity->origin;
    return true;
  }

  ledger::Result<std::unique_ptr<ledger::Kv>> open_database(bool salvage) const {
    ledger::RocksKvOptions options;
    options.path = folder_.database();
    options.families = ledger::ledger_family_names();
    options.read_only = true;
    options.salvage = salvage;
    return ledger::open_rocks_kv(options);
  }

  void look_at_store() {
    report_.looked_at.push_back(folder_.database());
    auto opened = open_database(false);
    if (!opened.ok()) {
      add(opened.status().reason(), opened.status().message() + salvageable());
      return;
    }
    kv_ = std::move(opened).value();
    const Status files = kv_->verify_checksums();
    if (!files.ok()) add(files);
    const auto inspected = ledger::inspect_log(*kv_, report_.origin);
    if (!inspected.ok()) {
      if (inspected.status().reason() != files.reason()) add(inspected.status());
      return;
    }
    head_ = inspected->head;
    report_.size = head_->size;
    // Behind a damaged file a row that can't be read says nothing new.
    if (!files.ok()) return;
    if (const auto view = ledger::open_view(*kv_, *head_); !view.ok()) add(view.status());
    look_at_documents();
  }

  void look_at_documents() {
    auto attachments = look_at_attachments(*kv_);
    if (!attachments.ok()) return add(attachments.status());
    if (attachments->missing_count > 0) {
      std::string names;
      for (const std::string& id : attachments->missing) names += " " + id;
      add("attachment.gone", "events refer to " + std::to_string(attachments->missing_count) +
                                 " attachments that are not there, among them" + names);
    }
    report_.attachments = std::move(attachments).value();
  }

  // Disposable, so never a finding.
  void look_at_projections() {
    report_.looked_at.push_back(folder_.projections());
    if (const Status marked = marked_damage(folder_.projections()); !marked.ok()) {
      report_.read_models_absent = marked.reason();
      return;
    }
    auto read_models = look_at_read_models(folder_.projections());
    if (read_models.ok()) {
      report_.read_models = std::move(read_models).value();
    } else {
      report_.read_models_absent = read_models.status().reason();
    }
  }

  // How far point-in-time recovery reads, for the operator who has to decide; nothing is believed because of
  // it.
  std::string salvageable() const {
    const auto salvaged = open_database(true);
    if (!salvaged.ok()) return "; point-in-time recovery reads nothing of it";
    const auto inspected = ledger::inspect_log(**salvaged, report_.origin);
    if (!inspected.ok()) return "; point-in-time recovery: " + inspected.status().message();
    const std::string held = std::to_string(inspected->head.size.value);
    const auto scan = ledger::read_anchor(folder_.anchor);
    if (!scan.ok() || !scan->newest) return "; point-in-time recovery reads " + held + " entries";
    return "; point-in-time recovery reads " + held + " entries, the anchor proves " +
           std::to_string(scan->newest->head.size.value);
  }

  void look_at_anchor() {
    report_.looked_at.push_back(folder_.anchor);
    const auto held = ledger::HeadAnchor::open(folder_.anchor);
    report_.running = !held.ok() && held.status().reason() == "anchor.locked";
    const auto scan = ledger::read_anchor(folder_.anchor);
    if (!scan.ok()) return add(scan.status());
    if (!head_) return;
    if (!report_.running) {
      const auto judged = ledger::judge_anchor(*scan, *head_, ledger::sha256(report_.origin));
      if (judged.verdict == ledger::AnchorVerdict::kRefuse) add(judged.reason);
    } else if (scan->newest && scan->newest->origin_hash != ledger::sha256(report_.origin)) {
      add("anchor.origin", "the anchor belongs to another ledger");
    }
  }

  void look_at_keyring() {
    report_.looked_at.push_back(folder_.keyring);
    std::error_code error;
    if (!fs::is_directory(folder_.keyring, error)) {
      return add("keyring.missing", "there is no keyring at " + folder_.keyring);
    }
    check_rights(folder_.keyring, "keyring.permissions");
    std::set<ledger::Bytes> known;
    constexpr std::string_view kRingSuffix = ".ring";
    for (const auto& entry : fs::directory_iterator(folder_.keyring, error)) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with(kRingSuffix)) continue;
      const std::string scope = name.substr(0, name.size() - kRingSuffix.size());
      const auto bytes = read_file(entry.path().string(), security::kMediumFileBytesMax);
      const auto ring =
          bytes.ok() ? security::parse_ring(scope, *bytes) : ledger::Result<security::Ring>(bytes.status());
      if (!ring.ok()) {
        add("keyring.corrupt", entry.path().string() + ": " + ring.status().message());
        continue;
      }
      const std::string kek =
          folder_.keyring + "/" + security::FileKeyEncryptor::kek_file_name(scope, ring->header.generation);
      if (!fs::exists(kek, error)) add("keyring.kek_missing", "there is no " + kek);
      for (const auto& key : ring->keys) known.emplace(security::view_of(key.name));
      for (const auto& erased : ring->erased) known.emplace(security::view_of(erased));
    }
    look_at_assigned_keys(known);
  }

  void look_at_assigned_keys(const std::set<ledger::Bytes>& known) {
    if (!kv_) return;
    std::uint64_t missing = 0;
    const ledger::Bytes tag = ledger::vault_assignment_key("", "").substr(0, 1);
    const Status read =
        kv_->scan(ledger::kVault, tag, ledger::prefix_end(tag), [&](ledger::ByteView, ledger::ByteView name) {
          if (!known.contains(ledger::Bytes(name))) ++missing;
          return true;
        });
    if (!read.ok()) add(read);
    if (missing == 0) return;
    add("keyring.key_missing", std::to_string(missing) + " keys that the ledger assigned are in no ring of " +
                                   folder_.keyring + " and were not destroyed by order");
  }

  void check_rights(const std::string& path, std::string_view code) {
    struct stat facts {};
    if (::stat(path.c_str(), &facts) == 0 && (facts.st_mode & 077U) != 0) {
      add(code, path + " is open to others than its owner");
    }
  }

  void look_at_secrets() {
    report_.looked_at.push_back(folder_.secrets);
    std::error_code error;
    if (fs::is_directory(folder_.secrets, error)) check_rights(folder_.secrets, "secrets.permissions");
    for (const std::string& path :
         {folder_.log_key_file(), folder_.attestor_key_file(), folder_.keyring_secret_file()}) {
      if (!fs::exists(path, error)) {
        add("secrets.missing", "there is no " + path);
      } else {
        check_rights(path, "secrets.permissions");
      }
    }
  }

  void look_at_space(const std::string& place) {
    struct statvfs facts {};
    if (::statvfs(place.c_str(), &facts) != 0) return;
    const std::uint64_t free_bytes = std::uint64_t{facts.f_bavail} * facts.f_frsize;
    if (free_bytes >= limits_.free_bytes_min) return;
    add("disk.low", place + " has " + std::to_string(free_bytes >> 20) + " MiB left, less than " +
                        std::to_string(limits_.free_bytes_min >> 20));
  }

  const DataFolder& folder_;
  const DoctorLimits limits_;
  DoctorReport report_;
  std::unique_ptr<ledger::Kv> kv_;
  std::optional<ledger::LogHead> head_;
};

}  // namespace

DoctorFinding describe_finding(std::string_view code, std::string message) {
  const Advice* advice = std::find_if(std::begin(kAdvice), std::end(kAdvice) - 1,
                                      [&](const Advice& row) { return row.code == code; });
  return {std::string(code), std::string(advice->label_ja), std::move(message), std::string(advice->todo_ja),
          std::string(advice->todo)};
}

DoctorReport examine(const DataFolder& folder, const DoctorLimits& limits) {
  return Examination(folder, limits).run();
}

namespace {

void write_contents(const DoctorReport& report, ledger::JsonWriter& json) {
  json.key("read_models").begin_array();
  for (const ReadModelReport& one : report.read_models) {
    json.begin_object()
        .member("name", one.name)
        .member("version", std::uint64_t{one.version})
        .member("rows_version", std::uint64_t{one.rows_version})
        .member("answers", one.answers)
        .member("size", one.size.value)
        .member("parked", one.parked);
    if (one.growing) json.member("rebuild_size", one.growing->value);
    json.end_object();
  }
  json.end_array();
  if (!report.read_models_absent.empty()) json.member("read_models_absent", report.read_models_absent);
  if (!report.attachments) return;
  json.key("attachments")
      .begin_object()
      .member("count", report.attachments->count)
      .member("bytes", report.attachments->bytes)
      .member("waiting", report.attachments->waiting)
      .member("waiting_bytes", report.attachments->waiting_bytes)
      .member("references", report.attachments->references)
      .member("missing", report.attachments->missing_count)
      .end_object();
}

}  // namespace

void write_doctor_report(const DoctorReport& report, ledger::JsonWriter& json) {
  json.begin_object()
      .member("healthy", report.healthy())
      .member("data", report.root)
      .member("origin", report.origin)
      .member("size", report.size.value)
      .member("running", report.running);
  json.key("looked_at").begin_array();
  for (const std::string& place : report.looked_at) json.value(place);
  json.end_array();
  write_contents(report, json);
  json.key("findings").begin_array();
  for (const DoctorFinding& finding : report.findings) {
    json.begin_object()
        .member("code", finding.code)
        .member("label_ja", finding.label_ja)
        .member("message", finding.message)
        .member("todo_ja", finding.todo_ja)
        .member("todo", finding.todo)
        .end_object();
  }
  json.end_array().end_object();
}

}  // namespace ops
