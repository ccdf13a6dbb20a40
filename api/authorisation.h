// Authorisation of one call: fills a policy question from the call, asks the table, and turns a refusal into
// a Status with the rule that refused.
//
// Place in the flow: between the choice of role and the handler, and inside handlers that learn only then
// which records are meant. The pipeline sees every permission_denied and hands it to the DenialRecorder. Any
// thread.
#pragma once

#include <optional>
#include <string>

#include "api/routes.h"
#include "security/policy.h"

namespace api {

// What is asked for beyond who asks.
struct Target {
  security::DataClass data_class = security::DataClass::kNone;
  std::string center;
  std::string business;
  std::string case_id;
  ledger::PersonId subject;
};

// permission_denied policy.denied with the row's id as rule; else the decision, which says what it relied
// upon. For confidential fields the emergency access named by Daicho-Break-Glass is read from the log.
ledger::Result<security::Decision> require(const Call& call, security::Action action, const Target& target);

// Class, centre, business and case of a logged event, as far as its public fields and the view's state tell.
Target target_of(const Call& call, const ledger::Event& event);

}  // namespace api
