#include <algorithm>
#include <string>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/domain/indicators.h"
#include "ops/generate/programme_tables.h"
#include "ops/generate/violations.h"

namespace ops::generate {

namespace {

constexpr int kFalseStartEvery = 11;  // centres whose accounts of an earlier year showed misuse

const Member* member_of(const CenterPlan& plan, std::string_view role) {
  const auto found = std::find_if(plan.members.begin(), plan.members.end(),
                                  [&](const Member& one) { return one.role == role; });
  return found == plan.members.end() ? nullptr : &*found;
}

// A prefecture of which no centre is in the run; empty: all are.
std::string free_prefecture(const ViolationContext& c) {
  for (const CentreFacts& facts : centre_table()) {
    if (std::none_of(c.all.begin(), c.all.end(), [&](const auto& center) {
          return center->plan().facts->pref_code == facts.pref_code;
        })) {
      return std::string(facts.pref_code);
    }
  }
  return {};
}

// {kid:NAME} and {key:NAME}: a demonstration key and its thumbprint.
std::string key_value(const ViolationContext& c, std::string_view name) {
  const std::string_view owner = name.substr(name.find(':') + 1);
  const std::string& seed = c.office().writer.seed();
  const CenterPlan& plan = c.office().plan;
  if (owner == "left") {
    // The temporary helper's second key, revoked on the last day of the month.
    if ((std::stoi(std::string(plan.facts->pref_code)) + c.month.month) % 4 != 0) return {};
    const std::string person = "p-" + std::string(plan.facts->pref_code) + "-temp-" + c.month.text();
    return demo_key(seed, person, 2).kid().value;
  }
  const security::PrivateKey key = owner == "lead"      ? c.office().lead_key
                                   : owner == "officer" ? c.office().officer_key
                                                        : demo_key(seed, std::string(owner) + plan.id);
  return name.starts_with("kid") ? key.kid().value : ledger::to_base64url(key.public_key());
}

std::string contract_value(const ViolationContext& c, std::string_view name) {
  const CenterPlan& plan = c.office().plan;
  const int year = c.month.fiscal_year();
  if (name == "Kold") return plan.contract("entrustment", c.first_month.fiscal_year() - 2);
  const std::string_view role = name.substr(1);
  const Member* member = member_of(plan, role);
  if (member == nullptr || member->from_fiscal_year > year) return {};
  return plan.contract(*member, year);
}

// Things that belong to the mandate's year.
std::string mandate_value(const ViolationContext& c, std::string_view name) {
  const CenterPlan& plan = c.office().plan;
  const int set_up_year = c.first_month.fiscal_year();
  const bool has_call = set_up_year >= kProductivityFromFiscalYear;
  if (name == "FY0") return std::to_string(set_up_year);
  if (name == "FY0-2") return std::to_string(set_up_year - 2);
  if (name == "FYprod") return has_call ? std::to_string(set_up_year) : std::string();
  if (name == "U") return std::string(plan.facts->bureau.substr(plan.facts->bureau.find('-') + 1));
  if (name == "in_call") return body_call(set_up_year).closes.plus_minutes(-90).text();
  if (name == "in_prod_call") return productivity_call(set_up_year).closes.plus_minutes(-90).text();
  if (name == "misuse") {
    const bool found = std::stoi(std::string(plan.facts->pref_code)) % kFalseStartEvery == 0;
    return found ? std::string(plan.facts->pref_code) : std::string();
  }
  if (name == "over_ceiling") {
    const CeilingFacts* ceiling = find_ceiling(plan.facts->pref_code);
    return ceiling == nullptr ? std::string() : std::to_string(ceiling->total * 1000 + 1);
  }
  if (name == "worked_on") return c.traces.chief_worked_on;
  if (name == "shortening") return c.traces.about_shortening;
  if (name == "rescission") return c.traces.about_rescission;
  if (name == "Klabour") return c.traces.labour_contract;
  if (name == "Ksettled") return c.traces.settled_contract;
  if (name == "Kidle") return c.traces.unsettled_contract;
  if (name == "SC") return c.traces.subcontract;
  if (name.starts_with('K')) return contract_value(c, name);
  LEDGER_CHECK(false);
  return {};
}

std::string done_value(const Specimens& done, std::string_view name) {
  struct Entry {
    std::string_view name;
    const std::string& value;
  };
  const Entry entries[] = {{"active", done.active_business},
                           {"ready", done.ready_business},
                           {"phase2", done.phase2_business},
                           {"corporation", done.other_corporation},
                           {"survivor", done.surviving_business},
                           {"sharing", done.sharing},
                           {"consent", done.referral_consent},
                           {"publication", done.publication_consent},
                           {"case", done.open_case},
                           {"fresh_case", done.fresh_case},
                           {"fresh_issue", done.fresh_issue},
                           {"open_issue", done.open_issue},
                           {"resolved_issue", done.resolved_issue},
                           {"referral", done.referral},
                           {"undone", done.undone_resolution.id},
                           {"joint", done.joint.id}};
  for (const Entry& entry : entries) {
    if (entry.name == name) return entry.value;
  }
  if (name == "session") return std::string(done.session.data.text("session_id"));
  if (name == "session_start") return std::string(done.session.data.text("started_at"));
  if (name == "undone_issue") return std::string(done.undone_resolution.data.text("issue_id"));
  if (name == "criterion_i" || name == "criterion_ii" || name == "criterion_iii") {
    const std::size_t index = name.size() - std::string_view("criterion_i").size();
    return index < done.ready_criteria.size() ? done.ready_criteria[index] : std::string();
  }
  return "?";
}

std::string assignment_value(const LastAssignment& last, std::string_view name) {
  if (name == "assignment") return last.id;
  if (name == "assignment_contract") return last.contract;
  if (name == "assignment_person") return last.person;
  if (name == "assignment_on") return last.performed_on;
  if (name == "unpaid") return last.paid ? std::string() : last.id;
  if (name == "paid") return last.paid ? last.id : std::string();
  return "?";
}

bool is_known(const std::string& value) {
  return value != "?";
}

// Months of the run, two away from this one.
std::string month_value(const ViolationContext& c, std::string_view name) {
  if (name == "M+2") {
    const YearMonth later = c.month.next().next();
    return later <= c.last_month ? later.text() : std::string();
  }
  for (YearMonth month = c.first_month; month < c.month; month = month.next()) {
    if (month.next().next() == c.month) return month.text();
  }
  return {};
}

}  // namespace

// Of the centre {G} its gateway, {bureau}, {licence} of its chief, {sub} {prod} persons, {S9} a support
// organisation without consent, {C2} {P2} another centre; {N} a new id; {report} of this month. The rest in
// the functions above.
std::string ViolationContext::value(std::string_view name) const {
  const CenterPlan& plan = office().plan;
  if (name == "N") return new_id();
  if (name == "G") return plan.gateway;
  if (name == "bureau") return std::string(plan.facts->bureau);
  if (name == "licence") return plan.members.front().licence;
  if (name == "sub") return plan.members[1].person;
  if (name == "prod") return plan.members.back().role == "prod_lead" ? plan.members.back().person : "";
  if (name == "S9") return plan.support_orgs.back().id;
  if (name == "free_prefecture") return free_prefecture(*this);
  if (name == "report") return std::string(report);
  if (name == "definition") return std::string(ledger::definition_version_of(month.fiscal_year()));
  if (name == "unranked_year") return month.fiscal_year() >= 2026 ? std::to_string(month.fiscal_year()) : "";
  if (name == "M+2" || name == "M-2") return month_value(*this, name);
  if (name.starts_with("kid:") || name.starts_with("key:")) return key_value(*this, name);
  const CenterSimulation* elsewhere = other();
  if (name == "C2") return elsewhere == nullptr ? std::string() : elsewhere->plan().id;
  if (name == "P2") return elsewhere == nullptr ? "" : std::string(elsewhere->plan().facts->pref_code);
  if (name == "active2") return elsewhere == nullptr ? "" : elsewhere->specimens().active_business;
  if (const std::string found = done_value(done(), name); is_known(found)) return found;
  if (const std::string found = assignment_value(simulation.last_assignment(), name); is_known(found)) {
    return found;
  }
  return mandate_value(*this, name);
}

}  // namespace ops::generate
