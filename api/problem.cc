#include "api/problem.h"

#include <array>
#include <cstdlib>

#include "api/problem_texts.h"
#include "ledger/base/json_writer.h"
#include "ledger/domain/rules.h"

namespace api {
namespace {

using ledger::Status;
using ledger::StatusCode;

struct CodeRow {
  StatusCode code;
  int http_status;
  std::string_view title_en;
  std::string_view title_ja;
};

constexpr std::array kCodes = {
    CodeRow{StatusCode::kInvalidArgument, 400, "The request is malformed",
            "リクエストの形式が正しくありません"},
    CodeRow{StatusCode::kUnauthenticated, 401, "Not authenticated", "認証できません"},
    CodeRow{StatusCode::kPermissionDenied, 403, "Not allowed", "権限がありません"},
    CodeRow{StatusCode::kNotFound, 404, "Not found", "見つかりません"},
    CodeRow{StatusCode::kAlreadyExists, 409, "The id is in use", "識別子は既に使われています"},
    CodeRow{StatusCode::kConflict, 409, "The state has changed", "状態が変わっています"},
    CodeRow{StatusCode::kFailedPrecondition, 422, "A rule forbids it", "規則により受け付けられません"},
    CodeRow{StatusCode::kOutOfRange, 404, "Beyond the ledger's end", "台帳の範囲外です"},
    CodeRow{StatusCode::kResourceExhausted, 429, "A limit was reached", "上限に達しました"},
    CodeRow{StatusCode::kDeadlineExceeded, 504, "The outcome is not known", "結果が確定していません"},
    CodeRow{StatusCode::kUnavailable, 503, "Not available now", "現在利用できません"},
    CodeRow{StatusCode::kDataLoss, 500, "Stored data does not verify", "保存されたデータを検証できません"},
};

struct ReasonRow {
  std::string_view reason;
  int http_status;
  std::string_view title_en;
  std::string_view title_ja;
};

// Reasons whose status differs from their code's, or whose title can say more.
constexpr std::array kReasons = {
    ReasonRow{"route.method", 405, "Method not allowed", "このメソッドは使えません"},
    ReasonRow{"body.media_type", 415, "Media type not supported", "対応していないメディアタイプです"},
    ReasonRow{"body.too_large", 413, "Body too large", "本文が大きすぎます"},
    ReasonRow{"event.too_large", 413, "Event too large", "事象が大きすぎます"},
    ReasonRow{"entry.too_large", 413, "Event too large", "事象が大きすぎます"},
    ReasonRow{"disclosure.too_large", 413, "Confidential field too large", "秘匿項目が大きすぎます"},
    ReasonRow{"batch.too_long", 413, "Batch too long", "一括件数が多すぎます"},
    ReasonRow{"attachment.content", 415, "The body is not of its media type", "本文がその形式ではありません"},
    ReasonRow{"attachment.executable", 415, "Programs are not taken", "実行できる形式は受け付けません"},
    ReasonRow{"attachment.erased", 410, "The attachment was erased", "添付は消去されました"},
    ReasonRow{"attachment.gone", 410, "The attachment is not kept any more", "添付は保管されていません"},
    ReasonRow{"figures.busy", 503, "Too many wide questions at once", "集計の照会が混み合っています"},
    ReasonRow{"journal.queue_full", 503, "The ledger is busy", "混み合っています"},
    ReasonRow{"storage.reserved", 507, "The disk is nearly full", "保存領域が残りわずかです"},
    ReasonRow{"storage.full", 507, "The disk is full", "保存領域に空きがありません"},
    ReasonRow{"append.unknown", 504, "The outcome is not known", "結果が確定していません"},
    ReasonRow{"access.not_recorded", 503, "The access could not be recorded, so nothing is shown",
              "閲覧を記録できないため表示できません"},
    ReasonRow{"projection.rebuilding", 409, "A rebuild is under way", "集計を作り直している最中です"},
    ReasonRow{"service.read_only", 503, "The ledger is served read-only", "台帳は読み取り専用で提供中です"},
    ReasonRow{"event.id_reused", 409, "The id is in use", "識別子は既に使われています"},
    ReasonRow{"event.retry_unprovable", 409, "Stored, but its confidential fields are lost",
              "登録済みですが秘匿項目が失われています"},
};

const CodeRow& row_of(StatusCode code) {
  for (const CodeRow& row : kCodes) {
    if (row.code == code) return row;
  }
  return kCodes.back();
}

const ReasonRow* find_reason(std::string_view reason) {
  for (const ReasonRow& row : kReasons) {
    if (row.reason == reason) return &row;
  }
  return nullptr;
}

const ledger::RuleSpec* find_rule(const Status& status) {
  for (const ledger::RuleSpec& rule : ledger::rule_table()) {
    if (!status.rule().empty() ? rule.name == status.rule() : rule.code == status.reason()) return &rule;
  }
  return nullptr;
}

// Weight of one language in Accept-Language (RFC 9110 §12.5.4), in thousandths; -1 when it is not named.
int weight_of(std::string_view header, std::string_view language) {
  int best = -1;
  while (!header.empty()) {
    const std::size_t comma = header.find(',');
    std::string_view item = header.substr(0, comma);
    header = comma == std::string_view::npos ? std::string_view() : header.substr(comma + 1);
    while (!item.empty() && item.front() == ' ') item.remove_prefix(1);
    if (!item.starts_with(language)) continue;
    const std::string_view rest = item.substr(language.size());
    if (!rest.empty() && rest.front() != '-' && rest.front() != ';' && rest.front() != ' ') continue;
    int weight = 1000;
    if (const std::size_t q = rest.find("q="); q != std::string_view::npos) {
      weight = static_cast<int>(std::strtod(std::string(rest.substr(q + 2)).c_str(), nullptr) * 1000);
    }
    best = std::max(best, weight);
  }
  return best;
}

// One sentence about what was refused. A code without Japanese text keeps the English one, which says more
// than the title would.
std::string error_detail(const Status& status, Language language) {
  if (language == Language::kEnglish) return status.message();
  if (const ledger::RuleSpec* rule = find_rule(status); rule != nullptr) return std::string(rule->message_ja);
  const std::string_view text = find_problem_text_ja(status.reason());
  return text.empty() ? status.message() : std::string(text);
}

void write_error(const Status& status, Language language, ledger::JsonWriter& json) {
  json.key("errors")
      .begin_array()
      .begin_object()
      .member("pointer", status.pointer())
      .member("code", status.reason());
  json.member("detail", error_detail(status, language));
  if (!status.expected().empty()) json.member("expected", status.expected());
  json.end_object().end_array();
}

// What exactly was refused. Messages are written in English where they arise; in Japanese the answer says the
// same from the parts that are data: what, where (the pointer), and the stable code to look up.
std::string problem_detail(const Status& status, Language language) {
  if (language == Language::kEnglish) return status.message();
  const std::string_view text = find_rule(status) == nullptr ? find_problem_text_ja(status.reason()) : "";
  std::string detail = text.empty() ? problem_title(status, language) : std::string(text);
  detail += "（" + status.reason() + "）。";
  if (!status.pointer().empty()) detail += "該当箇所：" + status.pointer() + "。";
  if (!status.expected().empty()) detail += "正しい内容：" + status.expected() + "。";
  return detail;
}

// In both languages a sentence of its own, behind what was refused.
std::string progress_detail(std::span<const Progress> progress, Language language) {
  std::string detail;
  for (const Progress& one : progress) {
    const std::string reached = std::to_string(one.reached), of = std::to_string(one.of);
    detail += language == Language::kJapanese
                  ? one.projection + "は" + of + "件のうち" + reached + "件まで進んでいます。"
                  : "; " + one.projection + " has come to " + reached + " of " + of + " entries";
  }
  return detail;
}

void write_progress(std::span<const Progress> progress, ledger::JsonWriter& json) {
  if (progress.empty()) return;
  json.key("progress").begin_array();
  for (const Progress& one : progress) {
    json.begin_object().member("projection", one.projection).member("reached", one.reached);
    json.member("of", one.of).end_object();
  }
  json.end_array();
}

}  // namespace

Language choose_language(const std::string* accept_language) {
  if (accept_language == nullptr) return Language::kEnglish;
  return weight_of(*accept_language, "ja") > std::max(0, weight_of(*accept_language, "en"))
             ? Language::kJapanese
             : Language::kEnglish;
}

int http_status(const Status& status) {
  if (const ReasonRow* reason = find_reason(status.reason()); reason != nullptr) return reason->http_status;
  return row_of(status.code()).http_status;
}

std::string problem_title(const Status& status, Language language) {
  const bool japanese = language == Language::kJapanese;
  if (const ReasonRow* reason = find_reason(status.reason()); reason != nullptr) {
    return std::string(japanese ? reason->title_ja : reason->title_en);
  }
  if (const ledger::RuleSpec* rule = find_rule(status); rule != nullptr) {
    return std::string(japanese ? rule->message_ja : rule->message_en);
  }
  const CodeRow& row = row_of(status.code());
  return std::string(japanese ? row.title_ja : row.title_en);
}

Response problem(const Status& status, Language language, std::string_view request_id,
                 std::span<const Progress> progress) {
  const int code = http_status(status);
  ledger::JsonWriter json;
  json.begin_object()
      .member("type", "/problems/" + status.reason())
      .member("title", problem_title(status, language))
      .member("status", code)
      .member("detail", problem_detail(status, language) + progress_detail(progress, language))
      .member("code", status.reason());
  if (!status.rule().empty()) json.member("rule", status.rule());
  if (const auto& parameter = status.parameter()) {
    // Which value of a policy parameter ruled; set_by: the event, empty for the default.
    json.key("parameter").begin_object().member("name", parameter->name).member("value", parameter->value);
    json.member("set_by", parameter->set_by).end_object();
  }
  if (!status.pointer().empty() || !status.expected().empty()) write_error(status, language, json);
  write_progress(progress, json);
  json.member("request_id", request_id).end_object();

  Response response;
  response.status = code;
  response.content_type = "application/problem+json";
  response.body = json.take();
  response.set_header("Content-Language", language == Language::kJapanese ? "ja" : "en");
  if (code == 429 || code == 503 || code == 504) {
    // What is in the way of a wide question is another one, not a moment.
    response.set_header("Retry-After", status.reason() == "figures.busy" ? "10" : "1");
  }
  // RFC 9110 §15.5.6: a 405 names the methods that the path has, which is what the refusal says would be
  // right.
  if (code == 405 && !status.expected().empty()) response.set_header("Allow", status.expected());
  if (code == 401) response.set_header("WWW-Authenticate", "Certificate realm=\"daicho\"");
  return response;
}

}  // namespace api
