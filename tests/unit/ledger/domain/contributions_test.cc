// Goal: the bytes behind a fixed figure are those of the published format, and nothing else gets a root.
// Method: every case of tests/vectors/contributions, written by an independent implementation, by exact
// reason; one line shown alone leads to the root without telling the others' salts.
#include "ledger/domain/contributions.h"

#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "ledger/base/json_reader.h"
#include "ledger/base/sha256.h"
#include "ledger/base/uuid.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/verify.h"

namespace ledger {

namespace {

JsonValue::Array cases() {
  std::ifstream in(DAICHO_CONTRIBUTION_VECTORS, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  const auto json = read_json(text.str());
  EXPECT_TRUE(json.ok()) << json.status().to_string();
  return json.ok() ? json->as_array() : JsonValue::Array();
}

std::vector<Contribution> contributions_of(const JsonValue& vector) {
  std::vector<Contribution> list;
  for (const JsonValue& item : vector.find("contributions")->as_array()) {
    Contribution& one = list.emplace_back();
    one.subject = item.text("subject");
    for (const JsonValue& amount : item.find("amounts")->as_array()) {
      one.amounts.push_back({std::string(amount.text("name")), amount.find("value")->as_int()});
    }
    for (const JsonValue& input : item.find("inputs")->as_array()) {
      one.inputs.push_back(*parse_event_id(input.as_string()));
    }
  }
  return list;
}

}  // namespace

TEST(Contributions, AnswerEveryVector) {
  std::size_t accepted = 0, refused = 0;
  for (const JsonValue& vector : cases()) {
    SCOPED_TRACE(vector.text("desc"));
    const Bytes salt = *from_hex(vector.text("salt"));
    const std::vector<Contribution> list = contributions_of(vector);
    const auto root = contributions_root(salt, list);
    EXPECT_EQ(root.ok() ? "ok" : root.status().reason(), vector.text("want"));
    if (!root.ok()) {
      ++refused;
      continue;
    }
    ++accepted;
    EXPECT_EQ(to_hex(view_of(*root)), vector.text("root"));
    const JsonValue::Array& lines = vector.find("lines")->as_array();
    ASSERT_EQ(lines.size(), list.size());
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto line = contribution_line(list[i]);
      ASSERT_TRUE(line.ok()) << line.status().to_string();
      EXPECT_EQ(*line, lines[i].as_string());
    }
  }
  EXPECT_GE(accepted, 5U);
  EXPECT_GT(refused, accepted);
}

TEST(Contributions, OneLineIsShownWithoutTheOthers) {
  const Bytes salt(kContributionSaltBytes, 's');
  const std::vector<Contribution> list = {{"b-1", {{"va", 1}}, {}}, {"b-2", {{"va", 2}}, {}}};
  const auto root = contributions_root(salt, list);
  ASSERT_TRUE(root.ok());
  // What is handed out about b-2: its line, its own salt, and the hash beside it.
  const Hash32 own_salt = sha256(salt, list[1].subject);
  const Hash32 leaf = merkle::leaf_hash(Bytes(view_of(own_salt)).append(*contribution_line(list[1])));
  const Hash32 beside = merkle::leaf_hash(*contribution_leaf(salt, list[0]));
  const auto shown =
      merkle::verify_inclusion(Position(1), TreeSize(2), leaf, std::vector<Hash32>{beside}, *root);
  EXPECT_TRUE(shown.ok()) << shown.to_string();
  EXPECT_NE(own_salt, sha256(salt, list[0].subject));
}

}  // namespace ledger
