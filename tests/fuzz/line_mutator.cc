#include "tests/fuzz/line_mutator.h"

#include <array>
#include <cstring>
#include <string>
#include <vector>

#include "tests/fuzz/json_mutator.h"
#include "tests/fuzz/target.h"

namespace fuzz {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    lines.back() += c;
    if (c == '\n') lines.emplace_back();
  }
  if (lines.back().empty() && lines.size() > 1) lines.pop_back();
  return lines;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Another number at the place of one of those in `text`; false when it has none.
bool change_number(std::string& text, Random& random) {
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_digit(text[at]) && (at == 0 || !is_digit(text[at - 1]))) starts.push_back(at);
  }
  if (starts.empty()) return false;
  const std::size_t from = starts[below(random, starts.size())];
  std::size_t end = from;
  while (end < text.size() && is_digit(text[end])) ++end;
  constexpr std::array<std::string_view, 8> kBorders = {
      "0", "1", "255", "256", "65536", "1000000000001", "18446744073709551615", "9223372036854775808"};
  const bool border = below(random, 3) == 0;
  text.replace(from, end - from,
               border ? std::string(kBorders[below(random, kBorders.size())])
                      : std::to_string(below(random, below(random, 2) == 0 ? 10 : 100)));
  return true;
}

void change_lines(std::vector<std::string>& lines, Random& random) {
  const std::size_t at = below(random, lines.size());
  const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
  switch (below(random, 4)) {
    case 0:
      lines.erase(place);
      break;
    case 1:
      lines.insert(place, std::string(lines[below(random, lines.size())]));
      break;
    case 2:
      std::swap(lines[at], lines[below(random, lines.size())]);
      break;
    default:
      // Keeps its line end.
      lines[at].insert(below(random, lines[at].size() + 1), 1, static_cast<char>('!' + below(random, 94)));
      break;
  }
}

}  // namespace

std::size_t mutate_lines(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed,
                         std::size_t skipped) {
  Random random(seed);
  if (size <= skipped || below(random, 3) == 0) return LLVMFuzzerMutate(data, size, size_max);
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  std::string text(all.substr(skipped));
  if (below(random, 2) == 0 || !change_number(text, random)) {
    std::vector<std::string> lines = lines_of(text);
    change_lines(lines, random);
    text.clear();
    for (const std::string& line : lines) text += line;
  }
  if (skipped + text.size() > size_max) return LLVMFuzzerMutate(data, size, size_max);
  std::memcpy(data + skipped, text.data(), text.size());
  return skipped + text.size();
}

}  // namespace fuzz
