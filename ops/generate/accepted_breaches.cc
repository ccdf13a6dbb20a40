#include "ops/generate/accepted_breaches.h"

#include <algorithm>
#include <optional>
#include <string>

#include "ops/generate/names.h"

namespace ops::generate {

namespace {

using ledger::JsonValue;
using enum Signatory;

constexpr int kStartOfYear = 4;
// Evenings: working days of a month from 0.
constexpr int kLateEvening = 0, kIdleEvening = 0, kApprovalEvening = 2, kContractEvening = 3;
constexpr int kFirstMinute = 30;  // after what is planted to be refused
constexpr int kLateSecond = 20 * 3600;
constexpr std::int64_t kLateMinutes = 30, kCorrectedMinutes = 50;
constexpr std::int64_t kRateYen = 30'000, kLaterRateYen = 35'000;
constexpr std::int64_t kDisallowedYen = 4'000;
constexpr std::int64_t kBeyondEveryContractYen = 999'999'999;
constexpr std::int64_t kLoweredCeilingYen = 1'000;
constexpr int kIdleDays = 14;

JsonValue texts(std::initializer_list<std::string_view> items) {
  JsonValue::Array list;
  for (const std::string_view item : items) list.emplace_back(item);
  return JsonValue(std::move(list));
}

// {"question", "center", …}; more members follow.
JsonValue found_by(std::string_view question, const std::string& center) {
  JsonValue mark{JsonValue::Object{}};
  mark.add("question", JsonValue(question));
  mark.add("center", JsonValue(center));
  return mark;
}

class Breaches {
 public:
  explicit Breaches(const ViolationContext& context)
      : c_(context),
        office_(context.office()),
        plan_(office_.plan),
        scribe_(office_),
        year_(context.month.fiscal_year()),
        at_(context.at.plus_minutes(kFirstMinute)) {}

  void hold(int day) {
    const bool begins = c_.month == c_.first_month || c_.month.month == kStartOfYear;
    if (day == kLateEvening && c_.month != c_.first_month) enter_late();
    if (begins && day == kIdleEvening) conclude_idle();
    if (begins && day == kApprovalEvening) approve();
    if (begins && day == kContractEvening) conclude_before_approval();
    if (day != kLastDay) return;
    if (begins) {
      settle_idle();
      change_rate_of_paid_work();
      cut_a_cost();
      spend_beyond_contract();
    }
    if (c_.month == c_.first_month) lower_ceiling();
  }

 private:
  JstTime next() { return at_ = at_.plus_seconds(20); }
  EventForm form(Signatory who, std::string_view type) { return scribe_.form(who, type, next()); }
  std::string record(Signatory who, const EventForm& form) { return scribe_.record(who, form, c_.random); }
  void mark(JsonValue found) { office_.writer.mark_next(std::move(found)); }
  std::string today() const { return at_.date(); }
  std::string own(std::string_view kind) const {
    return std::string(kind) + "-" + plan_.id + "-" + c_.month.text();
  }

  JsonValue violation(std::string_view kind, std::initializer_list<std::string_view> reasons) const {
    JsonValue found = found_by("violations", plan_.id);
    found.add("kind", JsonValue(kind));
    found.add("fy", JsonValue(std::int64_t{year_}));
    if (reasons.size() != 0) found.add("reasons", texts(reasons));
    return found;
  }

  // -- after a month's close --------------------------------------------------------------------------------

  struct Client {
    std::string business, consultation, session;
    EventForm held;
  };

  YearMonth closed_month() const {
    YearMonth month = c_.first_month;
    while (month.next() < c_.month) month = month.next();
    return month;
  }
  JsonValue moves(std::initializer_list<std::pair<std::string_view, std::int64_t>> figures) const {
    JsonValue found = found_by("reconcile", plan_.id);
    found.add("month", JsonValue(closed_month().text()));
    JsonValue moved{JsonValue::Object{}};
    for (const auto& [name, by] : figures) moved.add(std::string(name), JsonValue(by));
    found.add("moves", std::move(moved));
    return found;
  }
  JsonValue restates(std::int64_t change) const {
    JsonValue found = found_by("merge_restatements", plan_.id);
    found.add("month", JsonValue(closed_month().text()));
    found.add("change", JsonValue(change));
    return found;
  }

