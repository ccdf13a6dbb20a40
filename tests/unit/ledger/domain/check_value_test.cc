// Goal: each kind of field accepts exactly its values.
// Method: a table of kind, JSON value and verdict, accepted and refused ones beside each other at every
// boundary.
#include <gtest/gtest.h>

#include "ledger/base/json_reader.h"
#include "ledger/domain/catalogue.h"

namespace ledger {

namespace {

constexpr std::string_view kCodes[] = {"a", "b"};

FieldSpec field_of(FieldKind kind) {
  FieldSpec field;
  field.name = "f";
  field.kind = kind;
  field.codes = kCodes;
  field.min = 1;
  field.max = 3;
  return field;
}

struct Row {
  FieldKind kind;
  std::string json;
  const char* reason;  // "": accepted
};

std::string repeated(char c, std::size_t count) {
  return std::string(count, c);
}
std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

const Row kRows[] = {
    {FieldKind::kId, R"("A-z_0.9:x")", ""},
    {FieldKind::kId, quoted(repeated('a', 64)), ""},
    {FieldKind::kId, quoted(repeated('a', 65)), "field.type"},
    {FieldKind::kId, R"("")", "field.type"},
    {FieldKind::kId, R"("a b")", "field.type"},
    {FieldKind::kId, "null", "field.type"},
    {FieldKind::kEventRef, R"("01890a5d-ac96-774b-bcce-b302099a8057")", ""},
    {FieldKind::kEventRef, R"("01890A5D-AC96-774B-BCCE-B302099A8057")", "field.type"},
    {FieldKind::kEventRef, R"("01890a5d-ac96-474b-bcce-b302099a8057")", "field.type"},
    {FieldKind::kCode, R"("a")", ""},
    {FieldKind::kCode, R"("c")", "field.code"},
    {FieldKind::kCode, R"("")", "field.code"},
    {FieldKind::kCode, "1", "field.type"},
    {FieldKind::kCodeList, R"(["b","a"])", ""},
    {FieldKind::kCodeList, "[]", "field.range"},
    {FieldKind::kCodeList, R"(["a","a"])", "field.range"},
    {FieldKind::kCodeList, R"(["a",1])", "field.type"},
    {FieldKind::kCodeList, R"(["z"])", "field.code"},
    {FieldKind::kIdList, R"(["x","y","z"])", ""},
    {FieldKind::kIdList, R"(["w","x","y","z"])", "field.range"},
    {FieldKind::kIdList, R"(["a/b"])", "field.type"},
    {FieldKind::kIdList, "{}", "field.type"},
    {FieldKind::kDate, R"("2024-02-29")", ""},
    {FieldKind::kDate, R"("2026-02-29")", "field.type"},
    {FieldKind::kDate, R"("2026-4-1")", "field.type"},
    {FieldKind::kInstant, R"("2026-04-01T00:00:00Z")", ""},
    {FieldKind::kInstant, R"("2026-04-01T00:00:00")", "field.type"},
    {FieldKind::kYearMonth, R"("2026-12")", ""},
    {FieldKind::kYearMonth, R"("2026-00")", "field.type"},
    {FieldKind::kFiscalYear, "3", ""},
    {FieldKind::kFiscalYear, "4", "field.range"},
    {FieldKind::kMinutes, "1", ""},
    {FieldKind::kMinutes, "0", "field.range"},
    {FieldKind::kYen, "2", ""},
    {FieldKind::kYen, R"("2")", "field.type"},
    {FieldKind::kCount, "3", ""},
    {FieldKind::kCount, "[3]", "field.type"},
    {FieldKind::kBool, "true", ""},
    {FieldKind::kBool, "1", "field.type"},
    {FieldKind::kHash, quoted(repeated('0', 64)), ""},
    {FieldKind::kHash, quoted(repeated('A', 64)), "field.type"},
    {FieldKind::kHash, quoted(repeated('0', 63)), "field.type"},
    {FieldKind::kKey, quoted(to_base64url(Bytes(32, 'k'))), ""},
    {FieldKind::kKey, quoted(to_base64url(Bytes(65, '\x04'))), ""},
    {FieldKind::kKey, quoted(to_base64url(Bytes(33, 'k'))), "field.type"},
    {FieldKind::kKey, R"("*")", "field.type"},
    {FieldKind::kBytes, quoted(to_base64url(Bytes(3, 'b'))), ""},
    {FieldKind::kBytes, quoted(to_base64url(Bytes(4, 'b'))), "field.range"},
    {FieldKind::kBytes, R"("YQ==")", "field.type"},
    {FieldKind::kText, R"("相談")", ""},
    {FieldKind::kText, quoted(repeated('x', 32768)), ""},
    {FieldKind::kText, quoted(repeated('x', 32769)), "field.range"},
    {FieldKind::kText, R"("")", "field.range"},
    {FieldKind::kFigures, R"({"sessions":0,"yen":-1000000000000})", ""},
    {FieldKind::kFigures, "{}", "field.range"},
    {FieldKind::kFigures, R"({"a b":1})", "field.type"},
    {FieldKind::kFigures, R"({"a":"1"})", "field.type"},
    {FieldKind::kFigures, R"({"a":1000000000001})", "field.range"},
    {FieldKind::kCorporateNumber, R"("7123456789012")", ""},
    {FieldKind::kCorporateNumber, R"("8123456789012")", "corporate_number.check_digit"},
    {FieldKind::kStreamId, R"("case/k-1")", ""},
    {FieldKind::kStreamId, R"("case")", "field.type"},
    {FieldKind::kOrigin, R"("ledger.example/log")", ""},
    {FieldKind::kOrigin, quoted(repeated('a', 128)), ""},
    {FieldKind::kOrigin, quoted(repeated('a', 129)), "field.type"},
    {FieldKind::kOrigin, R"("https://ledger.example")", "field.type"},
    {FieldKind::kOrigin, R"("a+b")", "field.type"},
    {FieldKind::kOrigin, R"("a b")", "field.type"},
    {FieldKind::kSetting, "-1000000000000", ""},
    {FieldKind::kSetting, "-1000000000001", "field.range"},
    {FieldKind::kSetting, R"("last")", ""},
    {FieldKind::kSetting, "[]", "field.type"},
    {FieldKind::kAttendees, R"([{"person_id":"p","org_id":"o","capacity":"a"}])", ""},
    {FieldKind::kAttendees, R"([{"person_id":"p","org_id":"o","capacity":"a","name":"x"}])", "field.type"},
    {FieldKind::kAttendees, R"([{"person_id":"p","org_id":"","capacity":"a"}])", "field.type"},
    {FieldKind::kAttendees, R"([{"person_id":"p","org_id":"o","capacity":"z"}])", "field.code"},
    {FieldKind::kAttendees, "{}", "field.type"},
};

}  // namespace

TEST(CheckValue, JudgesEveryRow) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.json.substr(0, 80));
    const auto value = read_json(row.json);
    ASSERT_TRUE(value.ok());
    const Status status = check_value(field_of(row.kind), *value, "/data/f");
    EXPECT_EQ(status.ok() ? "" : status.reason(), row.reason);
    if (!status.ok()) {
      EXPECT_TRUE(status.pointer().starts_with("/data/f"));
      EXPECT_FALSE(status.expected().empty());
    }
  }
}

}  // namespace ledger
