#include "ledger/base/json_reader.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <simdjson.h>
#include <string>
#include <system_error>
#include <vector>

#include "ledger/base/json_writer.h"
#include "ledger/base/limits.h"

namespace ledger {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::string_view kWhiteSpace = " \t\n\r";
// Above this, the buffers of a thread are given back after the call.
constexpr std::size_t kKeptBytesMax = 1U << 20;
// Up to here comparing every pair of names is cheaper than sorting.
constexpr std::size_t kPairwiseMembersMax = 16;
// An event has at most as many, and their block still fits the allocator's cache of a thread: a larger one
// would take the slow path for every event, twice.
constexpr std::size_t kEventMembersMax = 13;

// The text is read as the only element of an array that we put around it: root values then need no path of
// their own, and whatever stands behind the value is seen as a second element or an early end. The bytes
// behind the closing bracket must be present and constant, since simdjson may look at them.
class ParserBuffers {
 public:
  simdjson::error_code start(std::string_view text, ondemand::document& document) {
    const std::size_t needed = text.size() + 2;
    if (needed > parser_.capacity() || bytes_.empty()) {
      const std::size_t capacity = std::max<std::size_t>(4096, std::bit_ceil(needed));
      bytes_.assign(capacity + simdjson::SIMDJSON_PADDING, '\0');
      if (const auto error = parser_.allocate(capacity)) return error;
    }
    bytes_[0] = '[';
    if (!text.empty()) std::memcpy(bytes_.data() + 1, text.data(), text.size());
    bytes_[needed - 1] = ']';
    std::memset(bytes_.data() + needed, 0, simdjson::SIMDJSON_PADDING);
    return parser_.iterate(bytes_.data(), needed, bytes_.size()).get(document);
  }

  void release_if_large() {
    if (bytes_.size() <= kKeptBytesMax + simdjson::SIMDJSON_PADDING) return;
    bytes_ = {};
    parser_ = ondemand::parser();
  }

 private:
  ondemand::parser parser_;
  std::vector<char> bytes_;
};

Status malformed(std::string message) {
  return invalid("json.malformed", std::move(message));
}

// Offset of the first byte that is not part of well-formed UTF-8 (RFC 3629 §4); text.size() when there is
// none.
std::size_t first_invalid_utf8(std::string_view text) {
  const auto byte_at = [&](std::size_t i) {
    return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0U;
  };
  std::size_t i = 0;
  while (i < text.size()) {
    const unsigned lead = byte_at(i);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    const unsigned second_min = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned second_max = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (lead < 0xC2 || lead > 0xF4 || byte_at(i + 1) < second_min || byte_at(i + 1) > second_max) return i;
    for (std::size_t k = 2; k < length; ++k) {
      if (byte_at(i + k) < 0x80 || byte_at(i + k) > 0xBF) return i;
    }
    i += length;
  }
  return i;
}

// Refusals of the first stage, which looks at bytes and knows no path.
Status stage_one_refusal(simdjson::error_code error, std::size_t text_bytes) {
  switch (error) {
    case simdjson::UNCLOSED_STRING:
      return malformed("a string is not closed").want("a closing quotation mark");
    case simdjson::UNESCAPED_CHARS:
      return malformed("a string holds a raw control character")
          .want("control characters escaped as \\u00xx");
    case simdjson::MEMALLOC:
    case simdjson::CAPACITY:
      return exhausted("json.memory",
                       "no memory for a JSON text of " + std::to_string(text_bytes) + " bytes");
    default:
      return malformed("not a JSON text").want("one JSON value");
  }
}

// An escape such as \ud800 on its own decodes to bytes that are not UTF-8; the text itself was checked
// before.
bool has_surrogate(std::string_view decoded) {
  for (auto at = decoded.find('\xED'); at != std::string_view::npos; at = decoded.find('\xED', at + 1)) {
    if (at + 1 < decoded.size() && static_cast<std::uint8_t>(decoded[at + 1]) >= 0xA0) return true;
  }
  return false;
}

std::size_t digits_at(std::string_view token, std::size_t from) {
  const std::size_t end = token.find_first_not_of("0123456789", from);
  return (end == std::string_view::npos ? token.size() : end) - from;
}

// RFC 8259 §6 on the token itself: simdjson would silently turn -0 into 0 and cannot tell a float from a
// number that is too large.
Status read_number(std::string_view token, JsonValue& out) {
  std::size_t at = token.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits_at(token, at);
  const auto refuse = [&] { return malformed("not a JSON number").want("an integer in decimal digits"); };
  if (whole == 0 || (whole > 1 && token[at] == '0')) return refuse();
  at += whole;
  if (at == token.size()) {
    if (token == "-0") return invalid("json.float", "-0 is not an integer").want("0");
    std::int64_t number = 0;
    const auto parsed = std::from_chars(token.data(), token.data() + token.size(), number);
    if (parsed.ec != std::errc()) {
      return invalid("json.integer_range", "the integer does not fit into 64 bits")
          .want("an integer from -9223372036854775808 to 9223372036854775807");
    }
    out = JsonValue(number);
    return {};
  }
  if (token[at] == '.') {
    const std::size_t fraction = digits_at(token, at + 1);
    if (fraction == 0) return refuse();
    at += 1 + fraction;
  }
  if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
    ++at;
    if (at < token.size() && (token[at] == '+' || token[at] == '-')) ++at;
    const std::size_t exponent = digits_at(token, at);
    if (exponent == 0) return refuse();
    at += exponent;
  }
  if (at != token.size()) return refuse();
  return invalid("json.float", "floating-point numbers are refused").want("an integer");
}

