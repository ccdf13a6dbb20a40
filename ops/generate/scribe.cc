#include "ops/generate/scribe.h"

#include <algorithm>

#include "ledger/base/bytes.h"
#include "ledger/base/check.h"
#include "ledger/base/json_reader.h"

namespace ops::generate {

namespace {

constexpr int kHashDigits = 64;

// The number behind "Y+", "D-" and the like; nullopt: `name` has another form.
std::optional<int> offset_of(std::string_view name, char letter) {
  if (name.empty() || name.front() != letter) return std::nullopt;
  if (name.size() == 1) return 0;
  const bool minus = name[1] == '-';
  if (!minus && name[1] != '+') return std::nullopt;
  const auto number = ledger::parse_decimal(name.substr(2));
  if (!number) return std::nullopt;
  return static_cast<int>(*number) * (minus ? -1 : 1);
}

ledger::Actor national_actor(std::string_view person, std::string_view role, std::string_view org) {
  ledger::Actor actor;
  actor.person = ledger::PersonId(std::string(person));
  actor.role = role;
  actor.org = org;
  return actor;
}

ledger::Actor reader_actor(std::string_view role) {
  for (const Reader& reader : demo_readers()) {
    if (reader.role == role) return national_actor(reader.person, reader.role, reader.org);
  }
  LEDGER_CHECK(false);
  return {};
}

// Through whose system it is sent; empty: signed with the author's key.
std::string_view system_of(Signatory who, const CenterPlan& plan) {
  switch (who) {
    case Signatory::kStaff:
    case Signatory::kChief:
    case Signatory::kCoordinator:
      return plan.gateway;
    case Signatory::kHq:
      return kHqGateway;
    default:
      return {};
  }
}

}  // namespace

const Member* Scribe::member(std::string_view role) const {
  const auto& members = office_.plan.members;
  const auto found =
      std::find_if(members.begin(), members.end(), [&](const Member& one) { return one.role == role; });
  return found == members.end() ? nullptr : &*found;
}

EventForm Scribe::form(Signatory who, std::string_view type, JstTime at) const {
  const CenterPlan& plan = office_.plan;
  switch (who) {
    case Signatory::kLead:
      return EventForm(type, at, office_.lead);
    case Signatory::kStaff:
      return EventForm(type, at, plan.staff_actor());
    case Signatory::kChief:
      return EventForm(type, at, plan.member_actor(plan.members.front()));
    case Signatory::kCoordinator:
      return EventForm(type, at, plan.member_actor(*member("co")));
    case Signatory::kProductivity:
      return EventForm(type, at, plan.member_actor(*member("prod_lead")));
    case Signatory::kOfficer:
      return EventForm(type, at, office_.officer);
    case Signatory::kHq:
    case Signatory::kHqSigned:
      return EventForm(type, at, hq_actor());
    case Signatory::kAgency:
      return EventForm(type, at, agency_actor());
    case Signatory::kAuditor:
      return EventForm(type, at, reader_actor("auditor"));
    case Signatory::kSecurity:
      return EventForm(type, at, reader_actor("sec_staff"));
  }
  LEDGER_CHECK(false);
  return EventForm(type, at, {});
}

std::string Scribe::record(Signatory who, const EventForm& form, Random& random) const {
  EventWriter& writer = office_.writer;
  const std::string_view system = system_of(who, office_.plan);
  if (!system.empty()) return writer.attested(system, form, random);
  return writer.signed_with(demo_key(writer.seed(), form.actor().person.value), form, random);
}

void Scribe::plant(Signatory who, const EventForm& form, const EventWriter::Expected& expected,
                   Random& random) const {
  EventWriter& writer = office_.writer;
  const std::string_view system = system_of(who, office_.plan);
  if (!system.empty()) return writer.planted(system, form, expected, random);
  writer.planted_signed(demo_key(writer.seed(), form.actor().person.value), form, expected, random);
}

std::optional<std::string> Scribe::common_value(std::string_view name, const Moment& moment) const {
  const CenterPlan& plan = office_.plan;
  const int year = moment.month.fiscal_year();
  if (const auto years = offset_of(name, 'Y')) return std::to_string(year + *years);
  if (const auto days = offset_of(name, 'D')) return date_text(moment.at.day + *days);
  if (const auto minutes = offset_of(name, 'T')) return moment.at.plus_minutes(*minutes).text();
  if (name == "C") return plan.id;
  if (name == "P") return std::string(plan.facts->pref_code);
  if (name == "B") return plan.body;
  if (name == "K") return plan.contract("entrustment", year);
  if (name == "S") return plan.support_orgs.front().id;
  if (name == "M") return moment.month.text();
  if (name == "H") return moment.random.hex(kHashDigits);
  if (name == "lead") return plan.lead;
  if (name == "staff") return plan.staff;
  if (name == "cco") return plan.members.front().person;
  if (name == "co") return member("co") == nullptr ? std::string() : member("co")->person;
  if (name == "officer") return office_.officer.person.value;
  return std::nullopt;
}

std::optional<std::string> Scribe::replace(std::string_view text, const Moment& moment,
                                           const Lookup& lookup) const {
  std::string filled;
  // The outer braces are JSON's; a placeholder's follow a quote, a colon or a letter of the text.
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    const std::size_t close = open == std::string_view::npos ? open : text.find_first_of("}\"", open + 1);
    if (close == std::string_view::npos) break;
    filled += text.substr(0, open);
    if (text[close] == '"') {  // an object begins
      filled += '{';
      text.remove_prefix(open + 1);
      continue;
    }
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto common = common_value(name, moment);
    const std::string value = common ? *common : lookup(name);
    if (value.empty()) return std::nullopt;
    filled += value;
    text.remove_prefix(close + 1);
  }
  return filled.append(text);
}

std::optional<EventForm> Scribe::fill(Signatory who, std::string_view type, std::string_view fields,
                                      const Moment& moment, const Lookup& lookup) const {
  if (who == Signatory::kCoordinator && member("co") == nullptr) return std::nullopt;
  if (who == Signatory::kProductivity) {
    const Member* leads = member("prod_lead");
    if (leads == nullptr || leads->from_fiscal_year > moment.month.fiscal_year()) return std::nullopt;
  }
  const auto text = replace(fields, moment, lookup);
  if (!text) return std::nullopt;
  const auto json = ledger::read_json(*text);
  LEDGER_CHECK(json.ok() && json->is_object());
  EventForm event = form(who, type, moment.at);
  for (const auto& [name, value] : json->as_object()) event.add(name, value);
  return event;
}

}  // namespace ops::generate
