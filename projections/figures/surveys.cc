#include "projections/figures/surveys.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "projections/figures/fraction.h"

namespace projections::figures {

using ledger::JsonValue;
using ledger::Result;

namespace {

// Whole numbers 1 to 5; "yes" and "satisfied" are the upper two (programme 3.1; the scale is ours).
constexpr std::int64_t kAnswerMin = 1, kAnswerMax = 5, kYesMin = 4;

struct ItemAnswers {
  std::vector<std::string_view> yes, valid;
};

// The answers given here, and the surveys that they answer.
class Surveys {
 public:
  static Result<Surveys> of(Question& q) {
    Surveys surveys;
    LEDGER_ASSIGN(const std::span<const Fact> answered, q.facts().of_type("survey.answered", "answered_on"));
    surveys.answers_ = q.here(answered);
    for (const FigureEvent* event : q.known().of_type("survey.issued")) {
      surveys.issued_[event->text("survey_id")] = event;
    }
    return surveys;
  }

  ItemAnswers answers_to(std::string_view item, std::vector<Excluded>& excluded) const {
    ItemAnswers found;
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const Fact* fact : answers_) {
      const std::optional<PackedValue> answer = answer_to(*fact, item);
      if (!answer) continue;
      const std::pair token(fact->text("survey_id"), fact->text("respondent"));
      const bool is_valid =
          answer->is_int() && answer->as_int() >= kAnswerMin && answer->as_int() <= kAnswerMax;
      if (!is_asked(fact->text("survey_id"), item)) {
        excluded.push_back({fact->id(), "item_not_in_version"});
      } else if (seen.contains(token)) {
        excluded.push_back({fact->id(), "second_answer"});
      } else if (!is_valid) {
        excluded.push_back({fact->id(), "no_valid_answer"});
      } else {
        seen.insert(token);
        found.valid.push_back(fact->id());
        if (answer->as_int() >= kYesMin) found.yes.push_back(fact->id());
      }
    }
    return found;
  }

  std::set<std::string_view> items() const {
    std::set<std::string_view> items;
    for (const Fact* fact : answers_) {
      fact->value("answers").each_member([&](std::string_view item, PackedValue) { items.insert(item); });
    }
    return items;
  }

 private:
  static std::optional<PackedValue> answer_to(const Fact& fact, std::string_view item) {
    std::optional<PackedValue> found;
    fact.value("answers").each_member([&](std::string_view name, PackedValue answer) {
      if (name == item) found = answer;
    });
    return found;
  }
  bool is_asked(std::string_view survey, std::string_view item) const {
    const auto issued = issued_.find(survey);
    if (issued == issued_.end()) return false;
    bool found = false;
    issued->second->value("items").each_item(
        [&](PackedValue each) { found = found || (each.is_string() && each.as_string() == item); });
    return found;
  }

  FactList answers_;
  std::unordered_map<std::string_view, const FigureEvent*> issued_;
};

void add_shares(JsonValue& to, const ItemAnswers& answers) {
  to.add("yes", JsonValue(static_cast<std::int64_t>(answers.yes.size())));
  to.add("valid", JsonValue(static_cast<std::int64_t>(answers.valid.size())));
}

JsonValue share(const ItemAnswers& answers) {
  return json_of_ratio(static_cast<std::int64_t>(answers.yes.size()),
                       static_cast<std::int64_t>(answers.valid.size()));
}

}  // namespace

Result<Answer> survey_share(Question& q, std::string_view indicator) {
  constexpr std::string_view kPrefix = "survey_";
  LEDGER_ASSIGN(const Surveys surveys, Surveys::of(q));
  Answer answer = q.answer(indicator);
  ItemAnswers found = surveys.answers_to(indicator.substr(kPrefix.size()), answer.excluded);
  answer.value = share(found);
  if (answer.value.is_null()) answer.reason = "no_valid_answers";
  add_shares(answer.beside, found);
  std::sort(found.yes.begin(), found.yes.end());
  std::sort(found.valid.begin(), found.valid.end());
  answer.numerator = std::move(found.yes);
  answer.denominator = std::move(found.valid);
  std::sort(answer.excluded.begin(), answer.excluded.end());
  return answer;
}

Result<Answer> survey_selfreliance(Question& q, std::string_view indicator) {
  LEDGER_ASSIGN(const Surveys surveys, Surveys::of(q));
  Answer answer = q.answer(indicator);
  JsonValue shares{JsonValue::Object{}};
  std::set<std::string_view> numerator, denominator;
  for (const std::string_view item : surveys.items()) {
    const ItemAnswers found = surveys.answers_to(item, answer.excluded);
    numerator.insert(found.yes.begin(), found.yes.end());
    denominator.insert(found.valid.begin(), found.valid.end());
    if (found.valid.empty()) continue;
    shares.add(std::string(item), share(found));
    JsonValue counts{JsonValue::Object{}};
    add_shares(counts, found);
    answer.beside.add(std::string(item), std::move(counts));
  }
  if (shares.as_object().empty()) {
    answer.reason = "no_valid_answers";
  } else {
    answer.value = std::move(shares);
  }
  answer.numerator.assign(numerator.begin(), numerator.end());
  answer.denominator.assign(denominator.begin(), denominator.end());
  sort_excluded(answer.excluded);
  return answer;
}

Result<Answer> co_improved(Question& q, std::string_view indicator) {
  struct Ratings {
    std::int64_t sum = 0, count = 0;
  };
  LEDGER_ASSIGN(const std::span<const Fact> given, q.facts().of_type("co_rating.given", "given_on"));
  std::map<std::string_view, Ratings> by_person;
  std::int64_t ratings = 0;
  for (const Fact* fact : q.here(given)) {
    Ratings& of_person = by_person[fact->text("person_id")];
    of_person.sum += fact->number("score").value_or(0);
    ++of_person.count;
    ++ratings;
  }
  const Ids people = coordinators(q.known(), q.centers(), q.period());
  const std::int64_t threshold = q.number("co.rating_threshold");
  std::vector<std::string_view> improved;
  std::vector<Excluded> excluded;
  for (const auto& [person, of_person] : by_person) {
    if (!people.contains(person)) {
      excluded.push_back({person, "not_a_coordinator"});
    } else if (of_person.sum >= threshold * of_person.count) {
      improved.emplace_back(person);
    } else {
      excluded.push_back({person, "below_threshold"});
    }
  }
  Answer answer = counted_answer(q, indicator, std::move(improved), std::move(excluded));
  answer.denominator.assign(people.begin(), people.end());
  std::sort(answer.denominator.begin(), answer.denominator.end());
  answer.beside.add("ratings", JsonValue(ratings));
  answer.beside.add("own_survey", JsonValue());
  return answer;
}

}  // namespace projections::figures
