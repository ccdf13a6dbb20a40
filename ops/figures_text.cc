#include "ops/figures_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "ledger/domain/codes.h"
#include "projections/figures/figure_labels.h"

namespace ops {

using ledger::JsonValue;
using projections::LabelLanguage;

namespace {

// Columns on a terminal: what is written in full width takes two.
std::size_t width_of(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      ++columns;
    } else if (byte >= 0xE0) {
      columns += 2;
    } else if (byte >= 0xC0) {
      ++columns;
    }
  }
  return columns;
}

std::string padded(std::string text, std::size_t columns, bool right) {
  const std::size_t have = width_of(text);
  const std::string gap(columns > have ? columns - have : 0, ' ');
  return right ? gap + text : text + gap;
}

class Text {
 public:
  explicit Text(LabelLanguage language) : language_(language) {}

  std::string_view word(std::string_view ja, std::string_view en) const {
    return language_ == LabelLanguage::kJapanese ? ja : en;
  }
  std::string label(std::string_view code) const {
    return projections::figures::figure_text(JsonValue(code), language_);
  }
  std::string member(std::string_view name) const {
    return std::string(projections::member_label(name, language_));
  }
  std::string value(const JsonValue* value) const {
    return value == nullptr ? "-" : projections::figures::figure_text(*value, language_);
  }
  void line(std::size_t indent, const std::string& text) {
    out_ += std::string(2 * indent, ' ') + text + "\n";
  }
  std::string take() { return std::move(out_); }

 private:
  LabelLanguage language_;
  std::string out_;
};

// Left-aligned first column, right-aligned others.
void print_table(Text& text, const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += (i == 0 ? "" : "  ") + padded(row[i], widths[i], i > 0);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text.line(0, line);
  }
}

std::int64_t count_of(const JsonValue& answer, const std::string& list) {
  const JsonValue* count = answer.find(list + "_count");
  return count != nullptr && count->is_int() ? count->as_int() : 0;
}

// "category_excluded 12" per reason of the exclusions that are shown.
std::string reasons_text(const Text& text, const JsonValue& answer) {
  std::map<std::string, int> by_reason;
  const JsonValue* excluded = answer.find("excluded");
  if (excluded == nullptr || !excluded->is_array()) return {};
  for (const JsonValue& one : excluded->as_array()) {
    if (one.is_array() && one.as_array().size() == 2) ++by_reason[text.value(&one.as_array()[1])];
  }
  std::string all;
  for (const auto& [reason, count] : by_reason) {
    all += (all.empty() ? "" : ", ") + reason + " " + std::to_string(count);
  }
  return all;
}

// Parameters that somebody set and that ruled a figure of these, each once; the others rule by their
// defaults.
void print_rulings(Text& text, std::string_view what, const std::vector<const JsonValue*>& lists) {
  std::set<std::string> lines;
  for (const JsonValue* rulings : lists) {
    if (rulings == nullptr || !rulings->is_array()) continue;
    for (const JsonValue& ruling : rulings->as_array()) {
      if (ruling.text("set_by").empty()) continue;
      const ledger::ParameterSpec* spec = ledger::find_parameter(ruling.text("name"));
      const std::string label(spec == nullptr ? ruling.text("name")
                                              : text.word(spec->label_ja, spec->label_en));
      const JsonValue* value = ruling.find("value");
      lines.insert(label + " (" + std::string(ruling.text("name")) + ") = " +
                   (value != nullptr && value->is_string() ? value->as_string() : text.value(value)) + "  " +
                   std::string(ruling.text("set_by")));
    }
  }
  if (!lines.empty()) text.line(1, std::string(what));
  for (const std::string& line : lines) text.line(2, line);
}

void print_indicators(Text& text, const JsonValue& indicators) {
  std::vector<std::vector<std::string>> rows;
  rows.push_back({std::string(text.word("指標", "indicator")), std::string(text.word("値", "value")),
                  std::string(text.word("前年度", "year before")),
                  std::string(text.word("前年度の公表値", "published then")),
                  std::string(text.word("算入", "counted")), std::string(text.word("除外", "left out"))});
  std::vector<std::string> remarks;
  for (const auto& [id, row] : indicators.as_object()) {
    const JsonValue* now = row.find("now");
    const JsonValue* before = row.find("before");
    if (now == nullptr || before == nullptr) continue;
    const JsonValue* fixed = row.find("fixed");
    const bool is_fixed = now->text("reason") == "inputs_sealed" && fixed != nullptr && fixed->is_object();
    const JsonValue* value = is_fixed ? fixed->find("value") : now->find("value");
    const bool is_map =
        value != nullptr && value->is_object() && !projections::figures::is_exact_ratio(*value);
    if (is_map) remarks.push_back(text.label(id) + ": " + text.value(value));
    rows.push_back({text.label(id), is_map ? "↓" : text.value(value), text.value(before->find("value")),
                    text.value(row.find("published_before")),
                    projections::figures::grouped(count_of(*now, "numerator")),
                    projections::figures::grouped(count_of(*now, "excluded"))});
    const std::string_view reason = now->text("reason");
    if (is_fixed) {
      remarks.push_back(
          text.label(id) + std::string(text.word(": 固定値、締切位置 ", ": as fixed, cut-off ")) +
          text.value(fixed->find("cut_off")) + std::string(text.word("、事業者数 ", ", businesses ")) +
          text.value(fixed->find("contributors")) + std::string(text.word("、事象 ", ", event ")) +
          std::string(fixed->text("id")));
    }
    if (!reason.empty()) remarks.push_back(text.label(id) + ": " + text.label(reason));
    const std::string excluded = reasons_text(text, *now);
    if (!excluded.empty()) {
      remarks.push_back(text.label(id) + std::string(text.word(" 除外: ", " left out: ")) + excluded);
    }
  }
  print_table(text, rows);
  for (const std::string& remark : remarks) text.line(1, remark);
  std::vector<const JsonValue*> rulings;
  for (const auto& [id, row] : indicators.as_object()) {
    if (const JsonValue* now = row.find("now")) rulings.push_back(now->find("ruled_by"));
  }
  print_rulings(text, text.word("適用した方針（事象）", "Policy that ruled, and the event that set it"),
                rulings);
}

