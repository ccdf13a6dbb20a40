// Evidence year: puts the lines of evidence_table.h into a centre's days, and what needs more than a table.
//
// Place in the flow: generate() calls it once per centre and working day, after the consultations. Its random
// numbers are its own, by centre and day. Beside the names that every scribe knows stand {session}
// {session_by} the last session and who held it, {business} the business of it; a line whose placeholder has
// no value yet is left out. Single-threaded.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ops/generate/engagement.h"
#include "ops/generate/evidence_table.h"

namespace ops::generate {

struct LastSession {
  std::string id, person, business;
};
// A monthly report as it was submitted, to which later months may come back.
struct PastReport {
  std::string event;  // id
  YearMonth month;
};

class EvidenceYear {
 public:
  explicit EvidenceYear(const CenterOffice& office) : office_(office), scribe_(office) {}

  // `index`: working day of the month from 0. `report`: of the month before, if it was generated.
  void run_day(YearMonth month, int index, DayNumber day, const LastSession& session,
               const std::optional<PastReport>& report);
  // What happens once in the nation; called for the first centre of a run.
  void run_nation_day(YearMonth month, int index, DayNumber day);

 private:
  struct Today {
    YearMonth month;
    int index = 0;
    JstTime at;  // moves on with every line
    const LastSession* session = nullptr;
    Random random;
  };
  void write(std::span<const EvidenceLine> lines, Today& today);
  void write_line(const EvidenceLine& line, Today& today);
  void evaluate(Today& today, const PastReport& report);
  void restate(Today& today, const PastReport& report);

  const CenterOffice& office_;
  const Scribe scribe_;
};

}  // namespace ops::generate
