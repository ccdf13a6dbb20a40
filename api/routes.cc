#include "api/routes.h"

#include <array>

#include "api/attachment_routes.h"
#include "api/handlers.h"
#include "api/projection_routes.h"
#include "ledger/base/limits.h"

namespace api {
namespace {

using security::Action;

constexpr std::string_view kSize = R"({"type":"integer","minimum":0})";
constexpr std::string_view kText = R"({"type":"string"})";
constexpr std::string_view kTime = R"({"type":"string","format":"date-time"})";
constexpr std::string_view kLimit = R"({"type":"integer","minimum":1,"maximum":1000,"default":100})";
constexpr std::string_view kFields = R"({"type":"string","enum":["public","all"],"default":"public"})";

constexpr RouteParameter kFieldsParameter{"fields",
                                          "query",
                                          false,
                                          kFields,
                                          "all also opens the confidential fields: a recorded read",
                                          "all は秘匿項目も開示し、閲覧として記録される"};
constexpr RouteParameter kAsOfParameter{"as_of",
                                        "query",
                                        false,
                                        kText,
                                        "as the ledger was at this size, or at this time",
                                        "この件数または時刻における状態"};
constexpr RouteParameter kLimitParameter{"limit", "query", false, kLimit, "items per page", "1ページの件数"};
constexpr RouteParameter kCursorParameter{
    "cursor", "query", false, kText, "`next` of the page before", "前ページの next"};
constexpr RouteParameter kFromParameter{
    "from", "query", false, kTime, "recorded at or after", "この時刻以降の記録"};
constexpr RouteParameter kToParameter{"to", "query", false, kTime, "recorded before", "この時刻より前の記録"};
constexpr RouteParameter kFormatParameter{
    "format",
    "query",
    false,
    R"({"type":"string","enum":["json","csv"],"default":"json"})",
    "csv: a file; it is recorded as an export with its hash, its next page is in Daicho-Next",
    "csv は出力として記録される（続きは Daicho-Next）"};
constexpr RouteParameter kActorParameter{"actor", "query", false, kText, "who acted", "行為者"};

constexpr std::array kEventParameters = {
    RouteParameter{"id", "path", true, kText, "event id (UUIDv7) or position", "事象の識別子または位置"},
    kFieldsParameter};
constexpr std::array kFeedParameters = {
    RouteParameter{"after", "query", false, kSize, "entries behind this position", "この位置より後"},
    RouteParameter{"type", "query", false, kText, "of this type only", "この種別のみ"}, kLimitParameter};
constexpr std::array kStreamParameters = {
    RouteParameter{"stream", "path", true, kText, "stream id, e.g. case/0198", "系列の識別子"},
    kFieldsParameter, kAsOfParameter, kLimitParameter, kCursorParameter};
constexpr std::array kReceiptParameters = {
    RouteParameter{"id", "path", true, kText, "event id (UUIDv7)", "事象の識別子"}};
constexpr std::array kInclusionParameters = {
    RouteParameter{"position", "query", true, kSize, "position of the entry", "項目の位置"},
    RouteParameter{"size", "query", false, kSize, "tree size; default: the newest",
                   "木の件数（省略時は最新）"}};
constexpr std::array kConsistencyParameters = {
    RouteParameter{"from", "query", true, kSize, "older size", "古い件数"},
    RouteParameter{"to", "query", false, kSize, "newer size; default: the newest",
                   "新しい件数（省略時は最新）"}};
constexpr std::array kTileParameters = {RouteParameter{
    "tile", "path", true, kText, "L/N[.p/W] or entries/N[.p/W]", "L/N[.p/W] または entries/N[.p/W]"}};
constexpr std::array kAccessParameters = {
    RouteParameter{"record", "query", false, kText, "stream id of the record", "記録の系列"},
    RouteParameter{"business", "query", false, kText, "business id", "事業者"},
    kActorParameter,
    kFromParameter,
    kToParameter,
    kAsOfParameter,
    kLimitParameter,
    kCursorParameter,
    kFormatParameter};
constexpr std::array kDenialParameters = {kActorParameter, kFromParameter,   kToParameter,    kAsOfParameter,
                                          kLimitParameter, kCursorParameter, kFormatParameter};
constexpr std::array kCatalogueParameters = {
    RouteParameter{"type", "query", false, kText, "one type only", "一つの種別のみ"}};

constexpr std::array kSchemaParameters = {
    RouteParameter{"type", "path", true, kText, "event type, e.g. session.held", "事象の種別"}};

constexpr RouteParameter path_parameter(std::string_view name, std::string_view en, std::string_view ja) {
  return {name, "path", true, kText, en, ja};
}
constexpr RouteParameter kRestsOnParameter{
    "rests_on_cursor",
    "query",
    false,
    kText,
    "`rests_on_next` of this question's answer: the same answer with the events further back",
    "この照会の rests_on_next（続きの根拠事象）"};
// `limit` and `cursor` page the timeline.
constexpr std::array<RouteParameter, 5> state_parameters(std::string_view name, std::string_view en,
                                                         std::string_view ja) {
  return {path_parameter(name, en, ja), kAsOfParameter, kLimitParameter, kCursorParameter, kRestsOnParameter};
}
// Here they page the list.
constexpr std::array<RouteParameter, 6> part_parameters(const std::array<RouteParameter, 5>& of) {
  return {of[0], path_parameter("part", "a member of `state`", "state の項目名"), of[1], of[2], of[3], of[4]};
}
constexpr auto kBusinessParameters = state_parameters("id", "business id", "事業者の識別子");
constexpr auto kConsentParameters = state_parameters("business", "business id", "事業者の識別子");
constexpr auto kCaseParameters = state_parameters("id", "case id", "相談案件の識別子");
constexpr auto kIssueParameters = state_parameters("id", "issue id", "課題の識別子");
constexpr auto kReferralParameters = state_parameters("id", "referral id", "紹介の識別子");
constexpr auto kContractParameters = state_parameters("id", "contract id", "契約の識別子");
constexpr auto kCostParameters = state_parameters("id", "cost id", "経費の識別子");
constexpr auto kPlanParameters = state_parameters("id", "plan id", "計画の識別子");
constexpr auto kCenterParameters = state_parameters("code", "centre, e.g. c40", "拠点（例 c40）");
constexpr auto kPersonParameters = state_parameters("id", "person id", "人の識別子");
constexpr auto kLicenceParameters = state_parameters("id", "licence id", "ライセンスの識別子");
constexpr auto kKeyParameters = state_parameters("kid", "key id (thumbprint)", "鍵の識別子");
constexpr auto kBusinessPartParameters = part_parameters(kBusinessParameters);
constexpr auto kConsentPartParameters = part_parameters(kConsentParameters);
constexpr auto kCasePartParameters = part_parameters(kCaseParameters);
constexpr auto kIssuePartParameters = part_parameters(kIssueParameters);
constexpr auto kReferralPartParameters = part_parameters(kReferralParameters);
constexpr auto kContractPartParameters = part_parameters(kContractParameters);
constexpr auto kCostPartParameters = part_parameters(kCostParameters);
constexpr auto kPlanPartParameters = part_parameters(kPlanParameters);
constexpr auto kCenterPartParameters = part_parameters(kCenterParameters);
constexpr auto kPersonPartParameters = part_parameters(kPersonParameters);
constexpr auto kLicencePartParameters = part_parameters(kLicenceParameters);
constexpr auto kKeyPartParameters = part_parameters(kKeyParameters);
constexpr std::array kAppointmentParameters = {
    RouteParameter{"person", "query", false, kText, "of this person", "この人の"},
    RouteParameter{"center", "query", false, kText, "at this centre", "この拠点の"},
    kAsOfParameter,
    kLimitParameter,
    kCursorParameter,
    kRestsOnParameter};

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kPlain = "text/plain";
constexpr std::string_view kAnyType = "*/*";

constexpr Route state_route(std::string_view pattern, std::string_view operation_id,
                            std::span<const RouteParameter> parameters, std::string_view en,
                            std::string_view ja) {
  return {.method = "GET",
          .pattern = pattern,
          .operation_id = operation_id,
          .handler = get_state,
          .served_read_only = false,
          .parameters = parameters,
          .response_type = kJson,
          .response_schema = "State",
          .summary_en = en,
          .summary_ja = ja};
}

constexpr Route part_route(std::string_view pattern, std::string_view operation_id,
                           std::span<const RouteParameter> parameters, std::string_view en,
                           std::string_view ja) {
  Route route = state_route(pattern, operation_id, parameters, en, ja);
  route.handler = get_state_part;
  route.response_schema = "StatePart";
  return route;
}

const std::array kRoutes = {
    Route{.method = "POST",
          .pattern = "/v1/events",
          .operation_id = "append_events",
          .handler = append_events,
          .access = Access::kEventSigned,
          .served_read_only = false,
          .body_bytes_max = ledger::kBodyBytesMax,
          .request_types = "application/sd-jwt,application/json,application/x-ndjson",
          .response_type = kJson,
          .response_schema = "Receipts",
          .summary_en = "Append one event, or a batch: all or none",
          .summary_ja = "事象を追加する（一括は全件成立か全件不成立）"},
    Route{.method = "GET",
          .pattern = "/v1/events",
          .operation_id = "list_events",
          .handler = list_events,
          .parameters = kFeedParameters,
          .response_type = kJson,
          .response_schema = "EventFeed",
          .summary_en = "Feed of entries, public part; Prefer: wait=N polls",
          .summary_ja = "事象の配信（公開部分）"},
    Route{.method = "GET",
          .pattern = "/v1/events/{id}",
          .operation_id = "get_event",
          .handler = get_event,
          .may_disclose = true,
          .parameters = kEventParameters,
          .response_type = kJson,
          .response_schema = "Event",
          .summary_en = "One event",
          .summary_ja = "事象を取得する"},
    kUploadRoute,
    kAttachmentRoute,
    Route{.method = "GET",
          .pattern = "/v1/streams/{stream+}",
          .operation_id = "get_stream",
          .handler = get_stream,
          .may_disclose = true,
          .served_read_only = false,
          .parameters = kStreamParameters,
          .response_type = kJson,
          .response_schema = "Stream",
          .summary_en = "A stream's events, newest first",
          .summary_ja = "系列の事象（新しい順）"},
    Route{.method = "GET",
          .pattern = "/v1/receipts/{id}",
          .operation_id = "get_receipt",
          .handler = get_receipt,
          .parameters = kReceiptParameters,
          .response_type = kJson,
          .response_schema = "Receipt",
          .summary_en = "An event's receipt with a proof against the newest checkpoint",
          .summary_ja = "最新の検査点に対する受領証"},
    Route{.method = "GET",
          .pattern = "/v1/proofs/inclusion",
          .operation_id = "get_inclusion",
          .handler = get_inclusion,
          .action = Action::kLogProof,
          .parameters = kInclusionParameters,
          .response_type = kJson,
          .response_schema = "Inclusion",
          .summary_en = "Inclusion proof (RFC 9162)",
          .summary_ja = "包含証明"},
    Route{.method = "GET",
          .pattern = "/v1/proofs/consistency",
          .operation_id = "get_consistency",
          .handler = get_consistency,
          .action = Action::kLogProof,
          .parameters = kConsistencyParameters,
          .response_type = kJson,
          .response_schema = "Consistency",
          .summary_en = "Consistency proof (RFC 9162)",
          .summary_ja = "整合性証明"},
    Route{.method = "GET",
          .pattern = "/checkpoint",
          .operation_id = "get_checkpoint",
          .handler = get_checkpoint,
          .access = Access::kAnonymous,
          .response_type = kPlain,
          .summary_en = "Newest signed checkpoint (C2SP tlog-checkpoint)",
          .summary_ja = "最新の署名付き検査点"},
    Route{.method = "GET",
          .pattern = "/tile/{tile+}",
          .operation_id = "get_tile",
          .handler = get_tile,
          .access = Access::kOptional,
          .parameters = kTileParameters,
          .response_type = "application/octet-stream",
          .summary_en = "Tiles and entry bundles (C2SP tlog-tiles); role mirror",
          .summary_ja = "タイルと項目束（ミラー用）"},
    state_route("/v1/businesses/{id}", "get_business", kBusinessParameters,
                "A business: what it is one with, consents, cases, issues, referrals, plans, and its life",
                "事業者の状態と経過"),
    state_route("/v1/consents/{business}", "get_consents", kConsentParameters,
                "A business's consents in force (recorded)", "事業者の同意の状態と経過（照会は記録される）"),
    state_route("/v1/cases/{id}", "get_case", kCaseParameters, "A case: sessions, issues, and its life",
                "相談案件の状態と経過"),
    state_route("/v1/issues/{id}", "get_issue", kIssueParameters, "An issue and its life",
                "課題の状態と経過"),
    state_route("/v1/referrals/{id}", "get_referral", kReferralParameters, "A referral and its life",
                "紹介の状態と経過"),
    state_route("/v1/contracts/{id}", "get_contract", kContractParameters,
                "A contract: fee rates, assignments, budget, costs, payments, and its life",
                "契約の状態と経過"),
    state_route("/v1/costs/{id}", "get_cost", kCostParameters, "A cost and its life", "経費の状態と経過"),
    state_route("/v1/plans/{id}", "get_plan", kPlanParameters, "A plan of a centre and its life",
                "実施計画の状態と経過"),
    state_route("/v1/centers/{code}", "get_center", kCenterParameters,
                "A centre: contracts, appointments, reports, plans, targets, evaluations",
                "拠点の状態と経過"),
    state_route("/v1/people/{id}", "get_person", kPersonParameters,
                "A person: roles, licences, keys, appointments, contracts", "人の状態と経過"),
    state_route("/v1/licences/{id}", "get_licence", kLicenceParameters, "A licence and its life",
                "利用者ライセンスの状態と経過"),
    state_route("/v1/keys/{kid}", "get_key", kKeyParameters, "A key and its life", "鍵の状態と経過"),
    part_route("/v1/businesses/{id}/{part}", "get_business_part", kBusinessPartParameters,
               "A list of a business, page by page", "事業者の一覧の続き"),
    part_route("/v1/consents/{business}/{part}", "get_consent_part", kConsentPartParameters,
               "A list of a business's consents (recorded), page by page", "事業者の同意の一覧の続き"),
    part_route("/v1/cases/{id}/{part}", "get_case_part", kCasePartParameters,
               "A list of a case, page by page", "相談案件の一覧の続き"),
    part_route("/v1/issues/{id}/{part}", "get_issue_part", kIssuePartParameters,
               "A list of an issue, page by page", "課題の一覧の続き"),
    part_route("/v1/referrals/{id}/{part}", "get_referral_part", kReferralPartParameters,
               "A list of a referral, page by page", "紹介の一覧の続き"),
    part_route("/v1/contracts/{id}/{part}", "get_contract_part", kContractPartParameters,
               "A list of a contract, page by page", "契約の一覧の続き"),
    part_route("/v1/costs/{id}/{part}", "get_cost_part", kCostPartParameters,
               "A list of a cost, page by page", "経費の一覧の続き"),
    part_route("/v1/plans/{id}/{part}", "get_plan_part", kPlanPartParameters,
               "A list of a plan, page by page", "実施計画の一覧の続き"),
    part_route("/v1/centers/{code}/{part}", "get_center_part", kCenterPartParameters,
               "A list of a centre, page by page", "拠点の一覧の続き"),
    part_route("/v1/people/{id}/{part}", "get_person_part", kPersonPartParameters,
               "A list of a person, page by page", "人の一覧の続き"),
    part_route("/v1/licences/{id}/{part}", "get_licence_part", kLicencePartParameters,
               "A list of a licence, page by page", "利用者ライセンスの一覧の続き"),
    part_route("/v1/keys/{kid}/{part}", "get_key_part", kKeyPartParameters, "A list of a key, page by page",
               "鍵の一覧の続き"),
    Route{.method = "GET",
          .pattern = "/v1/appointments",
          .operation_id = "list_appointments",
          .handler = list_appointments,
          .served_read_only = false,
          .parameters = kAppointmentParameters,
          .response_type = kJson,
          .response_schema = "StateList",
          .summary_en = "Nominations and selections of a person or a centre",
          .summary_ja = "人または拠点の指名・選任"},
    Route{.method = "GET",
          .pattern = "/v1/audit/access",
          .operation_id = "get_access",
          .handler = get_access,
          .served_read_only = false,
          .parameters = kAccessParameters,
          .response_type = kJson,
          .response_schema = "AccessPage",
          .summary_en = "Who accessed a record, a business, or what a person accessed",
          .summary_ja = "誰が記録を閲覧したか"},
    Route{.method = "GET",
          .pattern = "/v1/audit/denials",
          .operation_id = "get_denials",
          .handler = get_denials,
          .served_read_only = false,
          .parameters = kDenialParameters,
          .response_type = kJson,
          .response_schema = "AccessPage",
          .summary_en = "Refused attempts, with the rule that refused",
          .summary_ja = "拒否された操作とその規則"},
    kProjectionsRoute,
    kProjectionRoute,
    kRebuildRoute,
    Route{.method = "GET",
          .pattern = "/v1/policy",
          .operation_id = "get_policy",
          .handler = get_policy,
          .action = Action::kPolicyRead,
          .response_type = kJson,
          .response_schema = "Policy",
          .summary_en = "The authorisation table",
          .summary_ja = "権限表"},
    Route{.method = "GET",
          .pattern = "/v1/catalogue",
          .operation_id = "get_catalogue",
          .handler = get_catalogue,
          .access = Access::kAnonymous,
          .parameters = kCatalogueParameters,
          .response_type = kJson,
          .response_schema = "Catalogue",
          .summary_en = "The event catalogue",
          .summary_ja = "事象目録"},
    Route{.method = "GET",
          .pattern = "/v1/catalogue/{type}/schema",
          .operation_id = "get_catalogue_schema",
          .handler = get_catalogue_schema,
          .access = Access::kAnonymous,
          .parameters = kSchemaParameters,
          .response_type = kJson,
          .response_schema = "TypeSchema",
          .summary_en = "One event type as JSON Schema",
          .summary_ja = "事象の種別のJSONスキーマ"},
    Route{.method = "GET",
          .pattern = "/healthz",
          .operation_id = "get_health",
          .handler = get_health,
          .access = Access::kAnonymous,
          .response_type = kJson,
          .response_schema = "Health",
          .summary_en = "The process answers",
          .summary_ja = "稼働確認"},
    Route{.method = "GET",
          .pattern = "/readyz",
          .operation_id = "get_ready",
          .handler = get_ready,
          .access = Access::kAnonymous,
          .response_type = kJson,
          .response_schema = "Readiness",
          .summary_en = "The ledger can be written and read",
          .summary_ja = "利用可否の確認"},
    Route{.method = "GET",
          .pattern = "/metrics",
          .operation_id = "get_metrics",
          .handler = get_metrics,
          .action = Action::kMetricsRead,
          .response_type = kPlain,
          .summary_en = "Prometheus metrics",
          .summary_ja = "計測値"},
    Route{.method = "GET",
          .pattern = "/openapi.json",
          .operation_id = "get_openapi",
          .handler = get_openapi,
          .access = Access::kAnonymous,
          .response_type = kJson,
          .response_schema = "OpenApi",
          .summary_en = "This description",
          .summary_ja = "本APIの記述"},
};

const std::array kConformanceRoutes = {
    Route{.method = "POST",
          .pattern = "/add",
          .operation_id = "add_leaf",
          .handler = add_leaf,
          .access = Access::kAnonymous,
          .served_read_only = false,
          .body_bytes_max = ledger::kEntryBytesMax,
          .request_types = kAnyType,
          .success = 200,
          .response_type = kPlain,
          .summary_en = "Append one opaque leaf; the answer is its index",
          .summary_ja = "葉を追加する（適合試験用台帳のみ）"},
};

// Matches one pattern; captures in order. `{name+}` takes the rest of the path, at least one character.
bool match_pattern(std::string_view pattern, std::string_view path, std::vector<std::string>& captures) {
  captures.clear();
  while (true) {
    const std::size_t open = pattern.find('{');
    if (open == std::string_view::npos) return pattern == path;
    if (path.substr(0, open) != pattern.substr(0, open) || path.size() <= open) return false;
    path.remove_prefix(open);
    const std::size_t close = pattern.find('}');
    const bool rest = pattern[close - 1] == '+';
    pattern.remove_prefix(close + 1);
    const std::size_t end = rest ? path.size() : std::min(path.find('/'), path.size());
    if (end == 0) return false;
    captures.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
}

}  // namespace

std::span<const Route> routes() {
  static const std::vector<Route> all = [] {
    std::vector<Route> rows(kRoutes.begin(), kRoutes.end());
    rows.insert(rows.end(), figure_routes().begin(), figure_routes().end());
    return rows;
  }();
  return all;
}

std::span<const Route> conformance_routes() {
  return kConformanceRoutes;
}

ledger::Result<Match> match_route(std::string_view method, std::string_view path, bool conformance) {
  std::string allowed;
  const std::span<const Route> further = conformance ? conformance_routes() : std::span<const Route>();
  std::optional<Match> matched;
  for (const std::span<const Route> rows : {routes(), further}) {
    for (const Route& route : rows) {
      Match match;
      if (!match_pattern(route.pattern, path, match.captures)) continue;
      if (route.method != method) {
        allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
        continue;
      }
      match.route = &route;
      // An exact literal wins over a capture, wherever it stands.
      if (match.captures.empty()) return match;
      if (!matched) matched = std::move(match);
    }
  }
  if (matched) return *std::move(matched);
  if (!allowed.empty()) {
    return ledger::invalid("route.method", "this path does not offer that method").want(allowed);
  }
  return ledger::not_found("route.unknown", "the API has no such path")
      .want("a path listed by GET /openapi.json");
}

}  // namespace api
