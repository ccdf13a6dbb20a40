// Goal: a packed value is the JSON value that it was made of, and bytes that are none are never read. Method:
// a table of values, both ways; every prefix of the bytes, and every byte changed.
#include "projections/packed_value.h"

#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"

namespace projections {
namespace {

using ledger::Bytes;

constexpr std::string_view kValues[] = {
    "null",
    "true",
    "false",
    "0",
    "-1",
    "9223372036854775807",
    "-9223372036854775808",
    R"("")",
    R"("拠点")",
    "[]",
    R"([1,"a",[true,null],{"b":[]}])",
    "{}",
    R"({"q1":5,"q2":"yes","":{"deep":[{"er":false}]}})",
};

Bytes packed(std::string_view json) {
  Bytes out;
  pack(ledger::read_json(json).value(), out);
  return out;
}

TEST(PackedValue, IsTheValueItWasMadeOf) {
  for (const std::string_view json : kValues) {
    const Bytes bytes = packed(json);
    ASSERT_EQ(packed_size(bytes), bytes.size()) << json;
    ASSERT_EQ(packed_size(bytes + "more"), bytes.size()) << json;
    const PackedValue value(bytes.data());
    EXPECT_EQ(value.size(), bytes.size()) << json;
    EXPECT_EQ(ledger::write_json(value.json()), json);
  }
  EXPECT_TRUE(PackedValue().json().is_null());
}

TEST(PackedValue, KindsAndParts) {
  const Bytes bytes = packed(R"({"n":-7,"t":"x","f":true,"l":["a","b"]})");
  const PackedValue object(bytes.data());
  ASSERT_TRUE(object.is_object());
  std::vector<std::string> seen;
  object.each_member([&](std::string_view name, PackedValue value) {
    std::string kinds(name);
    if (value.is_int()) kinds += "=" + std::to_string(value.as_int());
    if (value.is_string()) kinds += "=" + std::string(value.as_string());
    if (value.is_bool()) kinds += value.as_bool() ? "=true" : "=false";
    if (value.is_array()) kinds += "=list";
    value.each_item([&](PackedValue item) { kinds += "," + std::string(item.as_string()); });
    value.each_member([&](std::string_view, PackedValue) { kinds += "!"; });
    seen.push_back(kinds);
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"n=-7", "t=x", "f=true", "l=list,a,b"}));
}

TEST(PackedValue, DamagedBytesAreNoValue) {
  for (const std::string_view json : kValues) {
    const Bytes bytes = packed(json);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_EQ(packed_size(ledger::ByteView(bytes).substr(0, size)), 0U) << json << ' ' << size;
    }
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      for (int flip = 1; flip < 256; ++flip) {
        Bytes damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ flip);
        const std::size_t size = packed_size(damaged);
        ASSERT_LE(size, damaged.size());
        if (size == 0) continue;
        // What is taken for a value can be read whole, inside its bytes.
        Bytes again;
        pack(PackedValue(damaged.data()).json(), again);
        EXPECT_EQ(again.size(), size);
      }
    }
  }
  EXPECT_EQ(packed_size(Bytes(1, 7)), 0U);  // no such kind
}

}  // namespace
}  // namespace projections
