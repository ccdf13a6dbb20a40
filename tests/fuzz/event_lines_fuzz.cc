// Oracles: every request keeps to its bounds and holds as many lines as it has events; read with other
// bounds, the same events come in the same order; line numbers ascend. First two bytes: the bounds.
#include <algorithm>
#include <sstream>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "ops/event_lines.h"
#include "tests/fuzz/json_mutator.h"
#include "tests/fuzz/line_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/fuzz/vectors.h"

namespace fuzz {
namespace {

using namespace std::string_literals;

struct Reading {
  std::vector<std::string> events;  // "mode as text"
  bool refused = false;
};

Reading read_all(std::string_view text, std::size_t events_max, std::size_t bytes_max) {
  std::istringstream in{std::string(text)};
  ops::EventLines lines(in, events_max, bytes_max);
  Reading reading;
  std::uint64_t line_before = 0;
  while (true) {
    auto next = lines.next();
    if (!next.ok()) {
      require(next.status().reason() == "line.malformed", "lines are refused for another reason");
      reading.refused = true;
      return reading;
    }
    if (!next.value()) return reading;
    const ops::EventRequest& request = *next.value();
    require(request.events >= 1 && request.events <= events_max, "a request has too many or no events");
    require(request.events == 1 || request.body.size() <= bytes_max, "a request is too large");
    require(request.first_line > line_before && request.first_line <= lines.lines_read(), "lines go back");
    line_before = request.first_line;
    const auto breaks = static_cast<std::size_t>(std::count(request.body.begin(), request.body.end(), '\n'));
    require(breaks + 1 == request.events, "a request has other lines than events");
    require(request.mode != ops::LineMode::kDeferred || request.events == 1,
            "deferred events travel together");
    std::istringstream body(request.body);
    std::string event;
    while (std::getline(body, event)) {
      reading.events.push_back(std::to_string(static_cast<int>(request.mode)) + " " + request.as + " " +
                               event);
    }
    canary([&] {
      return request.as.size() == planted(0, 5, 40) && request.mode == ops::LineMode::kAttested &&
             request.events == planted(1, 2, 6);
    });
  }
}

}  // namespace

bool try_input(std::string_view input) {
  Choices choices(input);
  const std::size_t events_max = 1U + choices.u8() % 8U;
  const std::size_t bytes_max = 1U + 16U * choices.u8();
  const Reading batched = read_all(choices.rest(), events_max, bytes_max);
  const Reading single = read_all(choices.rest(), 1, 1);
  require(batched.refused == single.refused, "bounds decide what is malformed");
  // Whoever reads ahead meets a malformed line before handing out what stands in front of it.
  const std::size_t common = std::min(batched.events.size(), single.events.size());
  require(batched.refused || batched.events.size() == single.events.size(), "bounds decide how many events");
  for (std::size_t i = 0; i < common; ++i)
    require(batched.events[i] == single.events[i], "bounds decide events");
  return !batched.refused && !batched.events.empty();
}

std::vector<std::string> seeds() {
  std::string lines;
  for (const std::string& text : vector_texts("event/sd_jwt.ndjson", "text")) {
    if (text.find('\n') == std::string::npos && lines.size() < 4000) lines += text + "\n";
  }
  return {"\x03\xff"s + lines,
          "\x04\x20"
          "{\"as\":\"gw-1\",\"event\":{\"id\":1}}\n{\"as\":\"gw-1\",\"event\":{\"id\":2}}\n\n{\"id\":3}\n"
          "{\"deferred\":{\"person\":\"p\"}}\n{\"sd_jwt\":\"a.b.c~\"}\n"s,
          "\x01\x01{\"as\":\"gw-1\"}\n"s, "\x02\x02{\"sd_jwt\":\"a\",\"as\":\"gw\"}"s};
}

namespace {

// One line changed as JSON; empty when the line drawn is none.
std::string with_other_line(std::string_view text, Random& random) {
  std::vector<std::string> lines;
  std::istringstream in{std::string(text)};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  if (lines.empty()) return {};
  std::string& line = lines[below(random, lines.size())];
  auto tree = ledger::read_json(line);
  if (!tree.ok()) return {};
  mutate_json(*tree, random);
  line = ledger::write_json(*tree);
  std::string out;
  for (const std::string& one : lines) out += one + "\n";
  return out;
}

}  // namespace
}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (size > 2 && fuzz::below(random, 2) == 0) {
    const std::string lines = fuzz::with_other_line(input.substr(2), random);
    if (!lines.empty()) return fuzz::put_input(std::string(input.substr(0, 2)) + lines, data, size, size_max);
  }
  return fuzz::mutate_lines(data, size, size_max, seed, 2);
}
