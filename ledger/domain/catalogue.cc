#include "ledger/domain/catalogue.h"

#include <unordered_map>
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

// Versions of one type, few.
using RowsByType = std::unordered_map<std::string_view, std::vector<const TypeSpec*>>;

RowsByType rows_by_type() {
  RowsByType rows;
  for (const TypeSpec* row : join_rows()) rows[row->type].push_back(row);
  return rows;
}

}  // namespace

std::span<const TypeSpec* const> catalogue_rows() {
  static const std::vector<const TypeSpec*> rows = join_rows();
  return rows;
}

const TypeSpec* find_type(std::string_view type, std::uint16_t version) {
  static const RowsByType rows = rows_by_type();
  const auto found = rows.find(type);
  if (found == rows.end()) return nullptr;
  for (const TypeSpec* row : found->second) {
    if (row->version == version) return row;
  }
  return nullptr;
}

const FieldSpec* find_field(const TypeSpec& row, std::string_view name) {
  for (const FieldSpec& field : row.fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

}  // namespace ledger
