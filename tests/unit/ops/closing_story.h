// ClosingStory: on top of StateStory, months of c40 and c13 that are closed, and results that are published;
// what the service fixes figures for. One thread.
#pragma once

#include <string>

#include "ops/fixing_causes.h"
#include "tests/unit/api/state_story.h"

namespace tests {

class ClosingStory {
 public:
  // A centre in another bureau, led by p-lead13.
  void establish_c13() {
    story.append("org.registered", "p-admin",
                 R"({"org_id":"bureau-kanto","kind":"bureau","name":"MARKERqzw4242"})");
    story.append("org.registered", "p-admin",
                 R"({"org_id":"impl-13","kind":"impl_body","name":"MARKERqzw4242"})");
    story.append(
        "center.established", "p-admin",
        R"({"center_id":"c13","pref_code":"13","bureau":"bureau-kanto","impl_body":"impl-13","fy":2026})");
    story.append("person.registered", "p-admin",
                 R"({"person_id":"p-lead13","org_id":"impl-13","name":"MARKERqzw4242"})");
    api.ledger.must_append(api.ledger.signed_event(api.ledger.key_enrolled("p-lead13", "p-lead13")));
    story.append("role.granted", "p-admin",
                 R"({"person_id":"p-lead13","role":"impl_lead","scope":"c13","valid_from":"2025-04-01",
                     "basis":"$center.established"})");
  }
  // The event, as the keeper finds it.
  ops::TypedEvent close(const std::string& center, const std::string& month, std::uint64_t cut_off) {
    const std::string person = center == "c40" ? "p-lead" : "p-lead13";
    EventBuilder builder = api.ledger.event("month.closed", person);
    builder.by(person, "impl_lead", center == "c40" ? "impl-40" : "impl-13", center);
    builder.set("center_id", center).set("year_month", month);
    builder.set("cut_off", static_cast<std::int64_t>(cut_off));
    return found(api.ledger.must_append(api.ledger.signed_event(builder)).position.value);
  }
  // A publication as the log has it; by whom doesn't matter to who reads it.
  ops::TypedEvent published(const std::string& scope) {
    ops::TypedEvent cause = found(api.ledger.size() - 1);
    cause.event.type = ops::kResultPublished;
    cause.event.data = ledger::JsonValue(ledger::JsonValue::Object{});
    cause.event.data.add("scope", ledger::JsonValue(scope));
    cause.event.data.add("fy", ledger::JsonValue(std::int64_t{2026}));
    return cause;
  }
  ops::TypedEvent found(std::uint64_t position) {
    story.publish();
    return {ledger::Position(position), api.event_at(position).signed_event.event};
  }

  ApiFixture api;
  StateStory story{api};
};

}  // namespace tests
