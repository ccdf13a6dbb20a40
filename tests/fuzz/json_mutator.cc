#include "tests/fuzz/json_mutator.h"

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace fuzz {
namespace {

using ledger::JsonValue;

constexpr std::array<std::string_view, 25> kTexts = {"alg",
                                                     "ES256",
                                                     "v",
                                                     "",
                                                     "0",
                                                     "a",
                                                     "c40",
                                                     "p-staff",
                                                     "p-bureau",
                                                     "admin",
                                                     "system",
                                                     "support",
                                                     "_sd",
                                                     "_sd_alg",
                                                     "...",
                                                     "sha-256",
                                                     "2026-05-01",
                                                     "b-1",
                                                     "case/1",
                                                     "business/b-1",
                                                     "氏名",
                                                     "\x01",
                                                     "a/b~c",
                                                     "2026-06-03T10:00:00+09:00",
                                                     "0001-01-01T00:00:00Z"};
constexpr std::array<std::int64_t, 12> kNumbers = {0,
                                                   1,
                                                   -1,
                                                   2,
                                                   3,
                                                   7,
                                                   65'535,
                                                   65'536,
                                                   1'000'000'000'000,
                                                   1'000'000'000'001,
                                                   std::numeric_limits<std::int64_t>::max(),
                                                   std::numeric_limits<std::int64_t>::min()};

void collect(JsonValue& tree, std::vector<JsonValue*>& nodes) {
  nodes.push_back(&tree);
  if (tree.is_array()) {
    for (JsonValue& item : tree.as_array()) collect(item, nodes);
  } else if (tree.is_object()) {
    for (auto& [name, item] : tree.as_object()) collect(item, nodes);
  }
}

JsonValue fresh(Random& random) {
  switch (below(random, 6)) {
    case 0:
      return JsonValue(kNumbers[below(random, kNumbers.size())]);
    case 1:
      return JsonValue(below(random, 2) == 0);
    case 2:
      return {};
    case 3:
      return JsonValue(JsonValue::Array{});
    case 4:
      return JsonValue(JsonValue::Object{});
    default:
      return JsonValue(mutate_text("x", random));
  }
}

void change_members(JsonValue::Object& members, Random& random) {
  const std::size_t at = members.empty() ? 0 : below(random, members.size());
  switch (members.empty() ? 0 : below(random, 4)) {
    case 0:
      members.emplace_back(mutate_text("x", random), fresh(random));
      break;
    case 1:
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 2:
      members[at].first = mutate_text(members[at].first, random);
      break;
    default:
      std::swap(members[at], members[below(random, members.size())]);
      break;
  }
}

void change_items(JsonValue::Array& items, Random& random) {
  const std::size_t at = items.empty() ? 0 : below(random, items.size());
  switch (items.empty() ? 0 : below(random, 4)) {
    case 0:
      items.push_back(fresh(random));
      break;
    case 1:
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
      break;
    case 2:
      items.push_back(JsonValue(items[at]));
      break;
    default:
      std::swap(items[at], items[below(random, items.size())]);
      break;
  }
}

}  // namespace

std::size_t below(Random& random, std::size_t bound) {
  return random() % bound;
}

std::string mutate_text(std::string old, Random& random) {
  const std::size_t at = old.empty() ? 0 : below(random, old.size());
  switch (below(random, old.empty() ? 2 : 5)) {
    case 0:
      return std::string(kTexts[below(random, kTexts.size())]);
    case 1:
      return old.insert(at, 1, static_cast<char>('0' + below(random, 75)));
    case 2:
      return old.erase(at, 1);
    case 3:
      old[at] = static_cast<char>(' ' + below(random, 95));
      return old;
    default:
      return old + old;
  }
}

void mutate_json(JsonValue& tree, Random& random) {
  std::vector<JsonValue*> nodes;
  collect(tree, nodes);
  JsonValue& node = *nodes[below(random, nodes.size())];
  const std::size_t kind = below(random, 8);
  if (kind == 0) {
    node = fresh(random);
  } else if (kind == 1) {
    JsonValue inner = std::move(node);
    node = JsonValue(JsonValue::Array{std::move(inner)});
  } else if (node.is_object()) {
    change_members(node.as_object(), random);
  } else if (node.is_array()) {
    change_items(node.as_array(), random);
  } else if (node.is_string()) {
    node.as_string() = mutate_text(node.as_string(), random);
  } else if (node.is_int()) {
    const bool step = below(random, 2) == 0 && node.as_int() < 1'000'000 && node.as_int() > -1'000'000;
    node = JsonValue(step ? node.as_int() + (below(random, 2) == 0 ? 1 : -1)
                          : kNumbers[below(random, kNumbers.size())]);
  } else {
    node = fresh(random);
  }
}

}  // namespace fuzz
