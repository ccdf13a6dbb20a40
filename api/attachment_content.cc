#include "api/attachment_content.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

namespace api {
namespace {

using ledger::ByteView;
using ledger::Status;

using std::string_view_literals::operator""sv;

struct Form {
  std::string_view media_type, extension;
  std::array<ByteView, 2> beginnings;  // empty: text
};
constexpr Form kForms[] = {
    {"application/pdf", "pdf", {"%PDF-"sv, {}}},
    {"image/jpeg", "jpg", {"\xFF\xD8\xFF"sv, {}}},
    {"image/png", "png", {"\x89PNG\r\n\x1A\n"sv, {}}},
    {"image/tiff", "tif", {"II*\0"sv, "MM\0*"sv}},
    {"text/csv", "csv", {}},
    {"text/plain", "txt", {}},
    {"application/json", "json", {}},
    {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", {"PK\x03\x04"sv, {}}},
    {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", {"PK\x03\x04"sv, {}}},
};

// MZ: Windows. ELF. Mach-O in four spellings, of which one is also Java's class file. A script's first line.
constexpr ByteView kPrograms[] = {"MZ"sv,
                                  "\x7F"
                                  "ELF"sv,
                                  "\xFE\xED\xFA\xCE"sv,
                                  "\xFE\xED\xFA\xCF"sv,
                                  "\xCE\xFA\xED\xFE"sv,
                                  "\xCF\xFA\xED\xFE"sv,
                                  "\xCA\xFE\xBA\xBE"sv,
                                  "#!"sv};
constexpr ByteView kOfficeContents = "[Content_Types].xml";
// Members of an office document that run.
constexpr ByteView kRunning[] = {"vbaproject.bin", ".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1"};

const Form* form_of(std::string_view media_type) {
  const auto* found = std::find_if(std::begin(kForms), std::end(kForms),
                                   [&](const Form& form) { return form.media_type == media_type; });
  return found == std::end(kForms) ? nullptr : found;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

Status executable(std::string message) {
  return ledger::invalid("attachment.executable", std::move(message))
      .at("body")
      .want("a document: no program, no script, no macros");
}

Status not_of_type(std::string_view media_type, std::string want) {
  return ledger::invalid("attachment.content", "the body is not of the type " + std::string(media_type))
      .at("body")
      .want(std::move(want));
}

// No control characters but line ends, tabs and form feeds: what is left can't be a program.
bool is_printable(ByteView text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0x7F || (byte < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f');
  });
}

// Length of the UTF-8 sequence at the beginning; 0: there is none.
std::size_t utf8_length(ByteView text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80) return 0;
  }
  const auto second = static_cast<unsigned char>(text[1]);
  // Overlong forms, surrogates, beyond U+10FFFF.
  const bool wrong = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
                     (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
  return wrong ? 0 : length;
}

// The same for windows-31j, which Japanese office programs still write CSV in.
std::size_t windows_31j_length(ByteView text) {
  const auto lead = static_cast<unsigned char>(text.front());
  if (lead < 0x80 || (lead >= 0xA1 && lead <= 0xDF)) return 1;
  if (lead == 0x80 || lead == 0xA0 || lead > 0xFC || text.size() < 2) return 0;
  const auto trail = static_cast<unsigned char>(text[1]);
  return trail >= 0x40 && trail <= 0xFC && trail != 0x7F ? 2 : 0;
}

template <typename Length>
bool is_encoded(ByteView text, Length length_of) {
  while (!text.empty()) {
    const std::size_t length = length_of(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

bool is_utf8(ByteView text) {
  return is_encoded(text, utf8_length);
}

Status check_text(std::string_view media_type, ByteView content) {
  const bool json = media_type == "application/json";
  if (!is_printable(content) || !(is_utf8(content) || (!json && is_encoded(content, windows_31j_length)))) {
    return not_of_type(media_type, json ? "text in UTF-8" : "text in UTF-8 or Shift_JIS (windows-31j)");
  }
  const std::size_t first = content.find_first_not_of(" \t\r\n");
  const bool opens = first != ByteView::npos && (content[first] == '{' || content[first] == '[');
  return !json || opens ? Status() : not_of_type(media_type, "a JSON object or array");
}

std::size_t little_endian(ByteView bytes, std::size_t at, std::size_t width) {
  std::size_t number = 0;
  for (std::size_t i = width; i > 0; --i)
    number = number << 8U | static_cast<unsigned char>(bytes[at + i - 1]);
  return number;
}

// Names of a zip archive's members, from its central directory (APPNOTE 4.3.12, 4.3.16); nullopt: it is none.
std::optional<std::vector<ByteView>> member_names(ByteView zip) {
  constexpr std::size_t kEndBytes = 22, kRecordBytes = 46;
  const std::size_t end = zip.rfind("PK\x05\x06"sv);
  if (end == ByteView::npos || zip.size() - end < kEndBytes) return std::nullopt;
  std::size_t at = little_endian(zip, end + 16, 4);
  std::vector<ByteView> names;
  for (std::size_t left = little_endian(zip, end + 10, 2); left > 0; --left) {
    if (at > end || end - at < kRecordBytes || !zip.substr(at).starts_with("PK\x01\x02"sv))
      return std::nullopt;
    const std::size_t name_bytes = little_endian(zip, at + 28, 2);
    const std::size_t bytes =
        kRecordBytes + name_bytes + little_endian(zip, at + 30, 2) + little_endian(zip, at + 32, 2);
    if (end - at < bytes) return std::nullopt;
    names.push_back(zip.substr(at + kRecordBytes, name_bytes));
    at += bytes;
  }
  return names;
}

Status check_office(std::string_view media_type, ByteView content) {
  const bool sheet = media_type.find("spreadsheetml") != std::string_view::npos;
  const auto names = member_names(content);
  const auto holds = [&](ByteView name) {
    return names && std::find(names->begin(), names->end(), name) != names->end();
  };
  if (!holds(kOfficeContents) || !holds(sheet ? "xl/workbook.xml" : "word/document.xml")) {
    return not_of_type(media_type, "an office document as its program saves it");
  }
  for (const ByteView name : *names) {
    const std::string member = lower(name);
    const bool runs = std::any_of(std::begin(kRunning), std::end(kRunning),
                                  [&](ByteView ending) { return member.ends_with(ending); });
    if (runs) return executable("the office document holds macros or a program");
  }
  return Status();
}

}  // namespace

Status check_content(std::string_view media_type, ByteView content) {
  if (content.empty()) return ledger::invalid("attachment.empty", "the body is empty").at("body");
  for (const ByteView program : kPrograms) {
    if (content.starts_with(program)) return executable("the body is a program or a script");
  }
  const Form* form = form_of(media_type);
  if (form == nullptr) return not_of_type(media_type, "a type that attachments may have");
  if (form->beginnings.front().empty()) return check_text(media_type, content);
  const bool begins = std::any_of(form->beginnings.begin(), form->beginnings.end(), [&](ByteView beginning) {
    return !beginning.empty() && content.starts_with(beginning);
  });
  if (!begins) return not_of_type(media_type, "bytes that begin as this type does");
  return form->beginnings.front().starts_with("PK") ? check_office(media_type, content) : Status();
}

std::string_view extension_of(std::string_view media_type) {
  const Form* form = form_of(media_type);
  return form == nullptr ? std::string_view("bin") : form->extension;
}

std::string_view media_type_of_file(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return {};
  const std::string ending = lower(name.substr(dot + 1));
  if (ending == "jpeg") return "image/jpeg";
  if (ending == "tiff") return "image/tiff";
  const auto* found = std::find_if(std::begin(kForms), std::end(kForms),
                                   [&](const Form& form) { return form.extension == ending; });
  return found == std::end(kForms) ? std::string_view() : found->media_type;
}

std::string served_type(std::string_view media_type, ByteView content) {
  const Form* form = form_of(media_type);
  std::string type(media_type);
  if (form == nullptr || !form->beginnings.front().empty()) return type;
  return type + (is_utf8(content) ? "; charset=utf-8" : "; charset=windows-31j");
}

}  // namespace api
