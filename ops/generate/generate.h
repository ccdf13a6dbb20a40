// Generator: a stream of events as the programme would make them, month by month, for load tests and
// demonstrations.
//
// Place in the flow: `daicho generate` → lines → `daicho append` (or a test). Output lines are
//   {"as":"NAME","event":{…}}   attested; NAME is the identity (client certificate) that sends it
//   {"sd_jwt":"…"}              author-signed
//   {"deferred":{…}}            to be completed from a receipt, see deferred.h
//   {…,"expected":{…}}          planted: to be refused with that rule and code, see violations.h
// in an order that the ledger accepts. The same options give the same bytes on every machine; memory does not
// grow with the number of months. Centres, bodies, ceilings and calendar are the programme's; people and
// businesses are invented; every key but the administrator's is a demonstration key. Single-threaded.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/status.h"
#include "ops/generate/calendar.h"
#include "ops/generate/event_writer.h"
#include "ops/generate/programme_tables.h"
#include "security/signature.h"

namespace ops::generate {

inline constexpr int kMonthsMax = 24;

struct Options {
  std::string seed = "daicho";
  std::string origin;
  std::vector<const CentreFacts*> centers;  // ascending, not empty
  YearMonth from{2026, 4};
  int months = 1;
  std::int64_t scale = 20'000;  // millionths; one million is a national year of about 5 million events
  bool setup = true;
  bool activity = true;
  bool violations = false;  // plants breaches of rules at the end of each month, see violations.h
  // The administrator's acts; on or after the day of the ledger's genesis. Used with `setup`.
  JstTime setup_at;
  std::string admin_person = "p-admin";
};

struct Summary {
  std::uint64_t lines = 0;
  std::uint64_t setup_lines = 0;
  std::uint64_t planted_lines = 0;  // to be refused; not among `lines`
  std::uint64_t marked_lines = 0;   // to be accepted and found; among `lines`
  std::size_t held_lines_peak = 0;
  std::size_t open_cases_peak = 0;        // over all centres
  std::size_t known_businesses_peak = 0;  // over all centres
};

// "kyushu", "all" or "c40,c41,…"; ascending. invalid_argument generate.centers.
ledger::Result<std::vector<const CentreFacts*>> parse_centers(std::string_view text);
// "YYYY-MM" from April 2025 on. invalid_argument generate.month.
ledger::Result<YearMonth> parse_month(std::string_view text);
// "1.0", "0.02": up to six decimals, above 0 up to 1.5. invalid_argument generate.scale.
ledger::Result<std::int64_t> parse_scale(std::string_view text);

// Names of the identities that send, sign or read: one gateway per centre, headquarters, bureaus, readers.
std::vector<std::string> identities(const std::vector<const CentreFacts*>& centers);

// `admin_key` is needed when options.setup. `progress` is told the lines so far, after each day; may be
// empty. invalid_argument generate.admin_key | generate.months; errors of the sink.
ledger::Result<Summary> generate(const Options& options, const std::optional<security::PrivateKey>& admin_key,
                                 LineSink& sink, const std::function<void(std::uint64_t)>& progress = {});

}  // namespace ops::generate
