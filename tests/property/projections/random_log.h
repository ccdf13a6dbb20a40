// RandomLog: a log of random events together with a plain vector of what was appended: the slow reference.
//
// It mixes ordinary events, some of which change decision state, all four access types, entries nobody can
// read and views without a record (poison for the access log only), over a few streams, persons and centres,
// with equal and far-apart recorded times. The reference derives every answer by walking the vector from the
// start.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/base/time.h"
#include "ledger/base/uuid.h"
#include "projections/access_log.h"
#include "tests/support/seeded_random.h"
#include "tests/unit/projections/log_builder.h"

namespace tests {

struct Fact {
  std::uint64_t position = 0;
  ledger::UnixMicros recorded_at;
  EventSpec spec;
  std::optional<projections::AccessKind> access;  // only when the access log takes it
  std::set<std::string> records;
  std::string business;
  std::string concerned;
};

class RandomLog {
 public:
  explicit RandomLog(SeededRandom& random) : random_(random) {}

  void append() {
    if (random_.one_in(3)) builder.advance(static_cast<std::int64_t>(random_.below(4)) * 20 * kHourMicros);
    builder.set_step(random_.one_in(2) ? 0 : 1'000'000);
    const std::uint64_t kind = random_.below(12);
    if (kind == 0) {
      ++unreadable_count;
      builder.append_text(random_.bytes(random_.below(40)));
    } else if (kind <= 6) {
      append_ordinary();
    } else {
      append_access(kind);
    }
  }

  std::string person() { return "p-" + std::to_string(random_.below(12)); }
  std::string center() { return "c" + std::to_string(random_.below(12)); }
  std::string business() { return "b" + std::to_string(random_.below(12)); }
  std::string stream() { return "case/k" + std::to_string(random_.below(12)); }
  std::string type() { return random_.pick(kTypes); }

  LogBuilder builder;
  std::vector<Fact> facts;
  std::uint64_t unreadable_count = 0, poison_count = 0, parameter_count = 0;

 private:
  static constexpr std::int64_t kHourMicros = 3'600'000'000;
  static inline const std::vector<std::string> kTypes{"session.held", "advice.recorded", "session.held2",
                                                      "consultation.opened"};

  void keep(EventSpec spec, const LogBuilder::Appended& appended, Fact fact) {
    fact.position = appended.position.value;
    fact.recorded_at = appended.recorded_at;
    fact.spec = std::move(spec);
    ids_.push_back(ledger::format_event_id(appended.id));
    facts.push_back(std::move(fact));
  }

  void append_ordinary() {
    EventSpec spec{
        .type = type(), .stream = stream(), .person = person(), .center = random_.one_in(5) ? "" : center()};
    Fact fact;
    if (random_.one_in(4)) {
      // What decision state knows: two parameters, each set again and again.
      const std::string name = random_.one_in(2) ? "countersign.expiry_days" : "figure.minimum";
      spec.type = "policy.parameter_set";
      spec.stream = "policy/" + name;
      spec.data = {text_field("name", name), number_field("value", random_.between(1, 4))};
      spec.purpose = "administration";
      spec.attested = false;
      ++parameter_count;
    } else if (random_.one_in(3)) {
      fact.concerned = center();
      spec.data.push_back(text_field("center_id", fact.concerned));
    }
    add_figure_fields(spec);
    const LogBuilder::Appended appended = builder.append(spec);
    stream_of_[ledger::format_event_id(appended.id)] = spec.stream;
    keep(std::move(spec), appended, std::move(fact));
  }

  // What figures look for: sessions before their case and after it, each in several months.
  void add_figure_fields(EventSpec& spec) {
    if (spec.type != "session.held" && spec.type != "consultation.opened") return;
    spec.data.push_back(text_field("case_id", spec.stream.substr(5)));
    if (spec.type == "consultation.opened") return;
    spec.data.push_back(text_field("session_id", "s" + std::to_string(random_.below(40))));
    const std::string month = std::to_string(1 + random_.below(9));
    spec.data.push_back(text_field("started_at", "2026-0" + month + "-10T10:00:00Z"));
  }

  void append_access(std::uint64_t kind) {
    static const char* const kAccessTypes[] = {"record.viewed", "record.viewed", "record.searched",
                                               "auditlog.viewed", "access.denied"};
    EventSpec spec{.type = kAccessTypes[kind - 7],
                   .stream = "access/c1/2026-06",
                   .person = person(),
                   .center = center()};
    Fact fact;
    if (spec.type == "record.viewed") {
      fact.access = projections::AccessKind::kViewed;
      if (random_.one_in(6)) {
        ++poison_count;
        fact.access.reset();
      } else {
        fill_view(spec, fact);
      }
    } else if (spec.type == "record.searched") {
      fact.access = projections::AccessKind::kSearched;
    } else {
      fact.access = spec.type == "access.denied" ? projections::AccessKind::kDenied
                                                 : projections::AccessKind::kLogViewed;
    }
    const LogBuilder::Appended appended = builder.append(spec);
    keep(std::move(spec), appended, std::move(fact));
  }

  void fill_view(EventSpec& spec, Fact& fact) {
    const std::string record = stream();
    fact.records.insert(record);
    fact.business = business();
    spec.data.push_back(text_field("record", record));
    spec.data.push_back(text_field("business_id", fact.business));
    std::vector<std::string> ids;
    for (std::uint64_t i = random_.below(4); i > 0 && !ids_.empty(); --i) ids.push_back(random_.pick(ids_));
    if (random_.one_in(4)) ids.push_back("0197f000-0000-7000-8000-000000000001");  // of no event
    for (const std::string& id : ids) {
      if (const auto found = stream_of_.find(id); found != stream_of_.end())
        fact.records.insert(found->second);
    }
    spec.data.push_back(list_field("record_ids", ids));
  }

  SeededRandom& random_;
  std::vector<std::string> ids_;
  std::map<std::string, std::string> stream_of_;  // ordinary events only
};

}  // namespace tests
