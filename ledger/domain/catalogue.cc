#include "ledger/domain/catalogue.h"

#include <algorithm>
#include <vector>

#include "ledger/base/check.h"
#include "ledger/domain/catalogue_fields.h"
#include "ledger/domain/evidence_fields.h"

namespace ledger {

namespace {

std::vector<const TypeSpec*> join_rows() {
  std::vector<const TypeSpec*> joined;
  for (const auto group :
       {ledger_rows(),    people_rows(),      business_rows(),  consent_rows(),      consultation_rows(),
        referral_rows(),  identity_rows(),    provision_rows(), support_step_rows(), correction_rows(),
        contract_rows(),  mandate_rows(),     money_rows(),     report_rows(),       access_rows(),
        center_rows(),    planning_rows(),    survey_rows(),    activity_rows(),     restatement_rows(),
        secplan_rows(),   information_rows(), incident_rows(),  system_rows(),       release_rows(),
        oversight_rows(), operation_rows()}) {
    joined.insert(joined.end(), group.begin(), group.end());
  }
  return joined;
}

bool before(const TypeSpec* a, const TypeSpec* b) {
  return a->type != b->type ? a->type < b->type : a->version < b->version;
}

std::vector<const TypeSpec*> sort_rows() {
  std::vector<const TypeSpec*> sorted = join_rows();
  std::sort(sorted.begin(), sorted.end(), before);
  return sorted;
}

}  // namespace

std::span<const TypeSpec* const> catalogue_rows() {
  static const std::vector<const TypeSpec*> rows = join_rows();
  return rows;
}

const TypeSpec* find_type(std::string_view type, std::uint16_t version) {
  static const std::vector<const TypeSpec*> sorted = sort_rows();
  TypeSpec wanted;
  wanted.type = type;
  wanted.version = version;
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), &wanted, before);
  return at != sorted.end() && (*at)->type == type && (*at)->version == version ? *at : nullptr;
}

const FieldSpec* find_field(const TypeSpec& row, std::string_view name) {
  for (const FieldSpec& field : row.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

}  // namespace ledger
