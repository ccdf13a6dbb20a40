#include "projections/figures/answer.h"

#include <algorithm>
#include <utility>

namespace projections::figures {

using ledger::JsonValue;

namespace {

JsonValue json_of_texts(const auto& texts) {
  JsonValue::Array items;
  items.reserve(texts.size());
  for (const auto& text : texts) items.emplace_back(text);
  return JsonValue(std::move(items));
}

}  // namespace

JsonValue json_of(const std::vector<std::string>& texts) {
  return json_of_texts(texts);
}

JsonValue json_of(const std::vector<std::string_view>& ids) {
  return json_of_texts(ids);
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

namespace {

template <typename List>
void add_list(std::string name, List list, ListMax list_max, JsonValue& json) {
  if (list_max) {
    json.add(name + "_count", JsonValue(static_cast<std::int64_t>(list.size())));
    list.resize(std::min(list.size(), *list_max));
  }
  json.add(std::move(name), json_of(list));
}

}  // namespace

JsonValue json_or_null(std::string_view text) {
  return text.empty() ? JsonValue() : JsonValue(text);
}

JsonValue json_or_null(const std::optional<std::int64_t>& number) {
  return number ? JsonValue(*number) : JsonValue();
}

JsonValue json_or_null(const std::optional<ledger::Position>& position) {
  return position ? JsonValue(static_cast<std::int64_t>(position->value)) : JsonValue();
}

JsonValue json_of(const Answer& answer, ListMax list_max) {
  JsonValue json{JsonValue::Object{}};
  json.add("indicator", JsonValue(answer.indicator));
  json.add("definition", JsonValue(answer.definition));
  json.add("scope", JsonValue(answer.scope));
  json.add("period", JsonValue(answer.period));
  json.add("position", json_or_null(answer.position));
  json.add("value", answer.value);
  json.add("reason", json_or_null(answer.reason));
  add_list("numerator", answer.numerator, list_max, json);
  add_list("denominator", answer.denominator, list_max, json);
  add_list("excluded", answer.excluded, list_max, json);
  add_list("stale", answer.stale, list_max, json);
  json.add("beside", answer.beside);
  json.add("ruled_by", json_of(answer.ruled_by));
  return json;
}

}  // namespace projections::figures
