// Goal: a later generation begins with exactly the state that its genesis names, part by part, before
// anything else, and uses no id of the ledger before. Method: a second generation in memory, tables of parts
// and of genesis members that contradict each other; what a lived ledger gives, carried over and compared.
#include "ledger/domain/generation.h"

#include <gtest/gtest.h>

#include "ledger/base/sha256.h"
#include "ledger/base/uuid.h"
#include "tests/unit/ledger/domain/programme.h"

namespace tests {
namespace {

using ledger::Bytes;
using ledger::ImportRow;

std::string refusal(const Programme& programme, const ledger::Event& event) {
  const auto verdict = programme.judge(event);
  return verdict.ok() ? "ok" : verdict.status().reason();
}

TEST(Generation, OnlyTheNextPartIsTakenBeforeTheStateIsComplete) {
  Programme programme = Programme::succeeding();
  EXPECT_EQ(refusal(programme, programme.sample("org.registered").build()), "import.unfinished");
  EXPECT_EQ(refusal(programme, programme.sample("state.imported", R"({"part":2})").build()),
            "import.unexpected");
  EXPECT_EQ(refusal(programme, programme.sample("state.imported", R"({"rows":"AAAA"})").build()),
            "import.rows");
  // Another position of the same old event: rows as they may be, but not those that the genesis names.
  const Bytes other = ledger::encode_import_rows({{ledger::past_event_record(ledger::EventId()).bytes,
                                                   ledger::encode_record(ledger::PastEventRecord{3})}});
  const std::string patch = R"({"rows":")" + ledger::to_base64url(other) + R"("})";
  EXPECT_EQ(refusal(programme, programme.sample("state.imported", patch).build()), "import.digest");

  ASSERT_TRUE(programme.append(programme.sample("state.imported").build()).ok());
  EXPECT_EQ(refusal(programme, programme.sample("state.imported", R"({"part":2})").build()),
            "import.unexpected");
  EXPECT_EQ(refusal(programme, programme.sample("org.registered").build()), "ok");
  EXPECT_EQ(refusal(Programme::lived(), Programme::lived().sample("state.imported").build()),
            "import.unexpected")
      << "a first generation imports nothing";
}

TEST(Generation, AnIdOfTheLedgerBeforeIsUsed) {
  Programme programme = Programme::succeeding();
  ASSERT_TRUE(programme.append(programme.sample("state.imported").build()).ok());
  const auto id = ledger::parse_event_id("01890a5d-ac96-774b-bcce-b302099a8057");
  ASSERT_TRUE(id.has_value());
  EXPECT_EQ(ledger::past_position(programme.state(), *id), ledger::Position(7));
  const auto verdict = programme.judge(programme.sample("org.registered").id(*id).build());
  EXPECT_EQ(verdict.status().reason(), "event.id_reused");
  EXPECT_NE(verdict.status().message().find("ledger.before, at position 7"), std::string::npos);
  // What refers to it, refers to something.
  const auto refers = programme.sample("org.registered").ref("01890a5d-ac96-774b-bcce-b302099a8057").build();
  EXPECT_EQ(refusal(programme, refers), "ok");
  const auto dangling =
      programme.sample("org.registered").ref("01890a5d-ac96-774b-bcce-b302099a8058").build();
  EXPECT_EQ(refusal(programme, dangling), "reference.unknown");
}

TEST(Generation, TheGenesisContradictsItselfNowhere) {
  struct Row {
    const char* patch;
    bool taken;
  };
  const Row rows[] = {
      {"{}", true},
      {R"({"previous_anchor_size":8,"lost_from":null,"lost_to":null})", true},
      {R"({"previous_anchor_size":null,"lost_from":null,"lost_to":null})", true},
      {R"({"generation":3})", true},
      {R"({"generation":1})", false},
      {R"({"previous_origin":null})", false},
      {R"({"previous_signature":null})", false},
      {R"({"state_digest":null})", false},
      {R"({"previous_origin":"ledger.test"})", false},
      {R"({"previous_log_key":"=log"})", false},
      {R"({"lost_from":null})", false},
      {R"({"lost_to":10})", false},
      {R"({"lost_from":7})", false},
      {R"({"previous_anchor_size":8})", false},
      {R"({"previous_anchor_size":null})", false},
  };
  for (const Row& row : rows) {
    const Programme empty;
    const ledger::Event genesis = Programme::genesis_of_succession(row.patch);
    const auto verdict = empty.judge(genesis);
    EXPECT_EQ(verdict.ok() ? "" : verdict.status().reason(), row.taken ? "" : "genesis.generation")
        << row.patch;
  }
  EXPECT_EQ(refusal(Programme(), Programme().sample("ledger.genesis", R"({"generation":2})").build()),
            "genesis.generation");
  EXPECT_EQ(refusal(Programme(), Programme().sample("ledger.genesis", R"({"state_parts":1})").build()),
            "genesis.generation");
}

TEST(Generation, RowsHaveOneSpelling) {
  const std::vector<ImportRow> rows = {
      {ledger::past_event_record(ledger::EventId()).bytes, ledger::encode_record(ledger::PastEventRecord{3})},
      {ledger::policy_record("x").bytes, ledger::encode_record(ledger::PolicyRecord{})}};
  const Bytes encoded = ledger::encode_import_rows(rows);
  EXPECT_EQ(ledger::decode_import_rows(encoded), rows);
  for (std::size_t size = 0; size < encoded.size(); ++size) {
    const auto cut = ledger::decode_import_rows(encoded.substr(0, size));
    const bool whole_rows = size == ledger::encode_import_rows({rows[0]}).size();
    EXPECT_EQ(cut.has_value(), whole_rows) << size;
  }
  EXPECT_FALSE(ledger::decode_import_rows(encoded + '\0'));
}

// What is the old ledger's own, or lies in its vault, stays there.
TEST(Generation, CarriesOverWhatRulesRestOnAndNothingElse) {
  const Programme& lived = Programme::lived();
  std::map<ledger::EventId, ledger::Position> ids;
  for (const auto& logged : lived.log()) ids.emplace(logged.event.id, logged.position);
  const auto parts = ledger::make_import_parts(lived.state().records(), ids);
  ASSERT_TRUE(parts.ok());
  std::map<Bytes, Bytes> carried;
  for (const Bytes& part : *parts) {
    EXPECT_LE(part.size(), ledger::kImportPartBytesMax);
    const auto rows = ledger::decode_import_rows(part);
    ASSERT_TRUE(rows.has_value());
    for (const ImportRow& row : *rows) EXPECT_TRUE(carried.emplace(row.key, row.record).second);
  }
  std::set<char> left;
  for (const auto& [key, record] : lived.state().records()) {
    if (const auto found = carried.find(key); found != carried.end()) {
      EXPECT_EQ(found->second, record);
    } else {
      left.insert(key.front());
    }
  }
  EXPECT_EQ(std::string(left.begin(), left.end()), "bgkpz")
      << "bindings, genesis, the ledger's keys, principals, what waits for a countersignature";
  EXPECT_TRUE(carried.contains(ledger::key_record(kid_of("p-admin").value).bytes));
  EXPECT_FALSE(carried.contains(ledger::key_record(kid_of("log").value).bytes));
  EXPECT_FALSE(carried.contains(ledger::key_record(kid_of("attestor").value).bytes));
  for (const auto& [id, position] : ids) {
    EXPECT_TRUE(carried.contains(ledger::past_event_record(id).bytes)) << position.value;
  }
  EXPECT_NE(ledger::import_digest(*parts), ledger::sha256(ledger::ByteView()));
}

}  // namespace
}  // namespace tests
