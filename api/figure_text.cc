#include "api/figure_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "api/csv.h"

namespace api {
namespace {

using ledger::JsonValue;

constexpr std::string_view kLists[] = {"numerator", "denominator", "excluded", "stale",
                                       "moved_by",  "missed",      "grown",    "ids"};

bool is_list(std::string_view name) {
  return std::find(std::begin(kLists), std::end(kLists), name) != std::end(kLists);
}

struct Cell {
  std::string column, text;
};
using Row = std::vector<Cell>;

std::string text_of(const JsonValue& value) {
  if (value.is_bool()) return value.as_bool() ? "true" : "false";
  if (value.is_int()) return std::to_string(value.as_int());
  if (value.is_string()) return value.as_string();
  std::string text;
  if (value.is_array()) {
    for (const JsonValue& item : value.as_array()) text += (text.empty() ? "" : " ") + text_of(item);
  } else if (value.is_object()) {
    for (const auto& [name, item] : value.as_object()) {
      text += (text.empty() ? "" : " ") + name + "=" + text_of(item);
    }
  }
  return text;
}

void add_cells(const std::string& column, const JsonValue& value, Row& row) {
  if (!value.is_object()) {
    row.push_back({column, text_of(value)});
    return;
  }
  for (const auto& [name, item] : value.as_object()) {
    add_cells(column.empty() ? name : column + "." + name, item, row);
  }
}

// The member that holds an answer's rows; nullptr: the answer is one row, or a list, or rows by name.
const JsonValue* rows_member(const JsonValue& answer) {
  for (const std::string_view name : {"rows", "figures"}) {
    const JsonValue* rows = answer.find(name);
    if (rows != nullptr && (rows->is_array() || rows->is_object())) return rows;
  }
  return nullptr;
}

// "indicator → answer" maps: every member is an object.
bool is_rows_by_name(const JsonValue& answer) {
  return answer.is_object() && !answer.as_object().empty() &&
         std::all_of(answer.as_object().begin(), answer.as_object().end(),
                     [](const JsonValue::Member& member) { return member.second.is_object(); });
}

std::vector<Row> rows_of(const JsonValue& answer) {
  std::vector<Row> rows;
  if (const JsonValue* inside = rows_member(answer)) return rows_of(*inside);
  if (answer.is_array()) {
    for (const JsonValue& item : answer.as_array()) add_cells("", item, rows.emplace_back());
  } else if (is_rows_by_name(answer)) {
    for (const auto& [name, item] : answer.as_object()) {
      Row& row = rows.emplace_back();
      row.push_back({"name", name});
      add_cells("", item, row);
    }
  } else {
    add_cells("", answer, rows.emplace_back());
  }
  return rows;
}

}  // namespace

JsonValue with_bounded_lists(JsonValue answer, std::size_t limit, bool shown) {
  if (answer.is_array()) {
    for (JsonValue& item : answer.as_array()) item = with_bounded_lists(std::move(item), limit, shown);
    return answer;
  }
  if (!answer.is_object()) return answer;
  JsonValue::Object members;
  for (auto& [name, item] : answer.as_object()) {
    if (!item.is_array() || !is_list(name)) {
      members.emplace_back(name, with_bounded_lists(std::move(item), limit, shown));
      continue;
    }
    const std::size_t count = item.as_array().size();
    item.as_array().resize(shown ? std::min(count, limit) : 0);
    const bool is_counted = !members.empty() && members.back().first == name + "_count";
    if (!is_counted) members.emplace_back(name + "_count", JsonValue(static_cast<std::int64_t>(count)));
    members.emplace_back(name, std::move(item));
  }
  return JsonValue(std::move(members));
}

std::size_t rows_in(const JsonValue& answer) {
  if (const JsonValue* inside = rows_member(answer)) return std::max<std::size_t>(1, rows_in(*inside));
  if (answer.is_array()) return std::max<std::size_t>(1, answer.as_array().size());
  return is_rows_by_name(answer) ? answer.as_object().size() : 1;
}

std::string figure_csv(const JsonValue& answer) {
  const std::vector<Row> rows = rows_of(answer);
  std::vector<std::string> columns;
  for (const Row& row : rows) {
    for (const Cell& cell : row) {
      if (std::find(columns.begin(), columns.end(), cell.column) == columns.end()) {
        columns.push_back(cell.column);
      }
    }
  }
  std::string out;
  write_csv_row(columns, out);
  for (const Row& row : rows) {
    std::vector<std::string> cells(columns.size());
    for (const Cell& cell : row) {
      cells[static_cast<std::size_t>(std::find(columns.begin(), columns.end(), cell.column) -
                                     columns.begin())] = cell.text;
    }
    write_csv_row(cells, out);
  }
  return out;
}

}  // namespace api