  // Somebody who came on the last evening of the closed month, and of whom nobody has heard yet.
  Client late_client(int hour) {
    const std::string business = "b-" + c_.new_id(), consultation = c_.new_id();
    const PersonName name = make_business_name(c_.random, false);
    const std::string person = make_person_name(c_.random).name;
    record(kChief, form(kChief, "business.registered")
                       .text("business_id", business)
                       .text("center_id", plan_.id)
                       .text("kind", "sole_proprietor")
                       .text("pref_code", plan_.facts->pref_code)
                       .text("jsic_code", "I")
                       .text("corporate_number_state", "absent")
                       .text("name", name.name)
                       .text("kana", name.kana)
                       .text("representative", person));
    const JstTime came = JstTime{closed_month().last_day(), kLateSecond}.plus_minutes(60 * hour);
    const std::string consent =
        record(kChief, form(kChief, "consent.sharing_granted")
                           .text("business_id", business)
                           .text("text_version", "2025-02")
                           .text("method", "paper")
                           .texts("clause_purposes", {"run_project", "survey_analysis"})
                           .texts("recipients", {"meti", "hq", "other_impl_body", "other_center"})
                           .text("given_at", came.text())
                           .text("given_by", person));
    record(kChief, form(kChief, "consultation.opened")
                       .text("case_id", consultation)
                       .text("business_id", business)
                       .text("center_id", plan_.id)
                       .text("channel", "visit")
                       .text("received_at", came.text())
                       .text("consent_ref", consent)
                       .text("content", "月末の夜の相談"));
    return {business, consultation, {}, held_session(business, consultation, came, kLateMinutes)};
  }

  EventForm held_session(const std::string& business, const std::string& consultation, JstTime came,
                         std::int64_t minutes) {
    JsonValue chief{JsonValue::Object{}};
    chief.add("person_id", JsonValue(plan_.members.front().person));
    chief.add("org_id", JsonValue(plan_.body));
    chief.add("capacity", JsonValue("consultant"));
    return form(kChief, "session.held")
        .text("session_id", c_.new_id())
        .text("case_id", consultation)
        .text("business_id", business)
        .text("started_at", came.text())
        .number("minutes", minutes)
        .text("channel", "visit")
        .list("attendees", {chief})
        .text("summary", "後日に記録した面談");
  }

  void hold_late_session(Client& client) {
    mark(moves({{"session_minutes", kLateMinutes}, {"sessions", 1}}));
    client.session = record(kChief, client.held);
  }

  std::string merge(const Client& surviving, const Client& absorbed) {
    const std::string proposal = record(kChief, form(kChief, "business.match_proposed")
                                                    .text("business_id", surviving.business)
                                                    .text("other_id", absorbed.business)
                                                    .text("method", "tel")
                                                    .number("score", 800));
    EventForm merged = form(kChief, "business.merged");
    merged.text("business_id", surviving.business)
        .text("absorbed_id", absorbed.business)
        .text("number_relation", "unknown")
        .text("proposal", proposal)
        .text("decided_at", merged.at().text());
    mark(restates(-1));
    return record(kChief, merged);
  }

