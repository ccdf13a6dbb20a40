// Goal: the members that figures read, and no others, are kept; each is what it was; damaged bytes are
// refused.
#include "projections/figure_fields.h"

#include <gtest/gtest.h>
#include <set>

#include "ledger/base/json_reader.h"
#include "ledger/domain/catalogue.h"
#include "projections/figure_types.h"

namespace projections {
namespace {

using ledger::Bytes;

ledger::JsonValue json(std::string_view text) {
  return ledger::read_json(text).value();
}

TEST(FigureFields, EachIsAMemberOfSomeTypeThatFiguresRead) {
  std::set<std::string_view> seen;
  for (const std::string_view name : kFigureFields) {
    EXPECT_TRUE(seen.insert(name).second) << name;
    const bool is_known =
        std::any_of(figure_types().begin(), figure_types().end(), [&](const FigureType& type) {
          return ledger::find_field(*ledger::find_type(type.type, 1), name) != nullptr;
        });
    EXPECT_TRUE(is_known) << name;
  }
  EXPECT_EQ(FigureField("minutes").name(), "minutes");
  EXPECT_TRUE(FigureField().empty());
  EXPECT_EQ(FigureField().name(), "");
}

TEST(FigureFields, OnlyWhatIsReadIsKept) {
  const auto value = json(R"({"summary":"long","minutes":60,"center_id":"c40","org_ids":["a"],"fund":null})");
  const Bytes bytes = figure_data_of(value);
  ASSERT_EQ(figure_data_size(bytes), bytes.size());
  const FigureData data(bytes.data());
  EXPECT_EQ(data.text("center_id"), "c40");
  EXPECT_EQ(data.value("minutes").as_int(), 60);
  EXPECT_EQ(data.text("minutes"), "");  // a number is no text
  EXPECT_TRUE(data.value("org_ids").is_array());
  EXPECT_TRUE(data.has("fund"));
  EXPECT_FALSE(data.has("kind"));
  EXPECT_TRUE(data.value("kind").json().is_null());
  EXPECT_FALSE(data.has(FigureField()));
  EXPECT_EQ(data.bytes(), bytes);
  EXPECT_EQ(bytes.find("long"), Bytes::npos);
}

TEST(FigureFields, MembersAreLeftOutAndAdded) {
  const FigureField left_out[] = {"minutes", FigureField()};
  Bytes bytes = figure_data_of(json(R"({"minutes":60,"fy":2026})"), left_out);
  EXPECT_FALSE(FigureData(bytes.data()).has("minutes"));
  add_figure_data(bytes, FigureField("center_id"), ledger::JsonValue("c40"));
  add_figure_data(bytes, std::string_view("sales"), ledger::JsonValue(std::int64_t{7}));
  add_figure_data(bytes, std::string_view("fy"), ledger::JsonValue(std::int64_t{1}));   // is there
  add_figure_data(bytes, std::string_view("tea"), ledger::JsonValue(std::int64_t{1}));  // nobody reads it
  ASSERT_EQ(figure_data_size(bytes), bytes.size());
  const FigureData data(bytes.data());
  EXPECT_EQ(data.text("center_id"), "c40");
  EXPECT_EQ(data.value("sales").as_int(), 7);
  EXPECT_EQ(data.value("fy").as_int(), 2026);
  for (const char* none : {"null", "[]", "7", "{}"}) {
    const Bytes empty = figure_data_of(json(none));
    EXPECT_EQ(empty, Bytes(1, '\0')) << none;
    EXPECT_FALSE(FigureData(empty.data()).has("fy"));
  }
}

TEST(FigureFields, DamagedBytesAreRefused) {
  const Bytes bytes = figure_data_of(json(R"({"minutes":60,"center_id":"c40","answers":{"q":1}})"));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_EQ(figure_data_size(ledger::ByteView(bytes).substr(0, size)), 0U) << size;
  }
  EXPECT_LT(figure_data_size(bytes + "x"), bytes.size() + 1);
  Bytes unknown = bytes;
  unknown[0] = static_cast<char>(std::size(kFigureFields) + 1);
  EXPECT_EQ(figure_data_size(unknown), 0U);
}

}  // namespace
}  // namespace projections
