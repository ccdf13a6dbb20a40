#include "api/report_html.h"

#include <initializer_list>

#include "ledger/base/bytes.h"
#include "ledger/base/sha256.h"
#include "projections/figures/figure_labels.h"

namespace api {

using ledger::JsonValue;
using projections::LabelLanguage;
using projections::figures::figure_text;

namespace {

constexpr std::string_view kHead =
    "<!DOCTYPE html>\n<html lang=\"ja\"><head><meta charset=\"utf-8\">\n<style>";
constexpr std::string_view kStyle =
    "\n"
    "body{font:10.5pt/1.5 serif;margin:2em auto;max-width:190mm;color:#000}\n"
    "h1{font-size:15pt}h2{font-size:12pt;border-bottom:1px solid #000;break-after:avoid}\n"
    "table{border-collapse:collapse;width:100%;margin:.5em 0}tr{break-inside:avoid}\n"
    "th,td{border:1px solid #666;padding:.15em .5em;text-align:left;vertical-align:top}\n"
    "td.n{text-align:right;font-variant-numeric:tabular-nums}\n"
    "tr.wrong td{font-weight:bold;border-left:4px solid #000}\n"
    "small,.en{font-size:8.5pt;color:#333}code{font-size:8.5pt;overflow-wrap:anywhere}\n"
    "@page{size:A4;margin:18mm}@media print{body{margin:0;max-width:none}}\n";

const JsonValue& member(const JsonValue& value, std::string_view name) {
  static const JsonValue kNull;
  const JsonValue* found = value.find(name);
  return found == nullptr ? kNull : *found;
}

class Page {
 public:
  void raw(std::string_view html) { out_ += html; }
  void text(std::string_view plain) { out_ += html_escaped(plain); }
  void heading(std::string_view ja, std::string_view en) {
    raw("<h2>");
    both(ja, en);
    raw("</h2>\n");
  }
  void both(std::string_view ja, std::string_view en) {
    text(ja);
    raw(" <span class=\"en\" lang=\"en\">");
    text(en);
    raw("</span>");
  }
  void label(std::string_view code) {
    const JsonValue value(code);
    both(figure_text(value, LabelLanguage::kJapanese), figure_text(value, LabelLanguage::kEnglish));
  }
  void begin_table(std::initializer_list<std::pair<std::string_view, std::string_view>> columns) {
    raw("<table><thead><tr>");
    for (const auto& [ja, en] : columns) {
      raw("<th>");
      both(ja, en);
      raw("</th>");
    }
    raw("</tr></thead><tbody>\n");
  }
  void end_table() { raw("</tbody></table>\n"); }
  void number(const JsonValue& value) {
    raw("<td class=\"n\">");
    text(figure_text(value, LabelLanguage::kJapanese));
    raw("</td>");
  }
  void label_cell(std::string_view code) {
    raw("<td>");
    label(code);
    raw("</td>");
  }
  void code_cell(std::string_view plain) {
    raw("<td><code>");
    text(plain);
    raw("</code></td>");
  }
  void none() {
    raw("<p>");
    both("該当なし", "None");
    raw("</p>\n");
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

void write_figures(Page& page, const JsonValue& reconciled) {
  page.heading("1. 実績値の照合", "Figures against the events");
  page.raw("<p>");
  page.both("照合結果：", "Result: ");
  page.label(reconciled.text("state"));
  page.raw("</p>\n");
  const JsonValue& figures = member(reconciled, "figures");
  if (!figures.is_object() || figures.as_object().empty()) return;
  page.begin_table({{"項目", "Figure"},
                    {"報告値", "Reported"},
                    {"締切時点", "At the cut-off"},
                    {"現在", "Now"},
                    {"差", "Gap"},
                    {"状態", "State"}});
  for (const auto& [name, row] : figures.as_object()) {
    page.raw(row.text("state") == "wrong" ? "<tr class=\"wrong\">" : "<tr>");
    page.label_cell(name);
    for (const std::string_view value : {"reported", "at_cut_off", "now", "gap"}) {
      page.number(member(row, value));
    }
    page.label_cell(row.text("state"));
    page.raw("</tr>\n");
  }
  page.end_table();
}

void write_moves(Page& page, const JsonValue& reconciled) {
  page.heading("2. 差を生んだ事象", "Events behind the gaps");
  bool is_any = false;
  const JsonValue& figures = member(reconciled, "figures");
  for (const auto& [name, row] : figures.is_object() ? figures.as_object() : JsonValue::Object()) {
    for (const std::string_view list : {"missed", "moved_by"}) {
      const JsonValue& moves = member(row, list);
      if (!moves.is_array()) continue;
      for (const JsonValue& move : moves.as_array()) {
        if (!is_any) {
          page.begin_table({{"項目", "Figure"}, {"位置", "Position"}, {"事象", "Event"}, {"値", "Value"}});
        }
        is_any = true;
        page.raw("<tr>");
        page.label_cell(name);
        page.number(member(move, "position"));
        page.code_cell(std::string(move.text("type")) + " " + std::string(move.text("id")));
        page.raw("<td class=\"n\">");
        page.text(figure_text(member(move, "from"), LabelLanguage::kJapanese) + " → " +
                  figure_text(member(move, "to"), LabelLanguage::kJapanese));
        page.raw("</td></tr>\n");
      }
    }
  }
  if (is_any) {
    page.end_table();
  } else {
    page.none();
  }
}

void write_indicators(Page& page, const JsonValue& indicators) {
  page.heading("3. 年度の指標", "Indicators of the year");
  page.begin_table({{"指標", "Indicator"},
                    {"値", "Value"},
                    {"前年度", "Year before"},
                    {"算入", "Counted"},
                    {"除外", "Left out"},
                    {"備考", "Remark"}});
  for (const auto& [name, row] : indicators.is_object() ? indicators.as_object() : JsonValue::Object()) {
    const JsonValue& now = member(row, "now");
    page.raw("<tr>");
    page.label_cell(name);
    page.number(member(now, "value"));
    page.number(member(member(row, "before"), "value"));
    page.number(member(now, "numerator_count"));
    page.number(member(now, "excluded_count"));
    if (now.text("reason").empty()) {
      page.raw("<td></td>");
    } else {
      page.label_cell(now.text("reason"));
    }
    page.raw("</tr>\n");
  }
  page.end_table();
}

// Figures over confidential inputs, as the log holds them fast.
void write_fixed(Page& page, const JsonValue& rows) {
  page.heading("4. 秘匿情報に基づく指標（締切時に固定）",
               "Figures over confidential inputs, fixed at the closing");
  if (!rows.is_array() || rows.as_array().empty()) return page.none();
  page.begin_table({{"指標", "Indicator"},
                    {"固定値", "Fixed"},
                    {"締切位置", "Cut-off"},
                    {"事業者数", "Businesses"},
                    {"再計算との照合", "Against a recomputation"},
                    {"最新の固定値", "Newest fixed"},
                    {"事象", "Event"}});
  for (const JsonValue& row : rows.as_array()) {
    const bool is_wrong = row.text("state") == "different" || row.text("state") == "k_rule";
    page.raw(is_wrong ? "<tr class=\"wrong\">" : "<tr>");
    page.label_cell(row.text("indicator"));
    if (row.text("withheld").empty()) {
      page.number(member(row, "fixed"));
    } else {
      page.label_cell(row.text("withheld"));
    }
    page.number(member(row, "cut_off"));
    page.number(member(row, "contributors"));
    page.label_cell(row.text("state"));
    page.number(member(member(row, "now"), "value"));
    page.code_cell(row.text("id"));
    page.raw("</tr>\n");
  }
  page.end_table();
}

void write_duties(Page& page, const JsonValue& duties) {
  page.heading("5. 未履行の義務", "Duties that are unmet");
  if (!duties.is_array() || duties.as_array().empty()) return page.none();
  page.begin_table({{"義務", "Duty"}, {"状態", "State"}, {"期限", "Due"}});
  for (const JsonValue& duty : duties.as_array()) {
    page.raw("<tr>");
    page.label_cell(duty.text("duty"));
    page.label_cell(duty.text("state"));
    page.code_cell(duty.text("due_on"));
    page.raw("</tr>\n");
  }
  page.end_table();
}

void write_costs(Page& page, const JsonValue& costs) {
  page.heading("6. 経費（税抜・円）", "Costs of the year, yen without tax");
  page.begin_table({{"費目", "Item"}, {"金額", "Yen"}, {"消費税", "Tax"}});
  const JsonValue& items = member(costs, "items");
  for (const auto& [name, row] : items.is_object() ? items.as_object() : JsonValue::Object()) {
    page.raw("<tr>");
    page.code_cell(name);
    page.number(member(row, "yen"));
    page.number(member(row, "tax"));
    page.raw("</tr>\n");
  }
  page.end_table();
  page.raw("<p>");
  page.both("契約額：", "Contract: ");
  page.text(figure_text(member(costs, "contract_amount"), LabelLanguage::kJapanese));
  page.raw("　");
  page.both("上限：", "Ceiling: ");
  page.text(figure_text(member(costs, "ceiling"), LabelLanguage::kJapanese));
  page.raw("　");
  page.both("契約残額：", "Left of the contract: ");
  page.text(figure_text(member(costs, "left_of_contract"), LabelLanguage::kJapanese));
  page.raw("</p>\n");
}

void write_workdays(Page& page, const JsonValue& contracts) {
  page.heading("7. 稼働日数", "Working days");
  if (!contracts.is_array() || contracts.as_array().empty()) return page.none();
  page.begin_table({{"契約", "Contract"},
                    {"役割", "Role"},
                    {"半日数", "Half days"},
                    {"週", "Weeks"},
                    {"3日未満の週", "Weeks below three days"},
                    {"年間", "Year"}});
  for (const JsonValue& row : contracts.as_array()) {
    page.raw("<tr>");
    page.code_cell(row.text("contract"));
    page.label_cell(row.text("kind"));
    page.number(member(row, "half_days"));
    page.number(member(row, "weeks"));
    const JsonValue& weeks = member(row, "short_weeks");
    page.number(JsonValue(static_cast<std::int64_t>(weeks.is_array() ? weeks.as_array().size() : 0)));
    if (row.text("year").empty()) {
      page.raw("<td>-</td>");
    } else {
      page.label_cell(row.text("year"));
    }
    page.raw("</tr>\n");
  }
  page.end_table();
}

void write_check(Page& page, const JsonValue& answer) {
  const std::string position = std::to_string(member(answer, "reflects").as_int());
  page.heading("検証のしかた", "How to check this page");
  page.raw("<p>");
  page.both("台帳：", "Ledger: ");
  page.raw("<code>");
  page.text(answer.text("ledger"));
  page.raw("</code>　");
  page.both("件数：", "Size: ");
  page.raw("<code>");
  page.text(position);
  page.raw("</code><br>");
  page.both("この件数での木の根：", "Root of the tree at this size: ");
  page.raw("<code>");
  page.text(answer.text("root"));
  page.raw("</code></p>\n<p>");
  page.both("同じ件数で照会すれば、同じ値が得られます。",
            "Asked at the same size, the ledger gives the same figures:");
  page.raw("<br><code>daicho reconcile ");
  page.text(answer.text("center"));
  page.raw(" ");
  page.text(answer.text("month"));
  page.raw(" --as-of " + position + "</code></p>\n");
}

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string report_content_policy() {
  return "default-src 'none'; style-src 'sha256-" +
         ledger::to_base64(ledger::view_of(ledger::sha256(kStyle))) +
         "'; base-uri 'none'; frame-ancestors 'none'";
}

std::string report_html(const JsonValue& answer) {
  Page page;
  page.raw(kHead);
  page.raw(kStyle);
  page.raw("</style>\n<title>");
  page.text("月次報告 " + std::string(answer.text("center")) + " " + std::string(answer.text("month")));
  page.raw("</title></head><body>\n<h1>");
  page.both("よろず支援拠点 月次報告（照合付き） ", "Monthly report, reconciled: ");
  page.text(std::string(answer.text("center")) + " " + std::string(answer.text("month")));
  page.raw("</h1>\n");
  const JsonValue& parts = member(answer, "parts");
  write_figures(page, member(parts, "reconcile"));
  write_moves(page, member(parts, "reconcile"));
  write_indicators(page, member(parts, "indicators"));
  write_fixed(page, member(parts, "fixed"));
  write_duties(page, member(parts, "duties"));
  if (parts.find("costs") != nullptr) write_costs(page, member(parts, "costs"));
  if (parts.find("workdays") != nullptr) write_workdays(page, member(parts, "workdays"));
  write_check(page, answer);
  page.raw("</body></html>\n");
  return page.take();
}

}  // namespace api
