#include "projections/figures/violation.h"

#include "projections/figures/answer.h"

namespace projections::figures {

using ledger::JsonValue;

JsonValue json_of(const Violation& violation) {
  JsonValue json{JsonValue::Object{}};
  json.add("id", JsonValue(violation.event->id));
  if (!violation.business.empty()) json.add("business", JsonValue(violation.business));
  if (!violation.contract.empty()) json.add("contract", JsonValue(violation.contract));
  if (!violation.kind.empty()) json.add("kind", JsonValue(violation.kind));
  json.add("reasons", json_of(violation.reasons));
  return json;
}

JsonValue json_of(const std::vector<Violation>& violations) {
  JsonValue::Array rows;
  rows.reserve(violations.size());
  for (const Violation& violation : violations) rows.push_back(json_of(violation));
  return JsonValue(std::move(rows));
}

}  // namespace projections::figures