  // The report was true at its cut-off; the month is another one now.
  void enter_late() {
    Client first = late_client(0), second = late_client(1), third = late_client(2);
    for (Client* client : {&first, &second, &third}) hold_late_session(*client);
    EventForm corrected = form(kChief, "session.corrected");
    corrected.text("corrects", first.session).text("correction_reason", "wrong_content");
    for (const auto& [name, value] : first.held.data().as_object()) {
      corrected.add(name, name == "minutes" ? JsonValue(kCorrectedMinutes) : value);
    }
    mark(moves({{"session_minutes", kCorrectedMinutes - kLateMinutes}}));
    record(kChief, corrected.text("correction_note", "時間の誤りを訂正"));
    mark(moves({{"issues_identified", 1}}));
    record(kChief, form(kChief, "issue.identified")
                       .text("issue_id", c_.new_id())
                       .text("case_id", first.consultation)
                       .text("business_id", first.business)
                       .text("category", "sales_growth")
                       .texts("focus_fields", {})
                       .flag("specialist", true)
                       .text("identified_on", date_text(closed_month().last_day())));
    merge(first, second);
    const std::string mistaken = merge(first, third);
    mark(restates(1));
    record(kHq, form(kHq, "business.unmerged")
                    .text("business_id", first.business)
                    .text("absorbed_id", third.business)
                    .text("merge", mistaken)
                    .text("reason", "different_business"));
  }

  // -- contracts --------------------------------------------------------------------------------------------

  std::string by_lead(const EventForm& form) { return record(kLead, form); }
  EventForm of_contract(Signatory who, std::string_view type, const std::string& contract) {
    return form(who, type).text("contract_id", contract).text("center_id", plan_.id);
  }
  void countersign(const std::string& target, const ledger::Actor& actor) {
    office_.writer.deferred(
        target, {{"target_position", ReceiptPart::kPosition}, {"target_leaf", ReceiptPart::kLeafHash}},
        EventForm("event.countersigned", next(), actor).text("target", target), c_.random);
  }

  const Member* productivity_lead() const {
    const auto found = std::find_if(plan_.members.begin(), plan_.members.end(), [&](const Member& member) {
      return member.role == "prod_lead" && member.from_fiscal_year <= year_;
    });
    return found == plan_.members.end() ? nullptr : &*found;
  }

  // Two whole weeks under contract, and no day of work.
  void conclude_idle() {
    const Member* member = productivity_lead();
    if (member == nullptr) return;
    DayNumber monday = c_.at.day + 1;
    while (weekday(monday) != 1) ++monday;
    const std::string contract = own("k-weeks");
    JsonValue found = violation("workdays", {});
    found.add("contract", JsonValue(contract));
    found.add("short_weeks", JsonValue(std::int64_t{kIdleDays / 7}));
    found.add("year", JsonValue("below_unagreed"));
    mark(std::move(found));
    const std::string concluded = by_lead(of_contract(kLead, "contract.concluded", contract)
                                              .text("kind", member->role)
                                              .text("person_id", member->person)
                                              .text("start", date_text(monday))
                                              .text("end", date_text(monday + kIdleDays - 1))
                                              .number("weekly_days", 3)
                                              .text("pay_basis", "labour")
                                              .text("staff_status", "staff"));
    countersign(concluded, plan_.member_actor(*member));
  }
  void settle_idle() {
    const Member* member = productivity_lead();
    if (member == nullptr) return;
    by_lead(of_contract(kLead, "workyear.settled", own("k-weeks"))
                .text("person_id", member->person)
                .number("halves", 0)
                .text("verdict", "below_unagreed")
                .text("settled_on", today()));
  }

