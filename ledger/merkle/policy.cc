#include "ledger/merkle/policy.h"

#include <algorithm>
#include <set>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/merkle/text.h"

namespace ledger::merkle {
namespace {

constexpr std::string_view kNone = "none";

using Items = std::vector<std::string_view>;

// Cuts a line at blanks and tabs; a comment line has no items.
Items split_items(std::string_view line) {
  Items items;
  while (true) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return items;
    line.remove_prefix(begin);
    if (items.empty() && line.front() == '#') return items;
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    items.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
}

// Fills a Policy line by line; every refusal names the line it stands on.
class PolicyReader {
 public:
  Result<Policy> read(std::string_view text);

 private:
  Status read_line(std::string_view line);
  Status read_log(const Items& items);
  Status read_witness(const Items& items);
  Status read_group(const Items& items);
  Status read_quorum(const Items& items);
  Status read_threshold(std::string_view text, PolicyGroup& group) const;
  Result<VerifierKey> read_key(std::string_view text) const;
  Status define_name(std::string_view name);
  Status refuse(std::string_view reason, std::string message) const {
    return invalid(reason, "line " + std::to_string(line_number_) + ": " + std::move(message));
  }

  Policy policy_;
  std::set<std::string, std::less<>> names_;    // of witnesses and groups so far
  std::set<std::string, std::less<>> members_;  // names that some group lists
  std::set<Bytes> log_keys_;
  std::set<Bytes> witness_keys_;
  std::size_t line_number_ = 0;
};

Result<Policy> PolicyReader::read(std::string_view text) {
  while (!text.empty()) {
    ++line_number_;
    const auto line = take_line(text);
    if (!line) return refuse("policy.unterminated_line", "the last line does not end in a newline");
    LEDGER_TRY(read_line(*line));
  }
  if (policy_.quorum.empty()) {
    return refuse("policy.quorum_missing", "the policy ends without a quorum line")
        .want("quorum <name>|none");
  }
  return std::move(policy_);
}

Status PolicyReader::read_line(std::string_view line) {
  const bool printable = std::all_of(line.begin(), line.end(), [](char c) {
    const auto octet = static_cast<unsigned char>(c);
    return octet == '\t' || (octet >= 0x20 && octet != 0x7F);
  });
  if (!printable) return refuse("policy.control_character", "a control character other than tab");
  const Items items = split_items(line);
  if (items.empty()) return {};
  if (items[0] == "log") return read_log(items);
  if (items[0] == "witness") return read_witness(items);
  if (items[0] == "group") return read_group(items);
  if (items[0] == "quorum") return read_quorum(items);
  return refuse("policy.unknown_keyword", "the line begins with an unknown word")
      .want("log, witness, group, quorum or #");
}

Result<VerifierKey> PolicyReader::read_key(std::string_view text) const {
  Result<VerifierKey> key = parse_vkey(text);
  if (key.ok()) return key;
  return refuse("policy.key", key.status().reason() + ": " + key.status().message())
      .want(key.status().expected());
}

Status PolicyReader::read_log(const Items& items) {
  if (items.size() < 2 || items.size() > 3) {
    return refuse("policy.item_count", "malformed log line").want("log <vkey> [url]");
  }
  if (policy_.logs.size() == kPolicyLogsMax) return refuse("policy.too_many", "too many logs");
  LEDGER_ASSIGN(VerifierKey key, read_key(items[1]));
  if (!log_keys_.insert(key.public_key).second) {
    return refuse("policy.duplicate_key", "a log above has the same public key");
  }
  policy_.logs.push_back(PolicyLog{std::move(key), std::string(items.size() == 3 ? items[2] : "")});
  return {};
}

Status PolicyReader::read_witness(const Items& items) {
  if (items.size() < 3 || items.size() > 4) {
    return refuse("policy.item_count", "malformed witness line").want("witness <name> <vkey> [url]");
  }
  if (policy_.witnesses.size() == kPolicyWitnessesMax) return refuse("policy.too_many", "too many witnesses");
  LEDGER_ASSIGN(VerifierKey key, read_key(items[2]));
  if (key.type == KeyType::kEd25519) {
    return refuse("policy.key_type", "a witness key must be of a cosignature type")
        .want("type byte 04 or 06");
  }
  if (!witness_keys_.insert(key.public_key).second) {
    return refuse("policy.duplicate_key", "a witness above has the same public key");
  }
  LEDGER_TRY(define_name(items[1]));
  policy_.witnesses.push_back(
      PolicyWitness{std::string(items[1]), std::move(key), std::string(items.size() == 4 ? items[3] : "")});
  return {};
}

Status PolicyReader::read_group(const Items& items) {
  if (items.size() < 4) {
    return refuse("policy.item_count", "malformed group line").want("group <name> all|any|<k> <member>...");
  }
  if (policy_.groups.size() == kPolicyGroupsMax) return refuse("policy.too_many", "too many groups");
  PolicyGroup group{std::string(items[1]), 0, {}};
  for (std::size_t i = 3; i < items.size(); ++i) {
    if (items[i] == kNone) return refuse("policy.reserved_name", "\"none\" can't be a member");
    if (!names_.contains(items[i])) return refuse("policy.undefined_name", "a member is not defined above");
    if (!members_.emplace(items[i]).second) {
      return refuse("policy.member_reused", "a member is already listed by a group");
    }
    group.members.emplace_back(items[i]);
  }
  LEDGER_TRY(read_threshold(items[2], group));
  // Defined last: a group can't be its own member.
  LEDGER_TRY(define_name(items[1]));
  policy_.groups.push_back(std::move(group));
  return {};
}

Status PolicyReader::read_threshold(std::string_view text, PolicyGroup& group) const {
  const std::size_t count = group.members.size();
  const std::uint64_t threshold = text == "all" ? count : text == "any" ? 1 : parse_decimal(text).value_or(0);
  if (threshold < 1 || threshold > count) {
    return refuse("policy.threshold", "the threshold does not fit the number of members")
        .want("all, any or a decimal from 1 to " + std::to_string(count));
  }
  group.threshold = threshold;
  return {};
}

Status PolicyReader::read_quorum(const Items& items) {
  if (items.size() != 2)
    return refuse("policy.item_count", "malformed quorum line").want("quorum <name>|none");
  if (!policy_.quorum.empty()) return refuse("policy.quorum_repeated", "a second quorum line");
  if (items[1] != kNone && !names_.contains(items[1])) {
    return refuse("policy.undefined_name", "the quorum's name is not defined above");
  }
  policy_.quorum = std::string(items[1]);
  return {};
}

Status PolicyReader::define_name(std::string_view name) {
  if (name == kNone) return refuse("policy.reserved_name", "\"none\" can't be defined");
  if (!names_.emplace(name).second) return refuse("policy.duplicate_name", "the name is already defined");
  return {};
}

}  // namespace

Result<Policy> parse_policy(std::string_view text) {
  if (text.size() > kPolicyBytesMax) {
    return invalid("policy.too_long", "line 1: a policy of " + std::to_string(text.size()) + " bytes")
        .want("at most " + std::to_string(kPolicyBytesMax) + " bytes");
  }
  return PolicyReader().read(text);
}

std::string format_policy(const Policy& policy) {
  std::string text;
  auto end_line = [&text](const std::string& url) { text += url.empty() ? "\n" : " " + url + "\n"; };
  for (const PolicyLog& log : policy.logs) {
    text += "log " + format_vkey(log.key);
    end_line(log.url);
  }
  for (const PolicyWitness& witness : policy.witnesses) {
    text += "witness " + witness.name + " " + format_vkey(witness.key);
    end_line(witness.url);
  }
  for (const PolicyGroup& group : policy.groups) {
    text += "group " + group.name + " " + std::to_string(group.threshold);
    for (const std::string& member : group.members) text += " " + member;
    text += "\n";
  }
  return text + "quorum " + policy.quorum + "\n";
}

bool quorum_met(const Policy& policy, std::span<const std::string_view> verified_witnesses) {
  if (policy.quorum == kNone) return true;
  std::set<std::string_view> satisfied;
  for (const PolicyWitness& witness : policy.witnesses) {
    if (std::find(verified_witnesses.begin(), verified_witnesses.end(), witness.name) !=
        verified_witnesses.end()) {
      satisfied.insert(witness.name);
    }
  }
  // Members stand earlier than their group, so one pass settles every group.
  for (const PolicyGroup& group : policy.groups) {
    const auto reached = static_cast<std::size_t>(
        std::count_if(group.members.begin(), group.members.end(),
                      [&](const std::string& member) { return satisfied.contains(member); }));
    if (reached >= group.threshold) satisfied.insert(group.name);
  }
  return satisfied.contains(policy.quorum);
}

}  // namespace ledger::merkle
