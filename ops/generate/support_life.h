// Support life: one evening a month in which a centre lives through what is rare in its days: merges of
// businesses, provisions, reopened and transferred cases, corrections, the ends of phases and referrals.
//
// Place in the flow: CenterSimulation runs it on the middle working day, after the last session; it uses
// businesses of its own, counts its figures into the month's report, and remembers one session for a
// correction after the month is closed. What it leaves is the context of planted violations. Single-threaded.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "ledger/base/uuid.h"
#include "ops/generate/engagement.h"
#include "ops/generate/figures.h"

namespace ops::generate {

// Version of the policy on ceasing support that the set-up puts in force.
inline constexpr std::string_view kCeasePolicyVersion = "2026-1";

// An event with its fields, so that a correction can state them anew.
struct WrittenEvent {
  std::string id;
  ledger::JsonValue data{ledger::JsonValue::Object{}};
};

// Ids of things in known states, at the end of the evening.
struct Specimens {
  std::string active_business, merged_business, surviving_business, merge, sole_proprietor, other_corporation,
      closed_business, predecessor;
  std::string ready_business, phase2_business;  // with all three criteria; gone on to phase 2
  std::vector<std::string> ready_criteria;
  std::string sharing, referral_consent, publication_consent;
  std::string open_case, ended_case, transferred_case;
  std::string fresh_case, fresh_issue;  // nobody assigned, no session yet
  WrittenEvent session, registration, resolution, joint;
  WrittenEvent undone_resolution;  // its issue was reopened
  std::string open_issue, ended_issue, resolved_issue;
  std::string referral, made_referral;  // completed; made and not answered
  std::string provision, plan, follow_up, support_org, second_member;
};

class SupportLife {
 public:
  // `all` are the centres of the run. Even months undo a merge, odd ones don't.
  SupportLife(const CenterOffice& office, std::span<const CenterPlan> all, YearMonth month, Random& random,
              Figures& figures);

  // The evening of `day`. `past`: the session of the last evening, corrected now and replaced by today's.
  Specimens run(DayNumber day, std::optional<WrittenEvent>& past);

 private:
  using Changes = std::vector<std::pair<std::string_view, ledger::JsonValue>>;

  EventForm form(std::string_view type);
  WrittenEvent write(const EventForm& form);
  std::string write_as(std::string_view gateway, const EventForm& form);
  WrittenEvent correct(std::string_view type, const WrittenEvent& original, std::string_view reason,
                       const Changes& changes);
  std::string new_id() { return ledger::format_event_id(random_.event_id(at_.micros())); }
  std::string today() const { return at_.date(); }

  WrittenEvent open_case();
  void close(const std::string& consultation);
  EventForm about_case(std::string_view type);
  WrittenEvent new_business(std::string_view kind, const std::string& number);
  void match_and_merge();
  void succeed_and_close();
  void consents();
  void consultation(std::optional<WrittenEvent>& past);
  void session();
  void issues();
  WrittenEvent issue(std::string_view category);
  WrittenEvent resolve(const WrittenEvent& issue);
  void referrals();
  void provisions();
  // Statements, agreement and the three criteria; the criteria's events.
  std::vector<std::string> prepare_phase2(const std::string& business);
  void enter_phase2(const std::string& business, const std::vector<std::string>& criteria);
  void phases();
  void productivity_plan();
  void ends();

  const CenterOffice& office_;
  const CenterPlan& plan_;
  const std::span<const CenterPlan> all_;
  const YearMonth month_;
  Random& random_;
  Figures& figures_;
  const Member* productivity_ = nullptr;  // who leads the productivity support; nullptr before it began
  const Member* second_ = nullptr;        // another consultant; nullptr: the chief is alone
  JstTime at_;
  std::string given_by_;
  Specimens done_;
};

}  // namespace ops::generate
