#include "tests/fuzz/json_mutator.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <limits>
#include <vector>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"

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
std::int64_t mutate_int(std::int64_t old, Random& random) {
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  const std::uint64_t size = old < 0 ? ~static_cast<std::uint64_t>(old) : static_cast<std::uint64_t>(old);
  const auto changed = static_cast<std::int64_t>(mutate_number(size, kMax, random));
  return below(random, 16) == 0 ? ~changed : changed;
}

void collect(JsonValue& tree, std::vector<JsonValue*>& nodes) {
  nodes.push_back(&tree);
  if (tree.is_array()) {
    for (JsonValue& item : tree.as_array()) collect(item, nodes);
  } else if (tree.is_object()) {
    for (auto& [name, item] : tree.as_object()) collect(item, nodes);
  }
}

void collect_objects(JsonValue& tree, std::vector<JsonValue::Object*>& objects) {
  std::vector<JsonValue*> nodes;
  collect(tree, nodes);
  for (JsonValue* node : nodes) {
    if (node->is_object()) objects.push_back(&node->as_object());
  }
}

JsonValue fresh(Random& random) {
  switch (below(random, 6)) {
    case 0:
      return JsonValue(mutate_int(0, random));
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
      for (std::size_t copies = 1 + below(random, 6); copies > 0; --copies) {
        items.push_back(JsonValue(items[at]));
      }
      break;
    default:
      std::swap(items[at], items[below(random, items.size())]);
      break;
  }
}

}  // namespace

std::string mutate_text(std::string old, Random& random) {
  const std::size_t at = old.empty() ? 0 : below(random, old.size());
  switch (below(random, old.empty() ? 2 : 9)) {
    case 0:
      return std::string(kTexts[below(random, kTexts.size())]);
    case 1:
      return old.insert(at, 1, static_cast<char>('0' + below(random, 75)));
    case 2:
      return old.erase(at, 1);
    case 3:
      old[at] = static_cast<char>(' ' + below(random, 95));
      return old;
    case 4:
      return old + old;
    case 5:
    case 6:
      return mutate_length(std::move(old), 256, random);
    default: {
      const std::size_t bytes_max = old.size() + 8;
      return mutate_ascii(std::move(old), bytes_max);
    }
  }
}

void mutate_json(JsonValue& tree, Random& random) {
  std::vector<JsonValue*> nodes;
  collect(tree, nodes);
  // Of every kind as often, or the few numbers and lists were drowned by the texts.
  const std::size_t kind_wanted = below(random, 4);
  std::vector<JsonValue*> chosen;
  for (JsonValue* one : nodes) {
    const bool wanted = (kind_wanted == 0 && one->is_int()) || (kind_wanted == 1 && one->is_array()) ||
                        (kind_wanted == 2 && one->is_string());
    if (wanted) chosen.push_back(one);
  }
  if (chosen.empty()) chosen = std::move(nodes);
  JsonValue& node = *chosen[below(random, chosen.size())];
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
    node = JsonValue(mutate_int(node.as_int(), random));
  } else {
    node = fresh(random);
  }
}

void cross_json(JsonValue& into, const JsonValue& from, Random& random) {
  JsonValue source = from;
  std::vector<JsonValue::Object*> theirs;
  std::vector<JsonValue::Object*> ours;
  collect_objects(source, theirs);
  collect_objects(into, ours);
  if (theirs.empty() || ours.empty()) return;
  const JsonValue::Object& giver = *theirs[below(random, theirs.size())];
  if (giver.empty()) return;
  const auto& [name, value] = giver[below(random, giver.size())];
  for (JsonValue::Object* members : ours) {
    for (auto& [own, item] : *members) {
      if (own != name) continue;
      item = value;
      return;
    }
  }
  ours[below(random, ours.size())]->emplace_back(name, value);
}

std::size_t mutate_json_input(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed,
                              std::size_t one_in) {
  Random random(seed);
  auto tree = ledger::read_json(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!tree.ok() || below(random, one_in) == 0) return LLVMFuzzerMutate(data, size, size_max);
  mutate_json(*tree, random);
  return put_input(ledger::write_json(*tree), data, size, size_max);
}

std::size_t cross_json_inputs(std::string_view one, std::string_view other, std::uint8_t* out,
                              std::size_t out_max, unsigned int seed) {
  Random random(seed);
  auto tree = ledger::read_json(one);
  const auto from = ledger::read_json(other);
  if (!tree.ok() || !from.ok()) return 0;
  cross_json(*tree, *from, random);
  const std::string text = ledger::write_json(*tree);
  if (text.size() > out_max) return 0;
  std::memcpy(out, text.data(), text.size());
  return text.size();
}

}  // namespace fuzz
