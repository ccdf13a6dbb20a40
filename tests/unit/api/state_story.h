// StateStory: on top of ApiFixture's cast, one thing of every kind that the state routes show, lived through
// in really signed events.
//
// p-lead leads the implementing body of c40; p-co is appointed coordinator there (licence l-co, principal
// "co"). Business b-9 agrees to sharing and to a referral; case k-1 has session s-1, issue i-1 and referral
// f-1. The entrustment t-1 is concluded by p-bureau and countersigned by p-lead. Every confidential text
// holds kMarker. One thread.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "tests/unit/api/api_fixture.h"

namespace tests {

class StateStory {
 public:
  explicit StateStory(ApiFixture& fixture);

  // Position of the event of this type, the only one of the story; `type@2` for its second.
  std::uint64_t at(const std::string& type) const;
  std::string id(const std::string& type) const;
  std::string kid() const;  // of p-co's key

  // `fields` as a JSON object; "$type" stands for the id of that event. Published by publish().
  void append(std::string_view type, std::string_view person, std::string_view fields);
  void publish();

 private:
  void appoint();
  void engage();
  void countersign(std::string_view person);
  void support();
  void entrust();

  ApiFixture& fixture_;
  std::map<std::string, std::uint64_t> positions_;
};

}  // namespace tests