Status read_scalar(ondemand::value& value, char first, JsonValue& out) {
  if (first == '"') {
    std::string_view text;
    if (value.get_string().get(text) != simdjson::SUCCESS || has_surrogate(text)) {
      return malformed("a string holds a wrong escape").want("an escape of RFC 8259 §7, surrogates in pairs");
    }
    out = JsonValue(text);
    return {};
  }
  std::string_view token = value.raw_json_token();
  token = token.substr(0, token.find_last_not_of(kWhiteSpace) + 1);
  if (first == '-' || (first >= '0' && first <= '9')) return read_number(token, out);
  if (token == "null") {
    out = JsonValue();
  } else if (token == "true" || token == "false") {
    out = JsonValue(token == "true");
  } else {
    return malformed("not a JSON value").want("an object, array, string, integer, true, false or null");
  }
  return {};
}

// Index of the first member whose name an earlier one has already; members.size() when there is none.
std::size_t first_duplicate(const JsonValue::Object& members) {
  std::size_t found = members.size();
  if (members.size() <= kPairwiseMembersMax) {
    for (std::size_t later = 1; later < members.size() && found == members.size(); ++later) {
      for (std::size_t earlier = 0; earlier < later; ++earlier) {
        if (members[earlier].first == members[later].first) found = later;
      }
    }
    return found;
  }
  std::vector<std::pair<std::string_view, std::size_t>> names;
  names.reserve(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) names.emplace_back(members[i].first, i);
  std::sort(names.begin(), names.end());
  for (std::size_t i = 1; i < names.size(); ++i) {
    if (names[i - 1].first == names[i].first) found = std::min(found, names[i].second);
  }
  return found;
}

// True when the last structural byte has been used. In the middle of a container that means: it is not
// closed, and our own bracket was taken for its end. Asking simdjson to go on would read behind the text.
template <typename DocumentOrValue>
bool at_end(DocumentOrValue& place) {
  return place.current_location().error() == simdjson::OUT_OF_BOUNDS;
}

Status read_value(ondemand::value& value, std::size_t depth, JsonValue& out);

Status read_array(ondemand::value& value, std::size_t depth, JsonValue& out) {
  out = JsonValue(JsonValue::Array());
  auto& items = out.as_array();
  const auto refuse = [&] { return malformed("the array is broken").want("values, single commas and ]"); };
  ondemand::array array;
  if (value.get_array().get(array) != simdjson::SUCCESS) return refuse();
  for (auto element : array) {
    if (element.error() != simdjson::SUCCESS) return refuse();
    ondemand::value item = element.value_unsafe();
    items.emplace_back();
    if (Status status = read_value(item, depth, items.back()); !status.ok()) {
      return std::move(status).under("/" + std::to_string(items.size() - 1));
    }
    if (at_end(item)) return refuse();
  }
  return {};
}

