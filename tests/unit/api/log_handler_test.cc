// Goal: checkpoint and tiles are what tlog-tiles says, to mirrors only unless the ledger is opened to
// everybody. Method: the checkpoint is compared with the published view; tile and bundle bytes are compared
// with the entries.
#include <gtest/gtest.h>

#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

TEST(LogHandler, TheCheckpointIsTheViewsSignedNote) {
  ApiFixture fixture;
  const api::Response response = fixture.get("/checkpoint");
  ASSERT_EQ(response.status, 200);
  EXPECT_EQ(response.body, fixture.cell.load()->checkpoint);
  EXPECT_TRUE(
      response.body.starts_with(std::string(kTestOrigin) + "\n" + std::to_string(fixture.size()) + "\n"));
  EXPECT_EQ(*response.header("Cache-Control"), "public, max-age=2");
}

TEST(LogHandler, TilesHoldLeafHashesAndBundlesHoldEntries) {
  ApiFixture fixture;
  std::string hashes;
  for (std::uint64_t at = 0; at < 3; ++at) hashes += ledger::view_of(fixture.event_at(at).leaf_hash);
  EXPECT_EQ(fixture.get("/tile/0/000.p/3", "mirror").body, hashes);
  const std::string bundle = fixture.get("/tile/entries/000.p/3", "mirror").body;
  const std::string first = fixture.event_at(0).entry_text;
  EXPECT_EQ(bundle.substr(2, first.size()), first);
  EXPECT_EQ(bundle.find(kMarker), std::string::npos);
}

TEST(LogHandler, WhoMayHaveWhich) {
  struct Row {
    std::string_view target;
    std::string_view as;
    int status;
    std::string_view code;
  };
  const std::vector<Row> rows = {
      {"/tile/0/000.p/1", "mirror", 200, ""},
      {"/tile/0/000.p/1", "", 401, "credential.missing"},
      {"/tile/0/000.p/1", "stranger", 401, "credential.unbound"},
      {"/tile/0/000.p/1", "auditor", 403, "policy.denied"},
      {"/tile/0/000", "mirror", 404, "tile.unknown"},
      {"/tile/0/000.p/255", "mirror", 404, "tile.unknown"},
      {"/tile/5/000.p/1", "mirror", 404, "tile.unknown"},
      {"/tile/0/001.p/1", "mirror", 404, "tile.unknown"},
      {"/tile/0/000.p/0", "mirror", 400, "tile.path"},
      {"/tile/0/000.p/256", "mirror", 400, "tile.path"},
      {"/tile/00/000.p/1", "mirror", 400, "tile.path"},
      {"/tile/0/0", "mirror", 400, "tile.path"},
      {"/tile/entries/0", "mirror", 400, "tile.path"},
      {"/tile/x", "mirror", 400, "tile.path"},
  };
  ApiFixture fixture;
  for (const Row& row : rows) {
    const api::Response response = fixture.get(row.target, row.as);
    EXPECT_EQ(response.status, row.status) << row.target << " " << row.as << " " << response.body;
    EXPECT_EQ(code_of(response), row.code) << row.target << " " << row.as;
  }
}

TEST(LogHandler, AnOpenLedgerServesEverybody) {
  ApiFixture fixture;
  fixture.context->open_tiles = true;
  const api::Response anonymous = fixture.get("/tile/0/000.p/1");
  EXPECT_EQ(anonymous.status, 200);
  EXPECT_TRUE(anonymous.header("Cache-Control")->starts_with("public"));
  EXPECT_EQ(fixture.get("/tile/entries/000.p/1").status, 200);
  fixture.context->open_tiles = false;
  EXPECT_TRUE(fixture.get("/tile/0/000.p/1", "mirror").header("Cache-Control")->starts_with("private"));
}

// Numbers the leaves from 7 on, and keeps them.
class FakeLeaves final : public api::LeafAppender {
 public:
  ledger::Result<ledger::Position> append_leaf(std::string leaf) override {
    if (!refusal.ok()) return refusal;
    leaves.push_back(std::move(leaf));
    return ledger::Position(6 + leaves.size());
  }
  std::vector<std::string> leaves;
  ledger::Status refusal;
};

TEST(LogHandler, AddExistsOnAConformanceLedgerOnly) {
  ApiFixture fixture;
  for (const std::string_view method : {"POST", "GET", "PUT"}) {
    const auto absent = fixture.send(request_of(method, "/add", "", {}, method == "POST" ? "leaf" : ""));
    EXPECT_EQ(absent.status, 404) << method;
    EXPECT_EQ(code_of(absent), "route.unknown") << method;
  }
  EXPECT_EQ(fixture.send(request_of("POST", "/add", "gw", {}, std::string(70000, 'x'))).status, 404);
  EXPECT_EQ(fixture.get("/openapi.json").body.find("\"/add\""), std::string::npos);

  FakeLeaves leaves;
  fixture.context->leaves = &leaves;
  const auto added = fixture.send(request_of("POST", "/add", "", {{"content-type", "image/x"}}, "leaf"));
  EXPECT_EQ(added.status, 200);
  EXPECT_EQ(added.body, "7\n");
  EXPECT_EQ(*added.header("Ledger-Position"), "8");
  EXPECT_EQ(fixture.send(request_of("POST", "/add", "", {}, "another")).body, "8\n");
  EXPECT_EQ(leaves.leaves, (std::vector<std::string>{"leaf", "another"}));
  EXPECT_EQ(code_of(fixture.get("/add")), "route.method");
  EXPECT_EQ(fixture.send(request_of("POST", "/add", "", {}, std::string(65536, 'x'))).status, 413);
  leaves.refusal = ledger::exhausted("journal.queue_full", "full");
  EXPECT_EQ(fixture.send(request_of("POST", "/add", "", {}, "leaf")).status, 503);
  EXPECT_NE(fixture.get("/openapi.json").body.find("\"/add\""), std::string::npos);
  // Nothing may be appended for a refusal where no event can be: the recorder is not even asked.
  EXPECT_EQ(fixture.get("/v1/policy").status, 401);
  EXPECT_TRUE(fixture.denials->flush(true).ok());
  EXPECT_EQ(fixture.appender.appends, 0U);
  fixture.context->leaves = nullptr;
}

}  // namespace
}  // namespace tests