  // A new coordinator, selected, reported and approved in order …
  void approve() {
    const std::string person = own("p-early");
    const security::PrivateKey key = demo_key(office_.writer.seed(), person);
    by_lead(form(kLead, "person.registered")
                .text("person_id", person)
                .text("org_id", plan_.body)
                .text("name", make_person_name(c_.random).name));
    const JstTime enrolled = next();
    by_lead(EventForm("key.enrolled", enrolled, office_.lead)
                .text("kid", key.kid().value)
                .text("algorithm", "Ed25519")
                .text("public_key", ledger::to_base64url(key.public_key()))
                .text("purpose", "author")
                .text("person_id", person)
                .text("valid_from", enrolled.text()));
    const auto step = [&](Signatory who, std::string_view name) {
      EventForm taken = form(who, "appointment." + std::string(name));
      taken.text("person_id", person).text("role", "co").text("center_id", plan_.id);
      return record(who, taken.text(std::string(name) + "_on", today()));
    };
    step(kLead, "selected");
    step(kLead, "reported");
    const std::string approved = step(kOfficer, "approved");
    by_lead(form(kLead, "role.granted")
                .text("person_id", person)
                .text("role", "co")
                .text("scope", plan_.id)
                .text("valid_from", today())
                .text("basis", approved));
  }
  // … whose contract is recorded after the approval, but bears the date of a day before it: the rule asks
  // whether the approval is there, the question for the days.
  void conclude_before_approval() {
    const std::string person = own("p-early");
    const JstTime signed_at{c_.month.first_day() - 1, kLateSecond};
    EventForm concluded("contract.concluded", signed_at, office_.lead);
    concluded.text("contract_id", own("k-early"))
        .text("center_id", plan_.id)
        .text("kind", "co")
        .text("person_id", person)
        .text("start", date_text(c_.month.first_day()))
        .text("end", date_text(c_.month.last_day()))
        .text("pay_basis", "labour")
        .text("staff_status", "staff");
    mark(violation("procedures", {"approval_after_contract"}));
    countersign(by_lead(concluded), plan_.actor(person, "co"));
  }

  // -- money ------------------------------------------------------------------------------------------------

  std::string work(const std::string& contract, const std::string& person, DayNumber day,
                   std::string_view paperwork) {
    const std::string assignment = c_.new_id();
    record(kStaff, form(kStaff, "assignment.performed")
                       .text("assignment_id", assignment)
                       .text("contract_id", contract)
                       .text("person_id", person)
                       .text("performed_on", date_text(day))
                       .text("fraction", "full")
                       .text("paperwork", paperwork)
                       .text("work", "休日の相談会"));
    return assignment;
  }
  EventForm payment(const std::string& contract, const std::string& person, const std::string& assignment) {
    return form(kStaff, "fee.paid")
        .text("contract_id", contract)
        .texts("assignment_ids", {assignment})
        .number("amount_yen", kRateYen)
        .number("tax_yen", kRateYen / 10)
        .text("paid_on", today())
        .text("fund", "initial")
        .text("payee", person);
  }
  void set_rate(const std::string& contract, std::int64_t yen, DayNumber from) {
    by_lead(form(kLead, "fee.rate_set")
                .text("contract_id", contract)
                .number("yen", yen)
                .text("from", date_text(from)));
  }

  // A weekend's contract: work without its paperwork, paid; and work paid at the rate then set, which a later
  // event raises from that day on.
  void change_rate_of_paid_work() {
    const Member& deputy = plan_.members[1];
    DayNumber sunday = c_.at.day - 7;
    while (weekday(sunday) != 0) --sunday;
    const std::string contract = own("k-weekend");
    EventForm terms = of_contract(kLead, "contract.concluded", contract);
    terms.text("kind", deputy.role)
        .text("person_id", deputy.person)
        .text("start", date_text(sunday - 1))
        .text("end", date_text(sunday))
        .number("weekly_days", 1)
        .text("pay_basis", "honorarium")
        .text("staff_status", "independent");
    if (!deputy.by_approval) terms.number("hired_fy", kProductivityFromFiscalYear - 5);
    countersign(by_lead(terms), plan_.actor(deputy.person, deputy.role));
    set_rate(contract, kRateYen, sunday - 1);
    const std::string careless = work(contract, deputy.person, sunday - 1, "missing");
    const std::string in_order = work(contract, deputy.person, sunday, "complete");
    const EventForm of_careless = payment(contract, deputy.person, careless);
    mark(violation("costs", {"paperwork_missing"}));
    record(kStaff, of_careless);
    const std::string paid = record(kStaff, payment(contract, deputy.person, in_order));
    JsonValue found = violation("fees", {"amount_differs"});
    found.add("id", JsonValue(paid));
    mark(std::move(found));
    set_rate(contract, kLaterRateYen, sunday);
  }