Status read_object(ondemand::value& value, std::size_t depth, JsonValue& out) {
  out = JsonValue(JsonValue::Object());
  auto& members = out.as_object();
  const auto refuse = [&] {
    return malformed("the object is broken").want("members of name, colon and value, single commas and }");
  };
  ondemand::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS) return refuse();
  for (auto element : object) {
    ondemand::field field;
    if (std::move(element).get(field) != simdjson::SUCCESS) return refuse();
    std::string_view name;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS || has_surrogate(name)) {
      return malformed("a member name holds a wrong escape").want("an escape of RFC 8259 §7");
    }
    // Deeper down, room given in advance would multiply with the depth.
    if (members.empty()) members.reserve(depth == 1 ? kEventMembersMax : 4);
    members.emplace_back(name, JsonValue());
    if (Status status = read_value(field.value(), depth, members.back().second); !status.ok()) {
      return std::move(status).under("/" + pointer_token(members.back().first));
    }
    if (at_end(field.value())) return refuse();
  }
  if (const std::size_t twice = first_duplicate(members); twice < members.size()) {
    return invalid("json.duplicate_key", "a member name appears twice")
        .at("/" + pointer_token(members[twice].first))
        .want("each name once");
  }
  return {};
}

// `depth` is the number of arrays and objects around the value.
Status read_value(ondemand::value& value, std::size_t depth, JsonValue& out) {
  const std::string_view token = value.raw_json_token();
  const char first = token.empty() ? '\0' : token.front();
  if (first != '{' && first != '[') return read_scalar(value, first, out);
  if (depth >= kJsonDepthMax) {
    return invalid("json.too_deep", "arrays and objects are nested too deeply")
        .want("at most " + std::to_string(kJsonDepthMax) + " levels");
  }
  return first == '{' ? read_object(value, depth + 1, out) : read_array(value, depth + 1, out);
}

Result<JsonValue> read_wrapped(ondemand::document& document) {
  const auto trailing = [] {
    return invalid("json.trailing_bytes", "something follows the JSON value").want("white space at most");
  };
  ondemand::array wrapper;
  if (document.get_array().get(wrapper) != simdjson::SUCCESS) return malformed("not a JSON text");
  JsonValue tree;
  bool seen = false;
  for (auto element : wrapper) {
    if (seen) return trailing();
    if (element.error() != simdjson::SUCCESS) return malformed("not a JSON text");
    ondemand::value value = element.value_unsafe();
    LEDGER_TRY(read_value(value, 0, tree));
    seen = true;
    // The value has used up our own bracket.
    if (at_end(document)) return malformed("the text ends inside an array").want("a closing ]");
  }
  if (!seen && at_end(document)) return malformed("the text is empty").want("one JSON value");
  if (!seen) return malformed("not a JSON text").want("one JSON value");
  if (!at_end(document)) return trailing();
  return tree;
}

}  // namespace

Result<JsonValue> read_json(std::string_view text) {
  thread_local ParserBuffers buffers;
  ondemand::document document;
  const auto error = buffers.start(text, document);
  Result<JsonValue> result = error == simdjson::SUCCESS
                                 ? read_wrapped(document)
                                 : Result<JsonValue>(stage_one_refusal(error, text.size()));
  document = ondemand::document();
  buffers.release_if_large();
  if (result.ok()) return result;
  // Which of several faults simdjson meets first depends on the processor; the answer must not, so bytes that
  // are not UTF-8 come before everything else.
  if (const std::size_t at = first_invalid_utf8(text); at < text.size()) {
    return invalid("json.invalid_utf8", "byte " + std::to_string(at) + " is not UTF-8")
        .want("well-formed UTF-8");
  }
  return result;
}

}  // namespace ledger
