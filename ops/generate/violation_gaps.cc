#include "ops/generate/violations.h"

namespace ops::generate {

namespace {

constexpr std::string_view kService =
    "only the service records the type, from what it did itself: no request states it";
constexpr std::string_view kAdministrator =
    "only the administrator signs the type, and his key is not the generator's";

constexpr ViolationGap kGaps[] = {
    {"catalogue.unknown", kAdministrator},
    {"disclosures.event_unknown", kAdministrator},
    {"access.record_mismatch", kService},
    {"access.consent_missing", kService},
    {"handler.not_listed", kService},
    {"report.check_result", kService},
    {"figure.scope", kService},
    {"figure.open_month", kService},
    {"figure.cut_off", kService},
    {"figure.definition", kService},
    {"figure.few_businesses", kService},
    {"survey.too_many_items", "by default a survey may have as many items as its field can hold"},
    {"role.too_many", "asks for 64 grants of one role to one person before it"},
    {"assignee.no_licence", "everybody whom the generator gives a consulting role gets a licence"},
    {"fee.no_rate", "every generated contract with a fee has its rate from the first day on"},
    {"contract.over_fund_ceiling", "the generator sets ceilings of the whole, none of a single fund"},
    {"amount.not_sum", "the generated accounts are fixed as soon as they are reported and inspected"},
    {"timestamp.lapsed", "no generated time-stamp expires before 2040"},
};

}  // namespace

std::span<const ViolationGap> violation_gaps() {
  return kGaps;
}

}  // namespace ops::generate
