// Goal: what is stored as a document is one of its type, and nothing that runs comes in under any type.
// Method: a table of contents for every type on the list, good and spoilt; archives made by hand.
#include "api/attachment_content.h"

#include <gtest/gtest.h>

#include "ledger/domain/attachment.h"

namespace tests {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kSheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kLetter =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

std::string number(std::size_t value, std::size_t width) {
  std::string out;
  for (std::size_t i = 0; i < width; ++i) out.push_back(static_cast<char>(value >> (8 * i)));
  return out;
}

// A zip of empty members, as far as its directory goes.
std::string zip(const std::vector<std::string>& names) {
  const std::string local = "PK\x03\x04" + std::string(26, '\0');
  std::string directory;
  for (const std::string& name : names) {
    directory += "PK\x01\x02" + std::string(24, '\0') + number(name.size(), 2) + std::string(16, '\0') + name;
  }
  const std::string end = "PK\x05\x06" + std::string(4, '\0') + number(names.size(), 2) +
                          number(names.size(), 2) + number(directory.size(), 4) + number(local.size(), 4) +
                          std::string(2, '\0');
  return local + directory + end;
}

std::string verdict(std::string_view media_type, std::string_view content) {
  const ledger::Status status = api::check_content(media_type, content);
  return status.ok() ? "" : status.reason();
}

TEST(AttachmentContent, EveryTypeIsHeldAgainstItsBytes) {
  const std::string content = "attachment.content", executable = "attachment.executable";
  struct Row {
    std::string_view media_type;
    std::string content, verdict;
  };
  const std::vector<Row> rows = {
      {"application/pdf", "%PDF-1.7", ""},
      {"application/pdf", " %PDF-1.7", content},
      {"application/pdf", "", "attachment.empty"},
      {"image/jpeg", "\xFF\xD8\xFF\xE0", ""},
      {"image/jpeg", "\xFF\xD8", content},
      {"image/png", "\x89PNG\r\n\x1A\n", ""},
      {"image/png", "\x89PNG\n\x1A\n", content},
      {"image/tiff", std::string("II*\0x"sv), ""},
      {"image/tiff", std::string("MM\0*x"sv), ""},
      {"image/tiff", "II+", content},
      {"text/csv", "a,b\r\n1,2\r\n", ""},
      {"text/csv",
       "\xEF\xBB\xBF"
       "拠点,件数\n",
       ""},
      {"text/csv", "\x8B\x92\x93\x5F,1\n", ""},  // windows-31j
      {"text/csv", "a\x01", content},
      {"text/csv", "a\x7F", content},
      {"text/csv", "\x81", content},
      {"text/csv", "\xFF\xFE", content},
      {"text/plain", "\xC0\x80", content},  // overlong
      {"text/plain", std::string("a\0b"sv), content},
      {"application/json", "  [1.5]", ""},
      {"application/json", "{}", ""},
      {"application/json", "1", content},
      {"application/json", "{\"a\":\"\xED\xA0\x80\"}", content},
      {kSheet, zip({"[Content_Types].xml", "xl/workbook.xml"}), ""},
      {kLetter, zip({"[Content_Types].xml", "word/document.xml"}), ""},
      {kLetter, zip({"[Content_Types].xml", "xl/workbook.xml"}), content},
      {kSheet, zip({"xl/workbook.xml"}), content},
      {kSheet, "PK\x03\x04 [Content_Types].xml xl/workbook.xml", content},
      {kSheet, zip({"[Content_Types].xml", "xl/workbook.xml"}).substr(0, 60), content},
      {kSheet, zip({"[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"}), executable},
      {kSheet, zip({"[Content_Types].xml", "xl/workbook.xml", "xl/embeddings/A.EXE"}), executable},
      {"application/zip", "PK\x03\x04", content},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(verdict(row.media_type, row.content), row.verdict) << row.media_type << ' ' << row.content;
  }
}

TEST(AttachmentContent, ProgramsAreRefusedUnderEveryType) {
  for (const std::string_view type : ledger::kAttachmentMediaTypes) {
    for (const std::string_view program :
         {"MZ\x90"sv,
          "\x7F"
          "ELF\x02"sv,
          "\xFE\xED\xFA\xCF"sv, "\xCF\xFA\xED\xFE"sv, "\xCA\xFE\xBA\xBE"sv, "#!/bin/sh"sv}) {
      EXPECT_EQ(verdict(type, program), "attachment.executable") << type;
    }
  }
}

// A directory that lies about its lengths is no archive, whatever they are.
TEST(AttachmentContent, ACutOrLyingArchiveIsNone) {
  const std::string good = zip({"[Content_Types].xml", "xl/workbook.xml"});
  ASSERT_EQ(verdict(kSheet, good), "");
  for (std::size_t length = 4; length < good.size(); ++length) {
    EXPECT_NE(verdict(kSheet, good.substr(0, length)), "") << length;
  }
  for (std::size_t at = 4; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(0xFF);
    EXPECT_NE(verdict(kSheet, bad), "attachment.empty") << at << ": reads nothing beyond its end";
  }
}

TEST(AttachmentContent, NamesAndCharsets) {
  for (const std::string_view type : ledger::kAttachmentMediaTypes) {
    const std::string_view extension = api::extension_of(type);
    EXPECT_NE(extension, "bin") << type;
    EXPECT_EQ(api::media_type_of_file("folder.d/a." + std::string(extension)), type);
  }
  EXPECT_EQ(api::extension_of("application/zip"), "bin");
  EXPECT_EQ(api::media_type_of_file("A.JPEG"), "image/jpeg");
  EXPECT_EQ(api::media_type_of_file("a.tiff"), "image/tiff");
  EXPECT_EQ(api::media_type_of_file("a.exe"), "");
  EXPECT_EQ(api::media_type_of_file("pdf"), "");
  EXPECT_EQ(api::served_type("text/csv", "拠点"), "text/csv; charset=utf-8");
  EXPECT_EQ(api::served_type("text/csv", "\x8B\x92\x93\x5F"), "text/csv; charset=windows-31j");
  EXPECT_EQ(api::served_type("application/pdf", "%PDF-"), "application/pdf");
}

}  // namespace
}  // namespace tests
