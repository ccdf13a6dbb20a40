// Set-up: organisations, people, keys, principals and roles, before the first consultation.
//
// The administrator's own acts (organisations, centres, officers, readers) are dated `setup_at`, because
// nobody acts as administrator before the ledger's genesis; everything after them is programme history, dated
// in the months before the fiscal year and signed by officers and leads with their demonstration keys.
// Single-threaded.
#pragma once

#include <span>

#include "ops/generate/engagement.h"

namespace ops::generate {

struct Administrator {
  std::string person;
  security::PrivateKey key;
  JstTime acts_at;
};

void set_up_nation(const Administrator& admin, std::span<const CenterPlan> centers, int fiscal_year,
                   EventWriter& writer, Random& random);
// Calls of one bureau for the contracts of a fiscal year; false for `productivity`: the implementing bodies'
// call.
void publish_call(const CenterOffice& office, std::span<const CenterPlan> centers, int fiscal_year,
                  bool productivity, Random& random);
// The chiefs' call, next to the implementing bodies'.
void publish_chiefs_call(const CenterOffice& office, std::span<const CenterPlan> centers, int fiscal_year,
                         Random& random);
void set_up_center(const CenterOffice& office, int fiscal_year, Random& random);

}  // namespace ops::generate
