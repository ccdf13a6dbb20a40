// Goal: what is noted of the read models is what the snapshot holds, once each, and nothing is noted for a
// caller that asks for none. Method: calls with and without a place for notes, over the fixture's projector.
#include "api/read_models.h"

#include <gtest/gtest.h>

#include "projections/access_log.h"
#include "projections/stream_history.h"
#include "tests/unit/api/api_fixture.h"

namespace tests {
namespace {

using ledger::TreeSize;

TEST(ReadModels, HeaderListsThoseThatAnswered) {
  EXPECT_EQ(api::read_models_header({}), "");
  EXPECT_EQ(api::read_models_header({{"a", 0, TreeSize(0)}}), "");
  EXPECT_EQ(api::read_models_header({{"a", 2, TreeSize(7)}, {"b", 0, {}}, {"c", 1, TreeSize(0)}}),
            "a;version=2;size=7, c;version=1;size=0");
}

TEST(ReadModels, NotedOnceWithVersionAndSize) {
  ApiFixture fixture;
  const api::Request request = request_of("GET", "/");
  api::Call call = fixture.call(request);
  EXPECT_TRUE(api::read_models(call, {projections::AccessLog::kName}).rows_of("access_log").ok());
  std::vector<api::ReadModel> read;
  call.read_models = &read;
  api::note_read_model(call, "access_log");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].version, 0U) << "not known yet";
  api::read_models(call, {"stream_history", "access_log", "nothing"});
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0].name, "access_log");
  EXPECT_EQ(read[0].version, fixture.registry.at(*fixture.registry.find("access_log")).version());
  EXPECT_EQ(read[0].size, TreeSize(fixture.size()));
  EXPECT_EQ(read[1].name, "stream_history");
  EXPECT_EQ(read[2].version, 0U);
}

TEST(ReadModels, ProgressIsOfThoseAskedForThatAreBehind) {
  ApiFixture fixture;
  const std::uint64_t size = fixture.size();
  const std::vector<api::ReadModel> asked{{"access_log", 1, TreeSize(size)}, {"nothing", 0, {}}};
  EXPECT_TRUE(api::progress_of(asked, *fixture.projector, TreeSize(size)).empty());
  const auto behind = api::progress_of(asked, *fixture.projector, TreeSize(size + 5));
  ASSERT_EQ(behind.size(), 1U);
  EXPECT_EQ(behind[0].projection, "access_log");
  EXPECT_EQ(behind[0].reached, size);
  EXPECT_EQ(behind[0].of, size + 5);
}

}  // namespace
}  // namespace tests
