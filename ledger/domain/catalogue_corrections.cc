#include <algorithm>
#include <deque>
#include <vector>

#include "ledger/base/check.h"
#include "ledger/domain/catalogue_fields.h"
#include "ledger/domain/corrections.h"

namespace ledger {

namespace rows {
namespace {

constexpr Text kReasons[] = {"typing_error", "wrong_date", "wrong_content", "incomplete", "other"};
constexpr Text kCorrectors[] = {"cco", "impl_lead", "impl_staff"};

constexpr FieldSpec kCorrectionFields[] = {
    event_ref(kCorrects, "訂正する記録", "Record corrected"),
    code("correction_reason", kReasons, "訂正の理由", "Reason for the correction"),
    opt(secret(text("correction_note", "訂正の内容", "What was wrong"), kOfBusiness))};

// A session of another month takes its joint support along.
constexpr Text kSessionTerms[] = {"[joint]figure/joint_sessions/{center}/{period:@session}=0,1",
                                  "[joint]figure/joint_sessions/{center}/{period:started_at}"};

// What is particular to the correction of one type; the rest is the same for all.
struct CorrectionSpec {
  Text corrects, type, label_ja, label_en;
  std::span<const RuleId> rules{};
  std::span<const EffectId> effects = kEffects<EffectId::kCorrected>;
  std::span<const Text> terms{};
};

constexpr CorrectionSpec kCorrections[] = {
    {.corrects = "business.registered",
     .type = "business.corrected",
     .label_ja = "事業者の登録の訂正",
     .label_en = "Registration of a business corrected",
     .effects = kEffects<EffectId::kBusinessCorrected, EffectId::kCorrected>},
    {.corrects = "business.financials_submitted",
     .type = "business.financials_corrected",
     .label_ja = "決算書等の訂正",
     .label_en = "Financial statements corrected",
     .rules = kRules<RuleId::kDateFuture, RuleId::kFinancialsKind, RuleId::kFinancialsPeriod>},
    {.corrects = "business.profile_updated",
     .type = "business.profile_corrected",
     .label_ja = "事業者情報の訂正",
     .label_en = "Business profile corrected",
     .rules = kRules<RuleId::kDateFuture>},
    {.corrects = "consultation.opened",
     .type = "consultation.corrected",
     .label_ja = "相談の受付の訂正",
     .label_en = "Opening of a consultation corrected",
     .rules = kRules<RuleId::kDateFuture>},
    {.corrects = "session.held",
     .type = "session.corrected",
     .label_ja = "面談の記録の訂正",
     .label_en = "Session corrected",
     .rules = kRules<RuleId::kSessionFuture, RuleId::kSessionContract, RuleId::kSessionOverlap>,
     .effects = kEffects<EffectId::kSessionCorrected, EffectId::kCorrected>,
     .terms = kSessionTerms},
    {.corrects = "advice.recorded",
     .type = "advice.corrected",
     .label_ja = "アドバイスの訂正",
     .label_en = "Advice corrected"},
    {.corrects = "issue.identified",
     .type = "issue.corrected",
     .label_ja = "課題の設定の訂正",
     .label_en = "Issue corrected",
     .rules = kRules<RuleId::kDateFuture>},
    {.corrects = "issue.resolved",
     .type = "issue.resolution_corrected",
     .label_ja = "課題の解決の訂正",
     .label_en = "Resolution of an issue corrected",
     .rules = kRules<RuleId::kDateFuture>,
     .effects = kEffects<EffectId::kResolutionCorrected, EffectId::kCorrected>},
    {.corrects = "outcome.confirmed",
     .type = "outcome.corrected",
     .label_ja = "成果の確認の訂正",
     .label_en = "Outcome corrected",
     .rules = kRules<RuleId::kDateFuture>,
     .effects = kEffects<EffectId::kOutcomeCorrected, EffectId::kCorrected>},
    {.corrects = "referral.made",
     .type = "referral.corrected",
     .label_ja = "紹介の訂正",
     .label_en = "Referral corrected",
     .rules = kRules<RuleId::kDateFuture, RuleId::kReferralTarget, RuleId::kReferralItems>},
    {.corrects = "joint_support.held",
     .type = "joint_support.corrected",
     .label_ja = "連携（同席）支援の訂正",
     .label_en = "Joint support corrected",
     .rules = kRules<RuleId::kJointOrg>},
};

// Owns what the rows point to; rows live as long as the process.
struct CorrectionRow {
  std::vector<FieldSpec> fields;
  std::vector<Text> signers, terms;
  std::vector<RuleId> rules;
  TypeSpec row;
};

template <typename T>
void append(std::vector<T>& list, std::span<const T> more) {
  for (const T& item : more) {
    if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
  }
}

void make_row(const CorrectionSpec& spec, const TypeSpec& corrected, CorrectionRow& made) {
  constexpr RuleId kFirst[] = {RuleId::kCorrectionTarget, RuleId::kCorrectionIdentity,
                               RuleId::kCorrectionAuthor, RuleId::kCorrectionStanding};
  made.fields.assign(std::begin(kCorrectionFields), std::end(kCorrectionFields));
  made.fields.insert(made.fields.end(), corrected.fields.begin(), corrected.fields.end());
  append(made.signers, corrected.signers);
  append(made.signers, std::span<const Text>(kCorrectors));
  append(made.rules, std::span<const RuleId>(kFirst));
  append(made.rules, spec.rules);
  for (const Text text : corrected.terms) {
    if (text.starts_with("business/") || text.starts_with("provision/")) made.terms.push_back(text);
  }
  append(made.terms, spec.terms);
  made.row = corrected;
  made.row.type = spec.type;
  made.row.label_ja = spec.label_ja;
  made.row.label_en = spec.label_en;
  made.row.source = "programme 2.1, 3.0";
  made.row.fields = made.fields;
  made.row.signers = made.signers;
  made.row.rules = made.rules;
  made.row.effects = spec.effects;
  made.row.terms = made.terms;
  made.row.flags = {};
  made.row.corrects = spec.corrects;
}

std::deque<CorrectionRow> make_rows() {
  std::deque<CorrectionRow> rows;
  for (const CorrectionSpec& spec : kCorrections) {
    const TypeSpec* corrected = nullptr;
    for (const auto group : {business_rows(), consultation_rows(), referral_rows()}) {
      for (const TypeSpec* row : group) {
        if (row->type == spec.corrects) corrected = row;
      }
    }
    LEDGER_CHECK(corrected != nullptr);
    make_row(spec, *corrected, rows.emplace_back());
  }
  return rows;
}

}  // namespace
}  // namespace rows

std::span<const TypeSpec* const> correction_rows() {
  static const std::deque<rows::CorrectionRow> made = rows::make_rows();
  static const std::vector<const TypeSpec*> pointers = [] {
    std::vector<const TypeSpec*> list;
    for (const rows::CorrectionRow& row : made) list.push_back(&row.row);
    return list;
  }();
  return pointers;
}

}  // namespace ledger
