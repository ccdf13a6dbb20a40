// Oracles: a number, a size and a cursor that are accepted are the one text of their value; a cursor belongs
// to its question alone; a time names the same moment when it is written in UTC; page limits hold. Input: a
// query string, already decoded, `name=value` joined by '&'.
#include <algorithm>
#include <utility>

#include "api/query_args.h"
#include "ledger/base/time.h"
#include "tests/fuzz/line_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/unit/api/api_fixture.h"

namespace fuzz {
namespace {

constexpr std::string_view kQuestion = "access/5:b-100";

// A plain pointer: at the end of the process the statics that a ledger needs go first.
tests::ApiFixture* shared = nullptr;

tests::ApiFixture& fixture() {
  if (shared == nullptr) shared = new tests::ApiFixture;
  return *shared;
}

void check_cursor(const std::string& text) {
  const auto last = projections::parse_page_cursor(kQuestion, text);
  if (!last.ok()) return;
  require(last->has_value() != text.empty(), "an empty cursor names a position, or a cursor none");
  if (!last->has_value()) return;
  require(projections::format_page_cursor(kQuestion, **last) == text, "a position has two cursors");
  require(!projections::parse_page_cursor("another", text).ok(), "a cursor answers another question");
}

}  // namespace

bool try_input(std::string_view input) {
  const api::Request request = tests::request_of("GET", "/v1/events?" + std::string(input));
  const api::Call call = fixture().call(request);
  const auto limit = api::query_number(call, "limit");
  const std::string* text = request.param("limit");
  if (limit.ok() && limit->has_value()) {
    require(text != nullptr && std::to_string(**limit) == *text, "a number has two texts");
  }
  const auto time = api::query_time(call, "from");
  if (time.ok() && time->has_value()) {
    const auto again = ledger::parse_rfc3339(ledger::format_recorded_at(**time));
    require(again.ok() && *again == **time, "a time is another moment in UTC");
  }
  const auto as_of = api::query_as_of(call);
  if (as_of.ok()) require(*as_of <= call.view->head.size, "a size beyond the view");
  const auto page = api::query_page(call);
  if (page.ok()) require(page->limit >= 1 && page->limit <= ledger::kPageItemsMax, "a page without bounds");
  if (const std::string* cursor = request.param("cursor")) check_cursor(*cursor);
  const auto bounds = api::query_bounds(call);
  canary([&] {
    const bool both = request.param("as_of") != nullptr && request.param("limit") != nullptr;
    return both && page.ok() && as_of.ok() && page->limit == planted(0, 20, 99) &&
           as_of->value == planted(1, 3, 12);
  });
  return page.ok() && bounds.ok() && !request.params.empty();
}

std::vector<std::string> seeds() {
  return {"limit=10&cursor=" + projections::format_page_cursor(kQuestion, 12),
          "from=2026-06-03T10:00:00%2B09:00",
          "from=2026-06-03T10:00:00+09:00&to=2026-06-04T00:00:00Z",
          "as_of=2&limit=1000",
          "as_of=2026-06-03T01:00:00.000000Z",
          "limit=1&limit=2",
          "limit=0",
          "as_of=99",
          "cursor=AQ"};
}

}  // namespace fuzz

extern "C" void daicho_fuzz_finish() {
  delete std::exchange(fuzz::shared, nullptr);
}

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  if (fuzz::below(random, 4) == 0) return LLVMFuzzerMutate(data, size, size_max);
  const std::string_view query(reinterpret_cast<const char*>(data), size);
  return fuzz::put_input(fuzz::mutate_query(query, random), data, size, size_max);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size,
                                                 const std::uint8_t* other, std::size_t other_size,
                                                 std::uint8_t* out, std::size_t out_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string query = fuzz::cross_query({reinterpret_cast<const char*>(one), one_size},
                                              {reinterpret_cast<const char*>(other), other_size}, random);
  if (query.size() > out_max) return 0;
  std::copy(query.begin(), query.end(), out);
  return query.size();
}