void print_moves(Text& text, const JsonValue& figure, const std::string& name, std::string_view why) {
  const JsonValue* rows = figure.find(name);
  if (rows == nullptr || !rows->is_array() || rows->as_array().empty()) return;
  text.line(1, std::string(why));
  for (const JsonValue& row : rows->as_array()) {
    text.line(2, text.value(row.find("position")) + "  " + std::string(row.text("id")) + "  " +
                     std::string(row.text("type")) + "  " + text.value(row.find("from")) + " → " +
                     text.value(row.find("to")));
  }
  const std::int64_t further = count_of(figure, name) - static_cast<std::int64_t>(rows->as_array().size());
  if (further > 0) text.line(2, "… " + projections::figures::grouped(further));
}

// Figures over confidential inputs: as fixed, against the recomputation at the cut-off, and the newest one.
void print_fixed(Text& text, const JsonValue& rows) {
  if (!rows.is_array() || rows.as_array().empty()) return;
  std::vector<std::vector<std::string>> lines;
  lines.push_back(
      {std::string(text.word("固定された指標", "fixed figure")), std::string(text.word("月", "month")),
       std::string(text.word("固定値", "fixed")), std::string(text.word("締切位置", "cut-off")),
       std::string(text.word("事業者数", "businesses")),
       std::string(text.word("再計算との照合", "recomputed")),
       std::string(text.word("最新の固定値", "newest fixed")), std::string(text.word("事象", "event"))});
  for (const JsonValue& row : rows.as_array()) {
    const std::string_view withheld = row.text("withheld");
    const JsonValue* now = row.find("now");
    const std::string month(row.text("year_month"));
    lines.push_back({text.label(row.text("indicator")),
                     month.empty() ? std::string(text.word("公表", "published")) : month,
                     withheld.empty() ? text.value(row.find("fixed")) : text.label(withheld),
                     text.value(row.find("cut_off")), text.value(row.find("contributors")),
                     text.label(row.text("state")), text.value(now == nullptr ? nullptr : now->find("value")),
                     std::string(row.text("id"))});
  }
  print_table(text, lines);
}

void print_reconciliation(Text& text, const JsonValue& answer) {
  text.line(0, std::string(text.word("照合結果: ", "Result: ")) + text.label(answer.text("state")));
  if (const JsonValue* fixed = answer.find("fixed")) print_fixed(text, *fixed);
  const JsonValue* figures = answer.find("figures");
  if (figures == nullptr || !figures->is_object() || figures->as_object().empty()) return;
  text.line(0, std::string(text.word("締切位置: ", "Cut-off: ")) + text.value(answer.find("cut_off")));
  std::vector<std::vector<std::string>> rows;
  rows.push_back({std::string(text.word("項目", "figure")), std::string(text.word("報告値", "reported")),
                  std::string(text.word("締切時点", "at cut-off")), std::string(text.word("現在", "now")),
                  std::string(text.word("差", "gap")), std::string(text.word("状態", "state"))});
  for (const auto& [name, row] : figures->as_object()) {
    rows.push_back({text.label(name), text.value(row.find("reported")), text.value(row.find("at_cut_off")),
                    text.value(row.find("now")), text.value(row.find("gap")), text.label(row.text("state"))});
  }
  print_table(text, rows);
  for (const auto& [name, row] : figures->as_object()) {
    print_moves(text, row, "missed",
                text.label(name) + std::string(text.word(": 報告後、締切までの事象",
                                                         ": events between drawing up and cut-off")));
    print_moves(
        text, row, "moved_by",
        text.label(name) + std::string(text.word(": 締切後に変えた事象", ": events after the cut-off")));
  }
  std::vector<const JsonValue*> then, now;
  for (const auto& [name, row] : figures->as_object()) {
    then.push_back(row.find("ruled_by"));
    now.push_back(row.find("ruled_by_now"));
  }
  print_rulings(
      text, text.word("締切時点に適用した方針（事象）", "Policy that ruled at the cut-off, and its event"),
      then);
  print_rulings(text, text.word("現在適用している方針（事象）", "Policy that rules now, and its event"), now);
}