  std::string cost(std::string_view name, std::int64_t yen) {
    return record(kStaff, of_contract(kStaff, "cost.recorded", plan_.contract("entrustment", year_))
                              .text("cost_id", own(name))
                              .text("item", "II-5")
                              .number("amount_yen", yen)
                              .number("tax_yen", 0)
                              .text("incurred_on", today())
                              .text("fund", "initial")
                              .text("cost_class", "project")
                              .number("vouchers", 1));
  }
  void cut_a_cost() {
    JsonValue found = violation("costs", {"disallowed_no_voucher"});
    found.add("id", JsonValue(cost("cost-cut", 2 * kDisallowedYen)));
    mark(std::move(found));
    record(kOfficer, of_contract(kOfficer, "cost.disallowed", plan_.contract("entrustment", year_))
                         .text("cost_id", own("cost-cut"))
                         .number("amount_yen", kDisallowedYen)
                         .text("reason", "no_voucher")
                         .text("disallowed_on", today()));
  }
  void spend_beyond_contract() {
    JsonValue found = violation("costs", {"over_contract"});
    found.add("summary", JsonValue(true));
    mark(std::move(found));
    cost("cost-beyond", kBeyondEveryContractYen);
  }
  // Of the year before last, whose contract the set-up brought in.
  void lower_ceiling() {
    const int year = year_ - 2;
    JsonValue found = found_by("violations", plan_.id);
    found.add("kind", JsonValue("costs"));
    found.add("fy", JsonValue(std::int64_t{year}));
    found.add("reasons", texts({"contract_over_ceiling"}));
    found.add("summary", JsonValue(true));
    mark(std::move(found));
    record(kOfficer, form(kOfficer, "policy.parameter_set")
                         .text("name", "ceiling." + plan_.id + "." + std::to_string(year))
                         .number("value", kLoweredCeilingYen));
  }

  const ViolationContext& c_;
  const CenterOffice& office_;
  const CenterPlan& plan_;
  const Scribe scribe_;
  const int year_;
  JstTime at_;
};

}  // namespace

ReportBreach breach_of_report(const CenterSimulation& simulation, YearMonth month, YearMonth first,
                              YearMonth last) {
  const CenterPlan& plan = simulation.plan();
  const int place = std::stoi(std::string(plan.facts->pref_code));
  ReportBreach breach;
  if (month == last && first.next() < month && place % 2 == 0) {
    breach.is_missing = true;
    return breach;
  }
  if ((place + month.month) % 3 == 0) return breach;
  Random random(simulation.office().writer.seed(), "wrong report/" + plan.id + "/" + month.text());
  std::vector<std::pair<std::string_view, std::int64_t>> figures = figures_by_name(simulation.figures());
  const auto take = [&](const auto& fits, const auto& gap_of) {
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < figures.size(); ++i) {
      if (fits(figures[i].second)) places.push_back(i);
    }
    if (places.empty()) return;
    const std::size_t at = random.pick(places);
    breach.gaps.emplace_back(figures[at].first, gap_of(figures[at].second));
    figures.erase(figures.begin() + static_cast<std::ptrdiff_t>(at));
  };
  const auto too_high = [&](std::int64_t) { return random.between(1, 5); };
  const auto too_low = [&](std::int64_t value) { return -random.between(1, value); };
  take([](std::int64_t value) { return value == 0; }, too_high);
  take([](std::int64_t value) { return value > 0; }, too_low);
  take([](std::int64_t) { return true; }, too_high);
  std::sort(breach.gaps.begin(), breach.gaps.end());
  return breach;
}

void hold_accepted_breaches(const ViolationContext& context, int day) {
  Breaches(context).hold(day);
}

}  // namespace ops::generate
