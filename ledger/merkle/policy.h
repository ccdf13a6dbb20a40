// Policy: which logs and witnesses a verifier trusts, and what quorum of witnesses it demands (C2SP
// tlog-policy).
//
//     log <vkey> [url]
//     witness <name> <vkey> [url]
//     group <name> all|any|<k> <member>...
//     quorum <name>|none
//
// Lines of octets, items parted by blanks or tabs, `#` comments. Names are defined before use, a name is a
// member of at most one group, exactly one quorum line. Place in the flow: read once by the verifier or the
// witness feeder; evaluated for each checkpoint. Pure values; any thread.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/status.h"
#include "ledger/merkle/vkey.h"

namespace ledger::merkle {

inline constexpr std::size_t kPolicyBytesMax = 1U << 20;
inline constexpr std::size_t kPolicyLogsMax = 128;
inline constexpr std::size_t kPolicyWitnessesMax = 128;
inline constexpr std::size_t kPolicyGroupsMax = 128;

struct PolicyLog {
  VerifierKey key;  // key.name is the origin that the log's checkpoints must carry
  std::string url;  // empty when not given
  bool operator==(const PolicyLog&) const = default;
};

struct PolicyWitness {
  std::string name;  // means something inside the policy only; the key has its own name
  VerifierKey key;
  std::string url;
  bool operator==(const PolicyWitness&) const = default;
};

struct PolicyGroup {
  std::string name;
  std::size_t threshold = 0;         // 1..members.size()
  std::vector<std::string> members;  // witnesses, or groups that stand earlier
  bool operator==(const PolicyGroup&) const = default;
};

struct Policy {
  std::vector<PolicyLog> logs;
  std::vector<PolicyWitness> witnesses;
  std::vector<PolicyGroup> groups;
  std::string quorum;  // name of a witness or group, or "none"
  bool operator==(const Policy&) const = default;
};

// Every message begins with "line N: ".
// invalid_argument: policy.too_long, policy.control_character, policy.unterminated_line,
// policy.unknown_keyword, policy.item_count, policy.key (the message has the reason of parse_vkey),
// policy.key_type (a witness key must be of a cosignature type), policy.duplicate_key, policy.duplicate_name,
// policy.reserved_name, policy.undefined_name, policy.member_reused, policy.threshold, policy.too_many,
// policy.quorum_missing, policy.quorum_repeated.
Result<Policy> parse_policy(std::string_view text);

// Canonical text: logs, witnesses, groups (numeric thresholds), quorum. parse_policy gives the same Policy
// back. Precondition: a policy from parse_policy.
std::string format_policy(const Policy& policy);

// Whether the witnesses whose *policy names* are given, each with a verified cosignature, reach the quorum.
// Names that the policy does not know, and names of groups, count for nothing; a repeated name counts once.
bool quorum_met(const Policy& policy, std::span<const std::string_view> verified_witnesses);

}  // namespace ledger::merkle
