// Plan: who works where: organisations, people, licences and contracts of a generated programme, before any
// event.
//
// A pure function of centre, scale and seed, so that a later run without set-up finds the same people. All
// people are invented. Values; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event/event.h"
#include "ops/generate/programme_tables.h"

namespace ops::generate {

// Fiscal year in which the productivity support began (000).
inline constexpr int kProductivityFromFiscalYear = 2026;
inline constexpr std::int64_t kScaleOne = 1'000'000;  // scale in millionths
inline constexpr std::int64_t kScaleMax = 3 * kScaleOne / 2;

// Somebody who consults.
struct Member {
  std::string person;   // "p-40-co-01"
  std::string role;     // cco, sub_cco, co, prod_lead; also the kind of the contract
  std::string licence;  // "l-40-co-01"
  std::string post;     // "co-01"
  std::string_view qualification;
  std::int64_t rate_yen = 0;
  bool honorarium = true;   // else staff of the implementing body, paid as labour
  bool by_approval = true;  // else hired before the bureau's approval was asked for (001 II.1)
  int from_fiscal_year = 0;
  int sessions_per_day = 7;
};

struct SupportOrg {
  std::string id;    // "sup-40-bank"
  std::string kind;  // support_kind of org.registered
  std::string name;
};

struct CenterPlan {
  const CentreFacts* facts = nullptr;
  std::string id;       // "c40"
  std::string body;     // "impl-40"
  std::string gateway;  // "gw-c40": identity and principal of the centre's case system
  std::string lead, staff;
  std::vector<Member> members;  // the chief first
  std::vector<SupportOrg> support_orgs;

  ledger::Actor lead_actor() const { return actor(lead, "impl_lead"); }
  ledger::Actor staff_actor() const { return actor(staff, "impl_staff"); }
  ledger::Actor member_actor(const Member& member) const;
  ledger::Actor actor(const std::string& person, std::string_view role) const;
  std::string contract(const Member& member, int fiscal_year) const {
    return contract(member.post, fiscal_year);
  }
  std::string contract(std::string_view post, int fiscal_year) const;
};

CenterPlan plan_center(const CentreFacts& facts, std::int64_t scale, std::string_view seed);
// Expected new consultations per working day, in millionths.
std::int64_t cases_per_day(const CentreFacts& facts, std::int64_t scale);

std::string officer_of(std::string_view bureau);  // "p-bureau-kyushu-01"
ledger::Actor officer_actor(std::string_view bureau);
inline constexpr std::string_view kHqPerson = "p-hq-01";
inline constexpr std::string_view kHqGateway = "gw-hq";
ledger::Actor hq_actor();
inline constexpr std::string_view kAgencyPerson = "p-smea-01";
ledger::Actor agency_actor();

// Identities that read in the demonstration: person, role, name of certificate and principal.
struct Reader {
  std::string_view name, person, role, org;
};
std::vector<Reader> demo_readers();

// Issuer and subject as openssl prints them with -nameopt RFC2253, joined by '|'.
std::string credential_of(std::string_view name);

}  // namespace ops::generate
