// Goal: what was published stays valid and what was refused stays refused. Method: every case of the golden
// files in tests/vectors/merkle, written by an independent implementation, positive and negative, by exact
// reason.
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>

#include "ledger/base/json_reader.h"
#include "ledger/base/sha256.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/policy.h"
#include "ledger/merkle/tlog_proof.h"
#include "ledger/merkle/verify.h"
#include "tests/unit/ledger/merkle/reference_tree.h"

namespace ledger::merkle {
namespace {

// Cases of one file; a file that can't be read fails the test instead of passing with no case.
JsonValue::Array cases_of(const std::string& file) {
  std::ifstream in(std::string(DAICHO_MERKLE_VECTORS_DIR) + "/" + file, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  const auto json = read_json(text.str());
  EXPECT_TRUE(json.ok()) << file << ": " << json.status().to_string();
  return json.ok() ? json->as_array() : JsonValue::Array();
}

std::uint64_t number(const JsonValue& vector, std::string_view name) {
  return static_cast<std::uint64_t>(vector.find(name)->as_int());
}

Hash32 hash(const JsonValue& vector, std::string_view name) {
  return tests::hash_of_hex(vector.text(name));
}

std::vector<Hash32> hashes(const JsonValue& vector, std::string_view name) {
  std::vector<Hash32> list;
  for (const JsonValue& item : vector.find(name)->as_array())
    list.push_back(tests::hash_of_hex(item.as_string()));
  return list;
}

std::string answer(const Status& status) {
  return status.ok() ? "ok" : status.reason();
}

// Runs `check` on every case and compares; a file must hold both kinds, mostly refusals.
template <typename Check>
void run_cases(const std::string& file, const Check& check) {
  std::size_t accepted = 0, refused = 0;
  for (const JsonValue& vector : cases_of(file)) {
    EXPECT_EQ(answer(check(vector)), vector.text("want")) << file << ": " << vector.text("desc");
    ++(vector.text("want") == "ok" ? accepted : refused);
  }
  EXPECT_GE(accepted, 5U) << file;
  EXPECT_GT(refused, accepted) << file;
}

// The same for text formats, where accepting also means writing the same bytes again.
template <typename Parse, typename Format>
void run_texts(const std::string& file, const Parse& parse, const Format& format) {
  run_cases(file, [&](const JsonValue& vector) -> Status {
    const Bytes text = *from_hex(vector.text("hex"));
    const auto parsed = parse(text);
    if (parsed.ok()) {
      EXPECT_EQ(format(*parsed), text) << vector.text("desc");
    }
    return parsed.status();
  });
}

TEST(Vectors, Inclusion) {
  run_cases("inclusion.json", [](const JsonValue& vector) {
    return verify_inclusion(Position(number(vector, "index")), TreeSize(number(vector, "size")),
                            hash(vector, "leaf"), hashes(vector, "proof"), hash(vector, "root"));
  });
}

TEST(Vectors, Consistency) {
  run_cases("consistency.json", [](const JsonValue& vector) {
    return verify_consistency(TreeSize(number(vector, "from")), TreeSize(number(vector, "to")),
                              hash(vector, "from_root"), hash(vector, "to_root"), hashes(vector, "proof"));
  });
}

TEST(Vectors, Range) {
  run_cases("range.json", [](const JsonValue& vector) {
    return verify_range(Position(number(vector, "begin")), TreeSize(number(vector, "size")),
                        hashes(vector, "leaves"), hashes(vector, "proof"), hash(vector, "root"));
  });
}

TEST(Vectors, TilePath) {
  run_cases("tile_path.json", [](const JsonValue& vector) -> Status {
    LEDGER_ASSIGN(const TileId id, parse_tile_path(vector.text("path")));
    const TileId want{static_cast<unsigned>(number(vector, "level")), *parse_decimal(vector.text("index")),
                      static_cast<unsigned>(number(vector, "width"))};
    EXPECT_EQ(id, want) << vector.text("path");
    EXPECT_EQ(format_tile_path(id), vector.text("path"));
    return {};
  });
}

TEST(Vectors, TreeAndTiles) {
  TreeEdge edge;
  tests::MemoryTiles tiles;
  const auto vectors = cases_of("tree.json");
  EXPECT_GE(vectors.size(), 10U);
  for (const JsonValue& vector : vectors) {
    const TreeSize size(number(vector, "size"));
    while (edge.size() < size) edge.append(tests::numbered_leaf(edge.size().value));
    ASSERT_TRUE(tiles.apply(edge.take_dirty_tiles()));
    EXPECT_EQ(edge.root(), hash(vector, "root")) << size.value;
    for (const JsonValue& tile : vector.find("tiles")->as_array()) {
      const auto level = static_cast<unsigned>(number(tile, "level"));
      const auto width = static_cast<unsigned>(number(tile, "width"));
      EXPECT_EQ(widest_tile(level, number(tile, "index"), size),
                (TileId{level, number(tile, "index"), width}));
      const auto bytes = tiles.tile(level, number(tile, "index"), width);
      ASSERT_TRUE(bytes.ok()) << size.value;
      EXPECT_EQ(sha256(*bytes), hash(tile, "sha256")) << size.value << " level " << level;
    }
  }
}

TEST(Vectors, Note) {
  run_texts("note.json", parse_note, [](const Note& note) { return *format_note(note); });
}

TEST(Vectors, Checkpoint) {
  run_texts("checkpoint.json", parse_checkpoint,
            [](const Checkpoint& checkpoint) { return *format_checkpoint(checkpoint); });
}

TEST(Vectors, TlogProof) {
  run_texts("tlog_proof.json", parse_tlog_proof,
            [](const TlogProof& proof) { return *format_tlog_proof(proof); });
}

TEST(Vectors, Vkey) {
  run_texts("vkey.json", parse_vkey, format_vkey);
}

TEST(Vectors, Policy) {
  // A policy has comments and blanks, so the law is: reading what was written gives the same policy.
  run_cases("policy.json", [](const JsonValue& vector) -> Status {
    LEDGER_ASSIGN(const Policy policy, parse_policy(*from_hex(vector.text("hex"))));
    const auto again = parse_policy(format_policy(policy));
    EXPECT_TRUE(again.ok() && *again == policy) << vector.text("desc");
    return {};
  });
}

}  // namespace
}  // namespace ledger::merkle
