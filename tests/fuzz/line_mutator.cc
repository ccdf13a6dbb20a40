#include "tests/fuzz/line_mutator.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
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
  const auto old = ledger::parse_decimal(std::string_view(text).substr(from, end - from)).value_or(0);
  constexpr auto kMax = std::numeric_limits<std::uint64_t>::max();
  text.replace(from, end - from, std::to_string(mutate_number(old, kMax, random)));
  return true;
}

std::vector<std::string> members_of(std::string_view query) {
  std::vector<std::string> members(1);
  for (const char c : query) {
    if (c == '&') {
      members.emplace_back();
    } else {
      members.back() += c;
    }
  }
  return members;
}

std::string joined(const std::vector<std::string>& members) {
  std::string out;
  for (const std::string& member : members) out += (out.empty() ? "" : "&") + member;
  return out;
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

std::string mutate_query(std::string_view query, Random& random) {
  std::vector<std::string> members = members_of(query);
  mutate_list(members, random, [&](std::string& member) {
    const std::size_t equals = std::min(member.find('='), member.size());
    std::string value = member.substr(std::min(equals + 1, member.size()));
    const auto number = ledger::parse_decimal(value);
    if (number && below(random, 8) != 0) {
      value = std::to_string(mutate_number(*number, std::numeric_limits<std::uint64_t>::max(), random));
    } else {
      const std::size_t bytes_max = value.size() + 16;
      value = mutate_text(mutate_ascii(std::move(value), bytes_max), random);
    }
    member = member.substr(0, equals) + "=" + value;
  });
  return joined(members);
}

std::string cross_query(std::string_view query, std::string_view other, Random& random) {
  std::vector<std::string> members = members_of(query);
  const std::vector<std::string> givers = members_of(other);
  const std::string& given = givers[below(random, givers.size())];
  const std::string name = given.substr(0, given.find('='));
  for (std::string& member : members) {
    if (member.substr(0, member.find('=')) != name) continue;
    member = given;
    return joined(members);
  }
  members.push_back(given);
  return joined(members);
}

}  // namespace fuzz
