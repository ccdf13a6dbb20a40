// FigureQuestion: what a figure route asks, read strictly from the request, and who may ask it.
//
// Place in the flow: between the figure routes and projections/figures: a row of a table says which
// parameters a question takes and which records its lists show. Values of figures are for every reader of the
// programme (○ of the visibility matrix); lists of events and businesses behind them only for who may read
// those records. Pure over the call and the newest state; any thread.
#pragma once

#include <string>
#include <string_view>

#include "api/figure_answer.h"
#include "api/routes.h"
#include "ledger/base/json_value.h"

namespace api {

// Which parameters name whom and when a question is about.
enum class FigureAbout : std::uint8_t { kScope, kCenter };
enum class FigurePeriod : std::uint8_t { kNone, kFiscalYear, kOptionalYear, kMonth };

struct FigureQuestionRow {
  std::string_view operation_id;
  std::string_view query;     // name in the access event
  std::string_view question;  // name that projections/figures answers to; empty: one indicator
  FigureAbout about = FigureAbout::kScope;
  FigurePeriod period = FigurePeriod::kNone;
  bool takes_day = false;  // `on`: the day that duties are judged on; today when absent
  security::DataClass shows = security::DataClass::kNone;  // class of the records that its lists name
  bool is_list = false;     // the answer is such a list: refused, not shortened, to who may not read them
  std::string_view kind{};  // of violations; a route whose path says it leaves this empty
};

// nullptr when the operation is no question about figures.
const FigureQuestionRow* find_figure_question(std::string_view operation_id);

struct FigureQuestion {
  const FigureQuestionRow* row = nullptr;
  ledger::JsonValue ask;      // {"question", "scope" or "center", "fy" or "month", …}
  std::string about, period;  // "center:c40", "2026" or "2026-04"; empty period: none
  std::string place;          // centre or organisation that the policy was asked about; "nation"
  InputUse inputs = InputUse::kSealed;
  bool shows_lists = false;  // the caller may read what the lists name
  std::string withheld_by;   // the rule that said no, otherwise
};

// invalid_argument figures.* | query.*: a parameter that is missing or is not what it should be; what the
// path captures stands for `center` and `month`. permission_denied policy.denied: no figures for this caller,
// or a list of records that the caller may not read.
ledger::Result<FigureQuestion> read_figure_question(const Call& call);

}  // namespace api
