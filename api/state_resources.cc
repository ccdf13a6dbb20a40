#include "api/state_resources.h"

#include <algorithm>
#include <array>

#include "projections/record_kinds.h"

namespace api {

namespace {

using projections::kLinkBusiness;
using projections::kLinkCase;
using projections::kLinkCenter;
using projections::kLinkContract;
using projections::kLinkPerson;
using enum PartWay;
using enum security::DataClass;

constexpr StatePart of_streams(std::string_view stream_kind, StatePart part) {
  part.stream_kind = stream_kind;
  return part;
}
constexpr StatePart named_by(std::string_view member, StatePart part) {
  part.member = member;
  return part;
}
constexpr StatePart with_facts(StatePart part) {
  part.made_by = true;
  return part;
}
constexpr StatePart labelled(std::string_view ja, std::string_view en, StatePart part) {
  part.label_ja = ja;
  part.label_en = en;
  return part;
}

constexpr std::array kBusinessParts = {
    StatePart{"business", "business", kOne, 0, kBusinessMaster},
    StatePart{"sharing", "sharing_consent", kOne, 0, kConsent},
    StatePart{"referral_consents", "referral_consent", kPrefix, 0, kConsent},
    StatePart{"cases", "case", kLinked, kLinkBusiness, kCaseNarrative},
    StatePart{"issues", "issue", kLinked, kLinkBusiness, kCaseNarrative},
    StatePart{"referrals", "referral", kLinked, kLinkBusiness, kCaseNarrative},
    labelled("名寄せの系統", "Taken for one business",
             StatePart{"merge_tree", "business", kMerged, 0, kBusinessMaster}),
    StatePart{"matches", "match", kLinked, kLinkBusiness, kBusinessMaster},
    labelled("承継元", "Predecessors",
             named_by("successor",
                      StatePart{"predecessors", "business", kLinked, kLinkBusiness, kBusinessMaster})),
    StatePart{"publication_consents", "publication_consent", kPrefix, 0, kConsent},
    with_facts(StatePart{"provisions", "provision", kLinked, kLinkBusiness, kConsent}),
    with_facts(StatePart{"productivity_plans", "productivity_plan", kLinked, kLinkBusiness, kCaseNarrative}),
    with_facts(StatePart{"follow_ups", "follow_up", kLinked, kLinkBusiness, kCaseNarrative}),
};
constexpr std::array kConsentParts = {
    StatePart{"business", "business", kOne, 0, kConsent, false},
    StatePart{"sharing", "sharing_consent", kOne, 0, kConsent},
    StatePart{"referral_consents", "referral_consent", kPrefix, 0, kConsent},
    StatePart{"publication_consents", "publication_consent", kPrefix, 0, kConsent},
};
constexpr std::array kCaseParts = {
    StatePart{"case", "case", kOne, 0, kCaseNarrative},
    StatePart{"sessions", "session", kLinked, kLinkCase, kCaseNarrative},
    StatePart{"issues", "issue", kLinked, kLinkCase, kCaseNarrative},
};
constexpr std::array kIssueParts = {StatePart{"issue", "issue", kOne, 0, kCaseNarrative}};
constexpr std::array kReferralParts = {StatePart{"referral", "referral", kOne, 0, kCaseNarrative}};
constexpr std::array kContractParts = {
    StatePart{"contract", "contract", kOne, 0, kContractFee},
    StatePart{"fee", "fee", kOne, 0, kContractFee},
    StatePart{"assignments", "assignment", kLinked, kLinkContract, kContractFee},
    StatePart{"account", "account", kOne, 0, kContractFee},
    with_facts(StatePart{"costs", "cost", kLinked, kLinkContract, kContractFee}),
    with_facts(StatePart{"subcontracts", "subcontract", kLinked, kLinkContract, kContractFee}),
    with_facts(StatePart{"payments", "payment", kLinked, kLinkContract, kContractFee}),
    with_facts(StatePart{"inspections", "inspection", kLinked, kLinkContract, kContractFee}),
    with_facts(StatePart{"consultations", "consultation", kLinked, kLinkContract, kContractFee}),
    StatePart{"work_term", "work_term", kOne, 0, kContractFee},
    StatePart{"rescission", "rescission", kOne, 0, kContractFee},
};
constexpr std::array kCostParts = {with_facts(StatePart{"cost", "cost", kOne, 0, kContractFee})};
constexpr std::array kCenterParts = {
    StatePart{"center", "center", kOne, 0, kLedger},
    StatePart{"organisations", "org", kLinked, kLinkCenter, kLedger},
    StatePart{"chief", "chief", kOne, 0, kContractFee},
    StatePart{"entrustments", "entrustment", kPrefix, 0, kContractFee},
    StatePart{"contracts", "contract", kLinked, kLinkCenter, kContractFee},
    StatePart{"appointments", "appointment", kLinked, kLinkCenter, kContractFee},
    StatePart{"month", "month", kOne, 0, kReport},
    StatePart{"reports", "report", kPrefix, 0, kReport},
    StatePart{"chief_post", "chief_post", kOne, 0, kContractFee},
    StatePart{"interim", "interim", kOne, 0, kContractFee},
    labelled("実施計画", "Plans",
             with_facts(of_streams("plan", StatePart{"plans", "stage", kLinked, kLinkCenter, kReport}))),
    labelled("活動指標の目標", "Targets",
             of_streams("target", StatePart{"targets", "", kNewest, 0, kReport})),
    labelled("評価", "Evaluations",
             of_streams("evaluation", StatePart{"evaluations", "", kNewest, 0, kReport})),
    labelled(
        "フィードバック", "Feedback",
        with_facts(of_streams("feedback", StatePart{"feedback", "stage", kLinked, kLinkCenter, kReport}))),
};
constexpr std::array kPlanParts = {labelled(
    "実施計画", "Plan", with_facts(of_streams("plan", StatePart{"plan", "stage", kOne, 0, kReport})))};
constexpr std::array kPersonParts = {
    StatePart{"person", "person", kOne, 0, kPerson},
    StatePart{"roles", "role", kPrefix, 0, kPerson},
    StatePart{"licences", "licence", kLinked, kLinkPerson, kPerson},
    StatePart{"bindings", "binding", kLinked, kLinkPerson, kPerson},
    StatePart{"keys", "key", kLinked, kLinkPerson, kLedger},
    StatePart{"appointments", "appointment", kPrefix, 0, kContractFee},
    StatePart{"contracts", "contract", kLinked, kLinkPerson, kContractFee},
    StatePart{"engagements", "engagement", kPrefix, 0, kContractFee},
};
constexpr std::array kLicenceParts = {StatePart{"licence", "licence", kOne, 0, kPerson}};
constexpr std::array kKeyParts = {StatePart{"key", "key", kOne, 0, kLedger}};

constexpr std::array kResources = {
    StateResource{"business", "/v1/businesses/", "business", false, kBusinessParts, "事業者", "Business"},
    StateResource{"consent", "/v1/consents/", "", true, kConsentParts, "同意", "Consents"},
    StateResource{"case", "/v1/cases/", "case", false, kCaseParts, "相談案件", "Case"},
    StateResource{"issue", "/v1/issues/", "", false, kIssueParts, "課題", "Issue"},
    StateResource{"referral", "/v1/referrals/", "referral", false, kReferralParts, "紹介", "Referral"},
    StateResource{"contract", "/v1/contracts/", "contract", false, kContractParts, "契約", "Contract"},
    StateResource{"cost", "/v1/costs/", "", false, kCostParts, "経費", "Cost"},
    StateResource{"plan", "/v1/plans/", "plan", false, kPlanParts, "実施計画", "Plan"},
    StateResource{"center", "/v1/centers/", "center", false, kCenterParts, "拠点", "Centre"},
    StateResource{"person", "/v1/people/", "person", false, kPersonParts, "人", "Person"},
    StateResource{"licence", "/v1/licences/", "", false, kLicenceParts, "利用者ライセンス", "Licence"},
    StateResource{"key", "/v1/keys/", "key", false, kKeyParts, "鍵", "Key"},
};

}  // namespace

std::span<const StateResource> state_resources() {
  return kResources;
}

const StateResource* find_state_resource(std::string_view kind) {
  const auto found = std::find_if(kResources.begin(), kResources.end(),
                                  [&](const StateResource& one) { return one.kind == kind; });
  return found == kResources.end() ? nullptr : &*found;
}

const StatePart* find_state_part(const StateResource& resource, std::string_view name) {
  const auto found = std::find_if(resource.parts.begin(), resource.parts.end(),
                                  [&](const StatePart& one) { return one.shown && one.name == name; });
  return found == resource.parts.end() ? nullptr : &*found;
}

const StateResource* state_resource_of(std::string_view target) {
  const auto found = std::find_if(kResources.begin(), kResources.end(),
                                  [&](const StateResource& one) { return target.starts_with(one.path); });
  return found == kResources.end() ? nullptr : &*found;
}

}  // namespace api
