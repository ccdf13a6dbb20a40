// Engagement: from appointment to fee rate: how a person comes to work for a centre, and how a contract is
// renewed.
//
// The chain is the programme's: chiefs and productivity leads are nominated by the bureau; coordinators are
// selected and reported by the implementing body and approved by the bureau before their contract (001 II.1),
// unless hired before that was asked for; both parties sign; a rate above the base needs the bureau's
// approval (001 IX). Writes events only; single-threaded.
#pragma once

#include "ops/generate/event_writer.h"
#include "ops/generate/plan.h"

namespace ops::generate {

// Those who sign for one centre.
struct CenterOffice {
  CenterOffice(const CenterPlan& center, EventWriter& out);
  const CenterPlan& plan;
  EventWriter& writer;
  ledger::Actor lead, officer;
  security::PrivateKey lead_key, officer_key;
};

struct EngagementDays {
  DayNumber registered = 0, selected = 0, reported = 0, approved = 0, concluded = 0, licensed = 0;
  // Everything on one day.
  static EngagementDays on(DayNumber day) { return {day, day, day, day, day, day}; }
  // Before the fiscal year, between the close of the call and the last week of March.
  static EngagementDays before(int fiscal_year);
};

enum class EngagementKind { kFirst, kRenewal };

// `place` counts the people of a centre: it keeps their steps apart in time. `call`: empty, or the call
// followed.
void engage(const CenterOffice& office, const Member& member, int fiscal_year, EngagementKind kind,
            const EngagementDays& days, int place, std::string_view call, Random& random);
// The entrustment contract of bureau and implementing body, with the ceiling where one is published.
void entrust(const CenterOffice& office, int fiscal_year, DayNumber day, Random& random);
// Contracts of a new fiscal year for those who stay, and the beginning of the productivity support.
void renew(const CenterOffice& office, int fiscal_year, DayNumber day, Random& random);

}  // namespace ops::generate