bool is_id(std::string_view name) {
  return name == "id" || name == "business" || name == "contract" || name == "person";
}

// What the head of the answer says already, or the list beside it shows.
bool is_count(std::string_view name) {
  constexpr std::string_view kEnd = "_count";
  return name.size() > kEnd.size() && name.substr(name.size() - kEnd.size()) == kEnd;
}
bool is_in_head(std::string_view name) {
  return name == "kind" || name == "scope" || name == "fy" || name == "on" || name == "ruled_by";
}

void print_row(Text& text, const JsonValue& row) {
  std::string line;
  for (const auto& [name, item] : row.as_object()) {
    const bool is_empty = item.is_null() || (item.is_array() && item.as_array().empty());
    if (is_empty || is_count(name)) continue;
    line += (line.empty() ? "" : "; ") + text.member(name) + ": ";
    line += is_id(name) ? std::string(row.text(name)) : text.value(&item);
  }
  text.line(1, line);
}

void print_rows(Text& text, const JsonValue& answer) {
  if (answer.is_object()) {
    for (const auto& [name, item] : answer.as_object()) {
      if (name == "rows" || name == "refused_attempts" || is_in_head(name)) continue;
      if (item.is_object() && !projections::figures::is_exact_ratio(item)) {
        text.line(0, text.member(name));
        for (const auto& [inner, value] : item.as_object()) {
          text.line(1, text.member(inner) + ": " + text.value(&value));
        }
      } else {
        text.line(0, text.member(name) + ": " + text.value(&item));
      }
    }
  }
  const JsonValue* rows = answer.is_array() ? &answer : answer.find("rows");
  if (rows == nullptr || !rows->is_array()) return;
  if (rows->as_array().empty()) text.line(0, std::string(text.word("該当なし", "None")));
  for (const JsonValue& row : rows->as_array()) {
    if (row.is_object()) print_row(text, row);
  }
  if (answer.is_object()) {
    print_rulings(text, text.word("適用した方針（事象）", "Policy that ruled, and the event that set it"),
                  {answer.find("ruled_by")});
  }
  const JsonValue* refused = answer.find("refused_attempts");
  if (refused == nullptr || !refused->is_array() || refused->as_array().empty()) return;
  text.line(0, std::string(text.word("台帳が拒否した試み", "Attempts that the ledger refused")));
  for (const JsonValue& row : refused->as_array()) print_row(text, row);
}

bool is_finding(const JsonValue& row) {
  const std::string_view state = row.text("state");
  if (state == "wrong" || state == "unknown_figure" || state == "different" || state == "k_rule" ||
      state == "overdue" || row.text("year") == "below_unagreed") {
    return true;
  }
  const auto is_filled = [&](std::string_view name) {
    const JsonValue* list = row.find(name);
    return list != nullptr && list->is_array() && !list->as_array().empty();
  };
  const JsonValue* violation = row.find("violation");
  return is_filled("reasons") || is_filled("short_weeks") ||
         (violation != nullptr && violation->is_bool() && violation->as_bool());
}

}  // namespace

std::string figures_text(const JsonValue& answer, LabelLanguage language) {
  Text text(language);
  static const JsonValue kNothing{JsonValue::Object{}};
  const JsonValue* found = answer.find("answer");
  const JsonValue& inside = found == nullptr ? kNothing : *found;
  const std::string period(answer.text("period"));
  text.line(0, std::string(answer.text("about")) + (period.empty() ? "" : "  " + period) + "  " +
                   std::string(text.word("台帳 ", "ledger ")) + std::string(answer.text("ledger")) + " @ " +
                   text.value(answer.find("reflects")));
  const std::string_view question = answer.text("question");
  if (question == "indicators" && inside.is_object()) {
    print_indicators(text, inside);
  } else if (question == "reconcile") {
    print_reconciliation(text, inside);
  } else if (question == "fixed_figures" && inside.is_array() && !inside.as_array().empty()) {
    print_fixed(text, inside);
  } else {
    print_rows(text, inside);
  }
  if (!answer.text("withheld_by").empty()) {
    text.line(0, std::string(text.word("根拠の一覧は権限により示さない: ",
                                       "Lists behind the figures are withheld by ")) +
                     std::string(answer.text("withheld_by")));
  }
  return text.take();
}

bool has_findings(const JsonValue& answer) {
  if (answer.is_array()) {
    return std::any_of(answer.as_array().begin(), answer.as_array().end(), has_findings);
  }
  if (!answer.is_object()) return false;
  return is_finding(answer) ||
         std::any_of(answer.as_object().begin(), answer.as_object().end(),
                     [](const JsonValue::Member& member) { return has_findings(member.second); });
}

}  // namespace ops
