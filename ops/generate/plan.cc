#include "ops/generate/plan.h"

#include <algorithm>
#include <cstdio>

#include "ops/generate/names.h"
#include "ops/generate/random.h"

namespace ops::generate {

namespace {

// Issues per consultation, and working days of a year: what the yearly number of issues is spread over.
constexpr std::int64_t kIssuesPerFourCases = 5;
constexpr std::int64_t kWorkingDaysPerYear = 243;
// From a fifth of the real volume on, everybody works; below, fewer people, at least two coordinators per
// centre.
constexpr std::int64_t kFullStaffScale = kScaleOne / 5;
constexpr std::int64_t kCoordinatorsMin = 2;

constexpr std::int64_t kChiefYen = 50'000;
constexpr std::int64_t kSubChiefYen = 35'000;
constexpr std::int64_t kRaisedYen = 40'000;
constexpr std::int64_t kProductivityYen = 45'000;

struct SupportFacts {
  std::string_view code, kind, name;
};
constexpr SupportFacts kSupport[] = {
    {"bank", "financial_institution", "見本信用金庫"},
    {"chamber", "chamber_of_commerce", "架空商工会議所"},
    {"guild", "commerce_association", "見本町商工会"},
    {"succession", "succession_centre", "事業承継・引継ぎ支援センター（見本）"},
    {"revival", "revitalisation_council", "中小企業活性化協議会（見本）"},
    {"lab", "public_laboratory", "架空工業技術センター"}};

std::string two_digits(std::int64_t number) {
  char text[24];
  std::snprintf(text, sizeof(text), "%02lld", static_cast<long long>(number));
  return text;
}

std::int64_t coordinators_at(const CentreFacts& facts, std::int64_t scale) {
  const std::int64_t all = facts.coordinators;
  const std::int64_t engaged =
      (all * std::min(scale, kFullStaffScale) + kFullStaffScale - 1) / kFullStaffScale;
  return std::clamp(engaged, kCoordinatorsMin, all);
}

Member make_member(const CentreFacts& facts, std::string_view role, std::string post, std::int64_t rate_yen,
                   Random& random) {
  Member member;
  const std::string code(facts.pref_code);
  member.person = "p-" + code + "-" + post;
  member.licence = "l-" + code + "-" + post;
  member.role = role;
  member.post = std::move(post);
  member.qualification = draw_qualification(random, role == "cco").name;
  member.rate_yen = rate_yen;
  return member;
}

Member make_coordinator(const CentreFacts& facts, std::int64_t number, Random& random) {
  Member member =
      make_member(facts, "co", "co-" + two_digits(number), 25'000 + 2'500 * random.between(0, 4), random);
  // The first one's fee was raised with the bureau's approval; every fourth one belongs to the implementing
  // body.
  if (number == 1) member.rate_yen = kRaisedYen;
  member.honorarium = number % 4 != 0;
  member.by_approval = number % 3 != 2;
  return member;
}

}  // namespace

ledger::Actor CenterPlan::actor(const std::string& person, std::string_view role) const {
  ledger::Actor actor;
  actor.person = ledger::PersonId(person);
  actor.role = role;
  actor.org = body;
  actor.center = id;
  return actor;
}

ledger::Actor CenterPlan::member_actor(const Member& member) const {
  ledger::Actor acting = actor(member.person, member.role);
  acting.licence = member.licence;
  return acting;
}

std::string CenterPlan::contract(std::string_view post, int fiscal_year) const {
  std::string contract = "k-";
  contract.append(facts->pref_code).append("-").append(std::to_string(fiscal_year)).append("-").append(post);
  return contract;
}

CenterPlan plan_center(const CentreFacts& facts, std::int64_t scale, std::string_view seed) {
  const std::string code(facts.pref_code);
  Random random(seed, "plan/" + code);
  CenterPlan plan;
  plan.facts = &facts;
  plan.id = "c" + code;
  plan.body = "impl-" + code;
  plan.gateway = "gw-" + plan.id;
  plan.lead = "p-" + code + "-lead";
  plan.staff = "p-" + code + "-staff";
  plan.members.push_back(make_member(facts, "cco", "cco", kChiefYen, random));
  plan.members.back().sessions_per_day = 3;
  plan.members.push_back(make_member(facts, "sub_cco", "sub", kSubChiefYen, random));
  const std::int64_t coordinators = coordinators_at(facts, scale);
  for (std::int64_t number = 1; number < coordinators; ++number) {
    plan.members.push_back(make_coordinator(facts, number, random));
  }
  plan.members.push_back(make_member(facts, "prod_lead", "prod", kProductivityYen, random));
  plan.members.back().from_fiscal_year = kProductivityFromFiscalYear;
  plan.members.back().sessions_per_day = 4;
  for (const SupportFacts& support : kSupport) {
    plan.support_orgs.push_back({"sup-" + code + "-" + std::string(support.code), std::string(support.kind),
                                 std::string(facts.prefecture).append(support.name)});
  }
  return plan;
}

std::int64_t cases_per_day(const CentreFacts& facts, std::int64_t scale) {
  const std::int64_t cases_per_year = kIssuesPerYear * 4 / kIssuesPerFourCases;
  return cases_per_year * scale * facts.coordinators / (kCoordinators * kWorkingDaysPerYear);
}

std::string officer_of(std::string_view bureau) {
  return "p-" + std::string(bureau) + "-01";
}

ledger::Actor officer_actor(std::string_view bureau) {
  ledger::Actor actor;
  actor.person = ledger::PersonId(officer_of(bureau));
  actor.role = "bureau_officer";
  actor.org = bureau;
  return actor;
}

ledger::Actor hq_actor() {
  ledger::Actor actor;
  actor.person = ledger::PersonId(std::string(kHqPerson));
  actor.role = "hq_staff";
  actor.org = "hq";
  return actor;
}

ledger::Actor agency_actor() {
  ledger::Actor actor;
  actor.person = ledger::PersonId(std::string(kAgencyPerson));
  actor.role = "smea_officer";
  actor.org = "smea";
  return actor;
}

std::vector<Reader> demo_readers() {
  return {{"auditor", "p-auditor", "auditor", "gov-audit"},
          {"security", "p-security", "sec_staff", "hq"},
          {"mirror", "p-mirror", "mirror", "gov-audit"}};
}

std::string credential_of(std::string_view name) {
  constexpr std::string_view kIssuer = "x509:CN=daicho demonstration CA,O=daicho demonstration|CN=";
  std::string text(kIssuer);
  return text.append(name).append(",O=daicho demonstration");
}

}  // namespace ops::generate
