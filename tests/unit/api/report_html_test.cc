// Goal: the printed report shows every part, escapes every text, needs nothing from outside, and is the same
// for the same answer. Method: one answer with hostile texts in every place; what must and must not stand in
// it.
#include "api/report_html.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/base/sha256.h"

namespace api {
namespace {

constexpr std::string_view kHostile = "<script>alert('x')</script>&\\\"";

std::string hostile_answer() {
  const std::string bad(kHostile);
  return R"({"center":")" + bad +
         R"(","month":"2026-04",)"
         R"("ledger":")" +
         bad +
         R"(","reflects":90,"root":"ab12",)"
         R"("parts":{"reconcile":{"state":"wrong","figures":{"sessions":{"reported":3,"at_cut_off":4,)"
         R"("now":5,"gap":-1,"state":"wrong","missed":[{"id":")" +
         bad +
         R"(","position":80,"type":"session.held",)"
         R"("from":3,"to":4}],"moved_by":[]},")" +
         bad +
         R"(":{"reported":1,"state":"unknown_figure"}}},)"
         R"("indicators":{"businesses":{"now":{"value":1234,"numerator_count":1234,"excluded_count":2},)"
         R"("before":{"value":{"over":1,"under":3}}},"va_sum":{"now":{"value":null,)"
         R"("reason":"inputs_sealed"},"before":{"value":null}}},)"
         R"("duties":[{"duty":"monthly_report_2026-05","state":"overdue",)"
         R"("due_on":")" +
         bad + R"("}],"costs":{"items":{")" + bad +
         R"(":{"yen":1000,"tax":100}},)"
         R"("contract_amount":5000000},"workdays":[{"contract":")" +
         bad +
         R"(","kind":"cco","half_days":12,)"
         R"("weeks":3,"short_weeks":[["2026-04-06",4]],"year":"running"}],)"
         R"("fixed":[{"id":"e-fixed","indicator":"va_sum","cut_off":4321,"fixed":23450000,"withheld":"",)"
         R"("contributors":4,"state":"equal","now":{"value":null}},{"id":")" +
         bad +
         R"(","indicator":"va_yoy","cut_off":4321,"fixed":null,"withheld":"small_remainder",)"
         R"("contributors":5,"state":"different","now":null}]}})";
}

std::string page_of(const std::string& answer) {
  const auto json = ledger::read_json(answer);
  EXPECT_TRUE(json.ok()) << json.status().to_string();
  return report_html(*json);
}

TEST(ReportHtml, ShowsEveryPartInBothLanguages) {
  const std::string page = page_of(hostile_answer());
  for (const char* part :
       {"実績値の照合", "Figures against the events", "1,234", "1/3 (0.33)", "session.held", "3 → 4",
        "月次報告 2026-05", "5,000,000", "稼働日数", "ab12", "--as-of 90", "23,450,000", "4,321", "e-fixed",
        "他の公開値との差が少数のため非公開", "秘匿情報に基づくため", "tr class=\"wrong\""}) {
    EXPECT_NE(page.find(part), std::string::npos) << part;
  }
}

TEST(ReportHtml, EveryTextIsEscaped) {
  const std::string page = page_of(hostile_answer());
  EXPECT_EQ(page.find("<script"), std::string::npos);
  std::size_t shown = 0;
  for (std::size_t at = 0; (at = page.find("&lt;script&gt;", at)) != std::string::npos; ++at) ++shown;
  EXPECT_GE(shown, 7U);
  EXPECT_EQ(html_escaped("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
}

TEST(ReportHtml, NeedsNothingFromOutsideAndIsTheSameAgain) {
  const std::string page = page_of(hostile_answer());
  for (const char* part : {"http:", "https:", "src=", "url(", "@import", "<link", "javascript:"}) {
    EXPECT_EQ(page.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(page, page_of(hostile_answer()));
}

TEST(ReportHtml, ThePolicyNamesThePagesOwnStyle) {
  const std::string page = page_of(hostile_answer());
  const std::size_t begin = page.find("<style>") + 7;
  const std::string style = page.substr(begin, page.find("</style>") - begin);
  const std::string hash = ledger::to_base64(ledger::view_of(ledger::sha256(style)));
  EXPECT_NE(report_content_policy().find("style-src 'sha256-" + hash + "'"), std::string::npos);
}

TEST(ReportHtml, AnEmptyMonthIsAPageToo) {
  const std::string page =
      page_of(R"({"center":"c40","month":"2026-04","ledger":"l","reflects":0,"root":"","parts":{"reconcile":)"
              R"({"state":"no_report","figures":{}},"indicators":{},"duties":[]}})");
  EXPECT_NE(page.find("報告なし"), std::string::npos);
  EXPECT_NE(page.find("該当なし"), std::string::npos);
  EXPECT_EQ(page.find("経費"), std::string::npos);  // withheld
}

}  // namespace
}  // namespace api
