#include "tests/fuzz/json_model.h"

#include <cstdint>
#include <string>

namespace fuzz {
namespace {

using ledger::JsonValue;

constexpr std::size_t kDepthMax = 16;

void append_utf8(std::string& out, std::uint32_t point) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | (point >> 6));
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | (point >> 12));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | (point >> 18));
    put(0x80 | ((point >> 12) & 0x3F));
    put(0x80 | ((point >> 6) & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

// Well-formed, decided by decoding and encoding again.
bool is_utf8(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto lead = static_cast<std::uint8_t>(text[at]);
    const std::size_t length = lead < 0x80       ? 1
                               : lead >> 5 == 6  ? 2
                               : lead >> 4 == 14 ? 3
                               : lead >> 3 == 30 ? 4
                                                 : 0;
    if (length == 0 || at + length > text.size()) return false;
    std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
      const auto next = static_cast<std::uint8_t>(text[at + i]);
      if (next >> 6 != 2) return false;
      point = (point << 6) | (next & 0x3FU);
    }
    if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return false;
    std::string again;
    append_utf8(again, point);
    if (again != text.substr(at, length)) return false;
    at += length;
  }
  return true;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  bool document(JsonValue& out) {
    if (!value(out, 0)) return false;
    blanks();
    return at_ == text_.size();
  }

 private:
  bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  bool take(char c) {
    if (!next_is(c)) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }
  void blanks() {
    while (next_is(' ') || next_is('\t') || next_is('\n') || next_is('\r')) ++at_;
  }

  bool value(JsonValue& out, std::size_t depth) {
    blanks();
    if (next_is('{') || next_is('[')) {
      if (depth == kDepthMax) return false;
      return next_is('{') ? object(out, depth + 1) : array(out, depth + 1);
    }
    if (next_is('"')) {
      std::string text;
      if (!string(text)) return false;
      out = JsonValue(std::move(text));
      return true;
    }
    if (take("null")) {
      out = JsonValue();
      return true;
    }
    const bool truth = next_is('t');
    if (take("true") || take("false")) {
      out = JsonValue(truth);
      return true;
    }
    return integer(out);
  }

  // What follows the digits is judged by the caller: a dot, an exponent or a second digit behind 0 fits
  // nowhere.
  bool integer(JsonValue& out) {
    const bool negative = take('-');
    const std::size_t from = at_;
    std::uint64_t number = 0;
    const std::uint64_t limit = negative ? 1ULL << 63 : (1ULL << 63) - 1;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') {
      const auto digit = static_cast<std::uint64_t>(text_[at_] - '0');
      if (number > (limit - digit) / 10) return false;
      number = number * 10 + digit;
      ++at_;
    }
    if (at_ == from || (at_ - from > 1 && text_[from] == '0') || (negative && number == 0)) return false;
    out = JsonValue(static_cast<std::int64_t>(negative ? 0 - number : number));
    return true;
  }

  bool hex4(std::uint32_t& out) {
    out = 0;
    for (int i = 0; i < 4; ++i) {
      if (at_ == text_.size()) return false;
      const char c = text_[at_++];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return false;
      out = out * 16 + static_cast<std::uint32_t>(digit);
    }
    return true;
  }

  bool escape(std::string& out) {
    if (at_ == text_.size()) return false;
    constexpr std::string_view kNames = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char c = text_[at_++];
    if (const std::size_t which = kNames.find(c); which != std::string_view::npos) {
      out += kMeanings[which];
      return true;
    }
    std::uint32_t point = 0;
    if (c != 'u' || !hex4(point)) return false;
    if (point >= 0xD800 && point <= 0xDFFF) {
      std::uint32_t low = 0;
      if (point > 0xDBFF || !take("\\u") || !hex4(low) || low < 0xDC00 || low > 0xDFFF) return false;
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, point);
    return true;
  }

  bool string(std::string& out) {
    if (!take('"')) return false;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') return true;
      if (static_cast<unsigned char>(c) < 0x20) return false;
      if (c != '\\') {
        out += c;
      } else if (!escape(out)) {
        return false;
      }
    }
    return false;
  }

  bool array(JsonValue& out, std::size_t depth) {
    ++at_;
    JsonValue::Array items;
    blanks();
    bool more = !take(']');
    while (more) {
      items.emplace_back();
      if (!value(items.back(), depth)) return false;
      blanks();
      more = take(',');
      if (!more && !take(']')) return false;
    }
    out = JsonValue(std::move(items));
    return true;
  }

  bool object(JsonValue& out, std::size_t depth) {
    ++at_;
    out = JsonValue(JsonValue::Object{});
    blanks();
    bool more = !take('}');
    while (more) {
      std::string name;
      blanks();
      if (!string(name) || out.find(name) != nullptr) return false;
      blanks();
      JsonValue item;
      if (!take(':') || !value(item, depth)) return false;
      out.as_object().emplace_back(std::move(name), std::move(item));
      blanks();
      more = take(',');
      if (!more && !take('}')) return false;
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<JsonValue> read_json_model(std::string_view text) {
  JsonValue out;
  if (!is_utf8(text) || !Reader(text).document(out)) return std::nullopt;
  return out;
}

}  // namespace fuzz
