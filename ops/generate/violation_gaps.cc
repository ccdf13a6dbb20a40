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
};

}  // namespace

std::span<const ViolationGap> violation_gaps() {
  return kGaps;
}

}  // namespace ops::generate
