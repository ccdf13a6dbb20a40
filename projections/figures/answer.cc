#include "projections/figures/answer.h"

namespace projections::figures {

using ledger::JsonValue;

JsonValue json_of(const std::vector<std::string>& ids) {
  JsonValue::Array items;
  items.reserve(ids.size());
  for (const std::string& id : ids) items.emplace_back(id);
  return JsonValue(std::move(items));
}

JsonValue json_of(const std::vector<Excluded>& excluded) {
  JsonValue::Array items;
  items.reserve(excluded.size());
  for (const Excluded& row : excluded) {
    items.emplace_back(JsonValue::Array{JsonValue(row.id), JsonValue(row.reason)});
  }
  return JsonValue(std::move(items));
}

JsonValue json_of(const std::vector<Ruling>& rulings) {
  JsonValue::Array items;
  items.reserve(rulings.size());
  for (const Ruling& ruling : rulings) {
    JsonValue row{JsonValue::Object{}};
    row.add("name", JsonValue(ruling.name));
    row.add("value", ruling.value);
    row.add("set_by", json_or_null(ruling.set_by));
    items.push_back(std::move(row));
  }
  return JsonValue(std::move(items));
}

JsonValue json_or_null(std::string_view text) {
  return text.empty() ? JsonValue() : JsonValue(text);
}

JsonValue json_or_null(const std::optional<std::int64_t>& number) {
  return number ? JsonValue(*number) : JsonValue();
}

JsonValue json_or_null(const std::optional<ledger::Position>& position) {
  return position ? JsonValue(static_cast<std::int64_t>(position->value)) : JsonValue();
}

JsonValue json_of(const Answer& answer) {
  JsonValue json{JsonValue::Object{}};
  json.add("indicator", JsonValue(answer.indicator));
  json.add("definition", JsonValue(answer.definition));
  json.add("scope", JsonValue(answer.scope));
  json.add("period", JsonValue(answer.period));
  json.add("position", json_or_null(answer.position));
  json.add("value", answer.value);
  json.add("reason", json_or_null(answer.reason));
  json.add("numerator", json_of(answer.numerator));
  json.add("denominator", json_of(answer.denominator));
  json.add("excluded", json_of(answer.excluded));
  json.add("stale", json_of(answer.stale));
  json.add("beside", answer.beside);
  json.add("ruled_by", json_of(answer.ruled_by));
  return json;
}

}  // namespace projections::figures
