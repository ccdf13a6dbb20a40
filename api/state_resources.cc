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

constexpr std::array kBusinessParts = {
    StatePart{"business", "business", kOne, 0, kBusinessMaster},
    StatePart{"sharing", "sharing_consent", kOne, 0, kConsent},
    StatePart{"referral_consents", "referral_consent", kPrefix, 0, kConsent},
    StatePart{"cases", "case", kLinked, kLinkBusiness, kCaseNarrative},
    StatePart{"issues", "issue", kLinked, kLinkBusiness, kCaseNarrative},
    StatePart{"referrals", "referral", kLinked, kLinkBusiness, kCaseNarrative},
};
constexpr std::array kConsentParts = {
    StatePart{"business", "business", kOne, 0, kConsent, false},
    StatePart{"sharing", "sharing_consent", kOne, 0, kConsent},
    StatePart{"referral_consents", "referral_consent", kPrefix, 0, kConsent},
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
};
constexpr std::array kCenterParts = {
    StatePart{"center", "center", kOne, 0, kLedger},
    StatePart{"organisations", "org", kLinked, kLinkCenter, kLedger},
    StatePart{"chief", "chief", kOne, 0, kContractFee},
    StatePart{"entrustments", "entrustment", kPrefix, 0, kContractFee},
    StatePart{"contracts", "contract", kLinked, kLinkCenter, kContractFee},
    StatePart{"appointments", "appointment", kLinked, kLinkCenter, kContractFee},
    StatePart{"month", "month", kOne, 0, kReport},
    StatePart{"reports", "report", kPrefix, 0, kReport},
};
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

const StateResource* state_resource_of(std::string_view target) {
  const auto found = std::find_if(kResources.begin(), kResources.end(),
                                  [&](const StateResource& one) { return target.starts_with(one.path); });
  return found == kResources.end() ? nullptr : &*found;
}

}  // namespace api
