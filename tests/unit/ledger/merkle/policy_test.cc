// Goal: policies are read as C2SP tlog-policy says, refusals name their line, and the quorum is what the
// policy defines. Method: one policy with two levels of groups and a truth table over witnesses; round trip;
// malformed policies are golden vectors (tests/vectors/merkle/policy.json).
#include "ledger/merkle/policy.h"

#include <gtest/gtest.h>

namespace ledger::merkle {
namespace {

std::string vkey(std::string_view name, KeyType type, char fill) {
  return format_vkey(*make_vkey(std::string(name), type, Bytes(32, fill)));
}

std::string witness(std::string_view name, char fill) {
  return "witness " + std::string(name) + " " + vkey("w.example", KeyType::kEd25519Cosignature, fill) + "\n";
}

std::string two_levels() {
  return "# two operators\nlog " + vkey("log.example", KeyType::kEd25519, 'l') + " https://log.example/\n\n" +
         witness("X1", '1') + witness("X2", '2') + witness("X3", '3') + "group X 2 X1 X2 X3\n" +
         witness("Y1", '4') + witness("Y2", '5') + "group Y any Y1 Y2\ngroup XY all X Y\nquorum XY\n";
}

using Names = std::vector<std::string_view>;

TEST(Policy, ReadsEveryPart) {
  const auto policy = parse_policy(two_levels());
  ASSERT_TRUE(policy.ok()) << policy.status().to_string();
  ASSERT_EQ(policy->logs.size(), 1U);
  EXPECT_EQ(policy->logs[0].key.name, "log.example");
  EXPECT_EQ(policy->logs[0].url, "https://log.example/");
  ASSERT_EQ(policy->witnesses.size(), 5U);
  EXPECT_EQ(policy->witnesses[3].name, "Y1");
  EXPECT_EQ(policy->witnesses[3].url, "");
  ASSERT_EQ(policy->groups.size(), 3U);
  EXPECT_EQ(policy->groups[0], (PolicyGroup{"X", 2, {"X1", "X2", "X3"}}));
  EXPECT_EQ(policy->groups[1].threshold, 1U);
  EXPECT_EQ(policy->groups[2].threshold, 2U);
  EXPECT_EQ(policy->quorum, "XY");
}

TEST(Policy, FormatIsCanonicalAndLosesNothing) {
  const auto policy = parse_policy(two_levels());
  ASSERT_TRUE(policy.ok());
  const std::string text = format_policy(*policy);
  const auto again = parse_policy(text);
  ASSERT_TRUE(again.ok()) << again.status().to_string();
  EXPECT_EQ(*again, *policy);
  EXPECT_EQ(format_policy(*again), text);
  EXPECT_EQ(text.find('#'), std::string::npos);
}

TEST(Policy, QuorumTruthTable) {
  const auto policy = parse_policy(two_levels());
  ASSERT_TRUE(policy.ok());
  struct Row {
    Names verified;
    bool met;
  };
  for (const Row& row : std::initializer_list<Row>{{{}, false},
                                                   {{"X1"}, false},
                                                   {{"X1", "X2"}, false},
                                                   {{"X1", "X2", "X3"}, false},
                                                   {{"Y1", "Y2"}, false},
                                                   {{"X1", "Y1"}, false},
                                                   {{"X1", "Y1", "Y2"}, false},
                                                   {{"X1", "X1", "Y1"}, false},  // counted once
                                                   {{"X1", "Y1", "Z9"}, false},  // unknown
                                                   {{"X", "Y"}, false},          // names of groups
                                                   {{"XY"}, false},
                                                   {{"none"}, false},
                                                   {{"x1", "x2", "y1"}, false},  // octets, no folding
                                                   {{"X1", "X2", "Y1"}, true},
                                                   {{"Y2", "X3", "X1"}, true},
                                                   {{"X1", "X2", "X3", "Y1", "Y2"}, true}}) {
    EXPECT_EQ(quorum_met(*policy, row.verified), row.met) << testing::PrintToString(row.verified);
  }
}

TEST(Policy, QuorumOfOneWitnessOrNone) {
  const auto one = parse_policy(witness("W", '1') + witness("V", '2') + "quorum W\n");
  ASSERT_TRUE(one.ok());
  EXPECT_TRUE(quorum_met(*one, Names{"W"}));
  EXPECT_FALSE(quorum_met(*one, Names{"V"}));
  EXPECT_FALSE(quorum_met(*one, Names{}));
  const auto none = parse_policy("quorum none\n");
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(quorum_met(*none, Names{}));
  // A policy that nobody parsed demands nothing that can be met.
  EXPECT_FALSE(quorum_met(Policy{}, Names{"W"}));
}

TEST(Policy, RefusalsNameTheirLine) {
  struct Row {
    std::string text;
    std::string_view line;
  };
  for (const Row& row : std::initializer_list<Row>{{"quorum x\n", "line 1: "},
                                                   {"\n# c\n\npeer\nquorum none\n", "line 4: "},
                                                   {witness("W", '1') + "group g 2 W\n", "line 2: "},
                                                   {"quorum none\nquorum none\n", "line 2: "},
                                                   {"# c\n\n", "line 2: "},
                                                   {"# c\nlog x\n", "line 2: "}}) {
    const auto policy = parse_policy(row.text);
    ASSERT_FALSE(policy.ok()) << row.text;
    EXPECT_TRUE(policy.status().message().starts_with(row.line)) << policy.status().message();
  }
  EXPECT_NE(parse_policy("log x\n").status().message().find("vkey.malformed"), std::string::npos);
}

TEST(Policy, Limits) {
  EXPECT_EQ(parse_policy("#" + std::string(kPolicyBytesMax, 'x')).status().reason(), "policy.too_long");
  std::string logs, witnesses, groups;
  for (std::size_t i = 0; i <= kPolicyLogsMax; ++i) {
    logs += "log " + vkey("l", KeyType::kEd25519, static_cast<char>(i)) + "\n";
    const std::string number = std::to_string(i);
    witnesses += witness("w" + number, static_cast<char>(i));
  }
  std::string members = witness("w", '1');
  for (std::size_t i = 0; i <= kPolicyGroupsMax; ++i) {
    groups += "group g" + std::to_string(i) + " 1 " + (i == 0 ? "w" : "g" + std::to_string(i - 1)) + "\n";
  }
  EXPECT_EQ(parse_policy(logs).status().reason(), "policy.too_many");
  EXPECT_EQ(parse_policy(witnesses).status().reason(), "policy.too_many");
  EXPECT_EQ(parse_policy(members + groups).status().reason(), "policy.too_many");
}

}  // namespace
}  // namespace ledger::merkle
