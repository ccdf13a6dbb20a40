#include "ledger/base/json_writer.h"

#include <array>
#include <charconv>
#include <cstring>

#include "ledger/base/check.h"

namespace ledger {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

bool needs_escape(char c) {
  return (c == '"') | (c == '\\') | (static_cast<unsigned char>(c) < 0x20);
}

// Sixteen bytes that the compiler compares in one instruction where the processor has one.
using Sixteen = unsigned char __attribute__((vector_size(16)));

Sixteen sixteen_of(unsigned char byte) {
  Sixteen all;
  std::memset(&all, byte, sizeof all);
  return all;
}

bool any_needs_escape(const char* sixteen) {
  Sixteen bytes;
  std::memcpy(&bytes, sixteen, sizeof bytes);
  const auto found = (bytes == sixteen_of('"')) | (bytes == sixteen_of('\\')) | (bytes < sixteen_of(0x20));
  std::array<std::uint64_t, 2> halves;
  static_assert(sizeof halves == sizeof found);
  std::memcpy(halves.data(), &found, sizeof halves);
  return (halves[0] | halves[1]) != 0;
}

// Receipts carry whole entries, in which few characters need an escape. Gives the place of the first one at
// or behind `from`, or the size.
std::size_t find_escape(std::string_view text, std::size_t from) {
  while (text.size() - from >= sizeof(Sixteen) && !any_needs_escape(text.data() + from)) {
    from += sizeof(Sixteen);
  }
  while (from < text.size() && !needs_escape(text[from])) ++from;
  return from;
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\r':
      out += "\\r";
      return;
    default:
      break;
  }
  const auto code = static_cast<unsigned char>(c);
  out += "\\u00";
  out += kHexDigits[code >> 4];
  out += kHexDigits[code & 15];
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain_from = 0;
  for (std::size_t i = find_escape(text, 0); i < text.size(); i = find_escape(text, plain_from)) {
    out.append(text, plain_from, i - plain_from);
    append_escape(out, text[i]);
    plain_from = i + 1;
  }
  out.append(text, plain_from);
  out += '"';
}

template <typename Number>
void append_number(std::string& out, Number number) {
  std::array<char, 24> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), written.ptr);
}

}  // namespace

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) {
    LEDGER_CHECK(out_.empty());
    return;
  }
  LEDGER_CHECK(!levels_.back().is_object);
  if (levels_.back().has_items) out_ += ',';
  levels_.back().has_items = true;
}

JsonWriter& JsonWriter::begin_object() {
  before_value();
  levels_.push_back({true, false});
  out_ += '{';
  return *this;
}

JsonWriter& JsonWriter::end_object() {
  LEDGER_CHECK(!levels_.empty() && levels_.back().is_object && !after_key_);
  levels_.pop_back();
  out_ += '}';
  return *this;
}

JsonWriter& JsonWriter::begin_array() {
  before_value();
  levels_.push_back({false, false});
  out_ += '[';
  return *this;
}

JsonWriter& JsonWriter::end_array() {
  LEDGER_CHECK(!levels_.empty() && !levels_.back().is_object);
  levels_.pop_back();
  out_ += ']';
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  LEDGER_CHECK(!levels_.empty() && levels_.back().is_object && !after_key_);
  if (levels_.back().has_items) out_ += ',';
  levels_.back().has_items = true;
  append_quoted(out_, name);
  out_ += ':';
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  append_quoted(out_, text);
  return *this;
}

JsonWriter& JsonWriter::value(std::int64_t number) {
  before_value();
  append_number(out_, number);
  return *this;
}

JsonWriter& JsonWriter::value(std::uint64_t number) {
  before_value();
  append_number(out_, number);
  return *this;
}

JsonWriter& JsonWriter::value(bool flag) {
  return raw(flag ? "true" : "false");
}

JsonWriter& JsonWriter::value(const JsonValue& tree) {
  if (tree.is_null()) return null();
  if (tree.is_bool()) return value(tree.as_bool());
  if (tree.is_int()) return value(tree.as_int());
  if (tree.is_string()) return value(tree.as_string());
  if (tree.is_array()) {
    begin_array();
    for (const JsonValue& item : tree.as_array()) value(item);
    return end_array();
  }
  begin_object();
  for (const auto& [name, item] : tree.as_object()) key(name).value(item);
  return end_object();
}

JsonWriter& JsonWriter::null() {
  return raw("null");
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  before_value();
  out_ += json;
  return *this;
}

std::string JsonWriter::take() {
  LEDGER_CHECK(levels_.empty() && !after_key_);
  std::string taken;
  taken.swap(out_);
  return taken;
}

std::string write_json(const JsonValue& tree) {
  return JsonWriter().value(tree).take();
}

std::string json_quote(std::string_view text) {
  std::string quoted;
  quoted.reserve(text.size() + 2);
  append_quoted(quoted, text);
  return quoted;
}

std::string pointer_token(std::string_view name) {
  std::string token;
  token.reserve(name.size());
  for (const char c : name) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

}  // namespace ledger
