// Centre simulation: the daily life of one centre: consultations, sessions, issues, referrals, fees, reports.
//
// Place in the flow: generate() runs the centres in turn, day by day; each day's events leave the writer in
// order of time. What is remembered is bounded: open cases (at most kOpenCasesPerMember per member), a ring
// of businesses that may come back, and the month's unpaid assignments. Single-threaded.
#pragma once

#include <deque>
#include <span>
#include <string>
#include <vector>

#include "ops/generate/engagement.h"
#include "ops/generate/evidence_year.h"
#include "ops/generate/figures.h"
#include "ops/generate/names.h"
#include "ops/generate/support_life.h"

namespace ops::generate {

// Work of a member with a fee; paid at the end of the month.
struct LastAssignment {
  std::string id, contract, person, performed_on;
  bool paid = false;
};

class CenterSimulation {
 public:
  static constexpr std::size_t kOpenCasesPerMember = 60;
  static constexpr std::size_t kKnownBusinessesMax = 64;

  // `all` are the centres of this run, to whom businesses may be referred.
  CenterSimulation(const CenterPlan& plan, std::span<const CenterPlan> all, std::int64_t scale,
                   EventWriter& writer);

  void begin_month(YearMonth month);
  // Holds the day's events in the writer; the caller flushes.
  void run_day(DayNumber day);
  // Month's closing and report: a minute into the next month, so that a report can be made as soon as it
  // begins. `last_id`: the centre's last event of the month; its position is the cut-off.
  // The report's id is given back; empty: it is missing.
  std::string close_month(std::string_view last_id, const ReportBreach& breach = {});
  // True counts of the month so far.
  const Figures& figures() const { return figures_; }

  const CenterPlan& plan() const { return office_.plan; }
  const CenterOffice& office() const { return office_; }
  Random& random() { return random_; }
  const Specimens& specimens() const { return specimens_; }
  const LastSession& last_session() const { return last_session_; }
  const LastAssignment& last_assignment() const { return last_assignment_; }
  std::size_t open_cases() const { return cases_.size(); }
  std::size_t known_businesses() const { return known_.size(); }

 private:
  enum class BusinessKind { kCorporation, kSoleProprietor, kPreStartup };
  struct Business {
    std::string id;
    BusinessKind kind = BusinessKind::kCorporation;
    std::string decision;  // event that decided about sharing
    bool shares = false;
    bool phase2 = false;
    std::string given_by;
  };
  struct Issue {
    std::string id;
    const CategoryShare* category = nullptr;
    bool resolved = false;
  };
  struct Case {
    std::string id;
    Business business;
    std::size_t member = 0;
    DayNumber next_day = 0;
    std::int64_t sessions_left = 0;
    std::int64_t sessions_held = 0;
    std::vector<Issue> issues;
    std::string referral;  // made and not answered yet
    bool refers = false;
    bool grows = false;  // goes on to phase 2
    bool over = false;
  };
  // A member's diary of the day, and what the month still owes.
  struct Desk {
    std::uint32_t hours_taken = 0;
    int sessions = 0;
    std::vector<std::string> unpaid;
    std::int64_t unpaid_yen = 0;
  };
  struct Visit {
    Case& consultation;
    const Member& member;
    JstTime recorded;  // end of the session
    std::string session;
  };
  // Short-term staff of the implementing body: comes with the month and leaves with it.
  struct Temporary {
    std::string person, licence;
    DayNumber first = 0, middle = 0, last = 0;
    bool present = false;
  };

  // case_life.cc
  void open_case(DayNumber day);
  Business new_business(JstTime at, const Member& member);
  void decide_sharing(Business& business, JstTime at, const Member& member);
  void hold_session(Case& consultation, DayNumber day);
  void record_session(Visit& visit, JstTime start, int minutes);
  void identify_issue(const Visit& visit, int number);
  void withdraw_consent(DayNumber day);
  // case_outcomes.cc
  void resolve_issues(Visit& visit);
  void make_referral(Visit& visit);
  void answer_referral(Visit& visit);
  void enter_phase2(Visit& visit);
  void close_case(Visit& visit);
  // center_days.cc
  bool is_consulting(const Member& member) const;
  bool pick_member(std::size_t& member, int& hour);
  bool take_hour(std::size_t member, int& hour);
  void record_assignments(DayNumber day);
  void pay_fees(DayNumber day);
  // center_month.cc
  void welcome_temporary(JstTime at);
  void work_of_temporary(JstTime at);
  void farewell_temporary(JstTime at);

  std::string attested(const EventForm& form) {
    return office_.writer.attested(plan().gateway, form, random_);
  }
  std::string by_lead(const EventForm& form) {
    return office_.writer.signed_with(office_.lead_key, form, random_);
  }
  std::string new_id(JstTime at);
  // A form about a case of this centre by its member.
  EventForm about(const Visit& visit, std::string_view type, int after_minutes) const;

  const CenterOffice office_;
  const std::span<const CenterPlan> all_;
  const std::int64_t cases_per_day_;
  Random random_;
  YearMonth month_;
  DayNumber last_working_day_ = 0, first_working_day_ = 0, middle_working_day_ = 0;
  std::int64_t due_cases_ = 0;  // millionths of a case carried over
  std::vector<Case> cases_;
  std::deque<Business> known_;
  std::vector<Desk> desks_;
  Temporary temporary_;
  Figures figures_;
  std::optional<WrittenEvent> past_session_;  // of the last month's evening
  Specimens specimens_;                       // of this month's
  LastSession last_session_;
  LastAssignment last_assignment_;
};

}  // namespace ops::generate
