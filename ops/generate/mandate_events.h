// Mandate events: what surrounds the contracts: selection before them, last year's accounts, and each month's
// working days, costs, payments and the rarer procedures.
//
// Place in the flow: set_up_mandate() after a centre's set-up; MandateMonth beside its simulation, a day at a
// time. A month draws from random numbers of its own and knows only itself, so that months can be generated
// apart. Rare procedures come once a year per centre, in a month of its own (slot). Single-threaded.
#pragma once

#include "ops/generate/engagement.h"

namespace ops::generate {

// Applications, screening and selection for the contracts of a fiscal year, and the accounts of the year
// before last, brought into the ledger when it begins.
void set_up_mandate(const CenterOffice& office, int fiscal_year, Random& random);

class MandateMonth {
 public:
  MandateMonth(const CenterOffice& office, YearMonth month);
  // Holds the day's events in the writer; `last`: the month's last working day.
  void run_day(DayNumber day, bool first, bool last);

  // What planted violations refer to; empty: not in this month.
  struct Traces {
    std::string chief_worked_on;     // last day that the chief has reported
    std::string about_shortening;    // consultations that nothing has followed
    std::string about_rescission;    // of the first coordinator
    std::string labour_contract;     // paid as labour
    std::string settled_contract;    // of one day, its year settled
    std::string unsettled_contract;  // of one day, nothing worked
    std::string subcontract;         // approved
  };
  const Traces& traces() const { return traces_; }

 private:
  // Reported half days of one member's contract.
  struct Tally {
    const Member* member = nullptr;
    std::int64_t halves = 0;
  };
  void report_workdays(DayNumber day);
  void approve_workdays(DayNumber day);
  void record_costs(DayNumber day);
  void pay_advance(DayNumber day);
  void subcontract(DayNumber day);
  void question_chief(DayNumber day);
  void trial_coordinator(DayNumber day);
  void register_trial(const std::string& person, JstTime at);
  void prepare_interim(DayNumber day);
  void agree_fewer_days(DayNumber day);
  void consult(DayNumber day);
  void settle_trial(DayNumber day);
  std::string conclude_for_a_day(DayNumber day, int minutes, std::string_view name);

  EventForm contract_form(std::string_view type, JstTime at, const ledger::Actor& actor,
                          const std::string& contract) const;
  std::string by_lead(const EventForm& form);
  std::string by_officer(const EventForm& form);
  void countersign(const std::string& target, JstTime at, const ledger::Actor& actor);
  std::string entrustment() const;

  const CenterOffice& office_;
  const YearMonth month_;
  Random random_;
  std::vector<Tally> tallies_;
  const Member* lead_member_ = nullptr;  // of productivity; nullptr before it began
  DayNumber trial_day_ = 0;
  Traces traces_;
};

}  // namespace ops::generate
