#include "api/request_framing.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "ledger/base/bytes.h"

namespace api {
namespace {

constexpr Refusal kBadRequestLine{400, "http.request_line",
                                  "the request line is not METHOD SP target SP HTTP/1.1"};
constexpr Refusal kBadTarget{400, "http.target", "the target must be a path in origin form, percent-encoded"};
constexpr Refusal kTargetTooLong{414, "http.target_too_long", "the request target is longer than allowed"};
constexpr Refusal kHeadTooLong{431, "http.head_too_long", "the header section is longer than allowed"};
constexpr Refusal kTooManyHeaders{431, "http.headers_too_many", "there are more header fields than allowed"};
constexpr Refusal kBadLineEnd{400, "http.line_end", "lines end in CR LF, and neither stands alone"};
constexpr Refusal kBadHeader{400, "http.header", "a header field is malformed"};
constexpr Refusal kLookalike{400, "http.header",
                             "a field name can be mistaken for Content-Length or Transfer-Encoding"};
constexpr Refusal kDuplicate{400, "http.header_duplicate",
                             "a header field that may appear once appears twice"};
constexpr Refusal kBodyTooLarge{413, "http.body_too_large", "the body is larger than allowed"};
constexpr Refusal kBadChunk{400, "http.chunk", "the chunked body is malformed"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alpha(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Calls `visit` with each trimmed element of a comma-separated list.
template <typename Visit>
void for_each_element(std::string_view list, Visit visit) {
  while (true) {
    const std::size_t comma = list.find(',');
    visit(trim(list.substr(0, comma)));
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

bool is_target(std::string_view target) {
  constexpr std::string_view kForbidden = "\"#<>\\^`{|}";
  if (target.empty() || target.front() != '/') return false;
  for (std::size_t at = 0; at < target.size(); ++at) {
    const char c = target[at];
    if (c <= 0x20 || c >= 0x7F || kForbidden.find(c) != std::string_view::npos) return false;
    if (c != '%') continue;
    if (at + 2 >= target.size() || hex_value(target[at + 1]) < 0 || hex_value(target[at + 2]) < 0)
      return false;
  }
  return true;
}

std::optional<Refusal> judge_method(std::string_view method) {
  constexpr std::array<std::string_view, 7> kServed = {"GET",   "HEAD",   "POST",   "PUT",
                                                       "PATCH", "DELETE", "OPTIONS"};
  if (std::find(kServed.begin(), kServed.end(), method) != kServed.end()) return std::nullopt;
  if (method == "TRACE" || method == "CONNECT") {
    return Refusal{405, "http.method", "this server never serves TRACE or CONNECT"};
  }
  return Refusal{501, "http.method_unknown", "the method is not known here"};
}

std::optional<Refusal> parse_request_line(std::string_view line, const FramingLimits& limits,
                                          RequestHead& head, bool& old_version) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return kBadRequestLine;
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!is_field_name(method)) return kBadRequestLine;
  if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || !is_digit(version[5]) || version[6] != '.' ||
      !is_digit(version[7])) {
    return kBadRequestLine;
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return Refusal{505, "http.version", "this protocol version is not served"};
  }
  if (std::optional<Refusal> refusal = judge_method(method)) return refusal;
  if (target.size() > limits.target_bytes_max) return kTargetTooLong;
  if (!is_target(target)) return kBadTarget;
  head.method = std::string(method);
  head.target = std::string(target);
  old_version = version == "HTTP/1.0";
  return std::nullopt;
}

// Fields of which a second one is an attack or a mistake. Lists (Accept, Connection ...) are not among them.
bool is_singleton(std::string_view name) {
  constexpr std::array<std::string_view, 13> kNames = {"authorization",  "content-encoding",
                                                       "content-length", "content-type",
                                                       "cookie",         "date",
                                                       "expect",         "host",
                                                       "if-match",       "origin",
                                                       "range",          "transfer-encoding",
                                                       "upgrade"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

// "Transfer_Encoding" is a field like any other to us, and the end of the body to a program in front of us
// that maps names to variables.
bool resembles_framing(std::string_view name) {
  if (name.size() < 13 || name == "content-length" || name == "transfer-encoding") return false;
  std::string letters;
  std::copy_if(name.begin(), name.end(), std::back_inserter(letters),
               [](char c) { return c >= 'a' && c <= 'z'; });
  return letters == "contentlength" || letters == "transferencoding";
}

std::optional<Refusal> parse_fields(std::string_view lines, const FramingLimits& limits,
                                    std::vector<Header>& fields) {
  while (!lines.empty()) {
    const std::size_t end = lines.find("\r\n");
    const std::string_view line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 2);
    const std::size_t colon = line.find(':');
    // A leading blank (obs-fold) or a blank before the colon fails as a non-token.
    if (colon == std::string_view::npos || !is_field_name(line.substr(0, colon))) return kBadHeader;
    const std::string_view value = trim(line.substr(colon + 1));
    if (!is_field_value(value)) return kBadHeader;
    if (fields.size() == limits.header_count_max) return kTooManyHeaders;
    Header field{lower(line.substr(0, colon)), std::string(value)};
    if (resembles_framing(field.name)) return kLookalike;
    if (is_singleton(field.name) && find_value(fields, field.name) != nullptr) {
      if (field.name == "host")
        return Refusal{400, "http.host_duplicate", "there must be exactly one Host field"};
      return kDuplicate;
    }
    fields.push_back(std::move(field));
  }
  return std::nullopt;
}

std::optional<Refusal> frame_host(const std::vector<Header>& fields, RequestHead& head) {
  const std::string* field = find_value(fields, "host");
  if (field == nullptr) return Refusal{400, "http.host_missing", "there must be exactly one Host field"};
  std::optional<std::string> host = host_of(*field);
  if (!host) return Refusal{400, "http.host", "the Host field is malformed"};
  head.host = *std::move(host);
  return std::nullopt;
}

std::optional<Refusal> frame_length(const std::vector<Header>& fields, const FramingLimits& limits,
                                    bool old_version, RequestHead& head) {
  const std::string* length = find_value(fields, "content-length");
  const std::string* coding = find_value(fields, "transfer-encoding");
  if (length != nullptr && coding != nullptr) {
    return Refusal{400, "http.length_conflict", "Content-Length and Transfer-Encoding exclude each other"};
  }
  if (length != nullptr) {
    const std::optional<std::uint64_t> size = ledger::parse_decimal(*length);
    if (!size) return Refusal{400, "http.content_length", "Content-Length must be a decimal number"};
    if (*size > limits.body_bytes_max) return kBodyTooLarge;
    head.content_length = *size;
  }
  if (coding != nullptr) {
    if (old_version) return Refusal{400, "http.transfer_encoding", "HTTP/1.0 has no Transfer-Encoding"};
    if (lower(*coding) != "chunked") {
      return Refusal{501, "http.transfer_encoding", "chunked is the only transfer coding served"};
    }
    head.chunked = true;
  }
  if (head.has_body() && (head.method == "GET" || head.method == "HEAD" || head.method == "OPTIONS")) {
    return Refusal{400, "http.body_unexpected", "GET, HEAD and OPTIONS carry no body here"};
  }
  return std::nullopt;
}

std::optional<Refusal> refuse_unused(const std::vector<Header>& fields) {
  const std::string* encoding = find_value(fields, "content-encoding");
  if (encoding != nullptr && lower(*encoding) != "identity") {
    return Refusal{415, "http.content_encoding", "bodies are accepted uncompressed only"};
  }
  const std::string* type = find_value(fields, "content-type");
  if (type != nullptr && lower(std::string_view(*type).substr(0, 10)) == "multipart/") {
    return Refusal{415, "http.multipart", "multipart bodies are not accepted"};
  }
  if (find_value(fields, "range") != nullptr || find_value(fields, "if-range") != nullptr) {
    return Refusal{416, "http.range", "ranges are not served"};
  }
  if (find_value(fields, "upgrade") != nullptr || find_value(fields, "http2-settings") != nullptr) {
    return Refusal{400, "http.upgrade", "this connection stays HTTP/1.1"};
  }
  return std::nullopt;
}

std::optional<Refusal> frame_connection(const std::vector<Header>& fields, bool old_version,
                                        RequestHead& head) {
  head.keep_alive = !old_version;
  for (const Header& field : fields) {
    if (field.name != "connection") continue;
    for_each_element(field.value, [&](std::string_view element) {
      if (lower(element) == "close") head.keep_alive = false;
    });
  }
  const std::string* expect = find_value(fields, "expect");
  if (expect != nullptr) {
    if (old_version || lower(*expect) != "100-continue") {
      return Refusal{417, "http.expect", "100-continue is the only expectation met"};
    }
    head.expects_continue = head.has_body();
  }
  return std::nullopt;
}

bool is_framing_field(std::string_view name) {
  constexpr std::array<std::string_view, 8> kNames = {"connection", "content-length",   "expect",
                                                      "keep-alive", "proxy-connection", "te",
                                                      "trailer",    "transfer-encoding"};
  return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

// Length of the UTF-8 sequence at the front of `text`, 0 when it is malformed, overlong or a surrogate.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  if (byte(0) < 0x80) return 1;
  const std::size_t size = byte(0) >= 0xF0 ? 4 : byte(0) >= 0xE0 ? 3 : 2;
  if (byte(0) < 0xC2 || byte(0) > 0xF4 || text.size() < size) return 0;
  for (std::size_t at = 1; at < size; ++at) {
    if ((byte(at) & 0xC0) != 0x80) return 0;
  }
  if ((byte(0) == 0xE0 && byte(1) < 0xA0) || (byte(0) == 0xED && byte(1) > 0x9F)) return 0;
  if ((byte(0) == 0xF0 && byte(1) < 0x90) || (byte(0) == 0xF4 && byte(1) > 0x8F)) return 0;
  return size;
}

}  // namespace

Scan HeadScanner::refuse(const Refusal& refusal) {
  refusal_ = refusal;
  return Scan::kRefused;
}

Scan HeadScanner::scan(std::string_view buffer, const FramingLimits& limits) {
  for (; at_ < buffer.size(); ++at_) {
    const char c = buffer[at_];
    if (at_ >= limits.head_bytes_max) return refuse(kHeadTooLong);
    // The method, blanks and version beside the target fit 64 bytes.
    if (!request_line_seen_ && at_ >= limits.target_bytes_max + 64) return refuse(kTargetTooLong);
    // A TLS client hello on the plain port, or any other binary protocol.
    if (!request_line_seen_ && c != '\r' && c != '\n' && ((c >= 0 && c < 0x20) || c == 0x7F))
      return refuse(kBadRequestLine);
    if (c == '\0') return refuse(kBadHeader);
    const bool after_return = at_ > line_start_ && buffer[at_ - 1] == '\r';
    if ((c == '\n') != after_return) return refuse(kBadLineEnd);
    if (c != '\n') continue;
    const bool blank = at_ - line_start_ == 1;
    if (blank && !request_line_seen_) return refuse(kBadRequestLine);
    request_line_seen_ = true;
    line_start_ = at_ + 1;
    if (blank) {
      ++at_;
      return Scan::kComplete;
    }
  }
  return Scan::kMore;
}

std::variant<RequestHead, Refusal> parse_head(std::string_view head, const FramingLimits& limits) {
  RequestHead out;
  bool old_version = false;
  const std::size_t line_end = head.find("\r\n");
  if (line_end == std::string_view::npos || head.size() < line_end + 4) return kBadRequestLine;
  const std::string_view lines = head.substr(line_end + 2, head.size() - line_end - 4);
  if (auto refusal = parse_request_line(head.substr(0, line_end), limits, out, old_version)) return *refusal;
  std::vector<Header> fields;
  if (auto refusal = parse_fields(lines, limits, fields)) return *refusal;
  if (auto refusal = frame_host(fields, out)) return *refusal;
  if (auto refusal = frame_length(fields, limits, old_version, out)) return *refusal;
  if (auto refusal = refuse_unused(fields)) return *refusal;
  if (auto refusal = frame_connection(fields, old_version, out)) return *refusal;
  for (Header& field : fields) {
    if (!is_framing_field(field.name)) out.headers.push_back(std::move(field));
  }
  return out;
}

Scan ChunkedBody::refuse(const Refusal& refusal) {
  refusal_ = refusal;
  return Scan::kRefused;
}

Scan ChunkedBody::step(char byte) {
  switch (state_) {
    case State::kSize: {
      if (byte == ';') return refuse({400, "http.chunk_extension", "chunk extensions are not accepted"});
      if (byte == '\r' && digits_ > 0) {
        state_ = State::kSizeEnd;
        return Scan::kMore;
      }
      const int digit = hex_value(byte);
      if (digit < 0 || ++digits_ > 8) return refuse(kBadChunk);
      size_ = size_ * 16 + static_cast<std::uint64_t>(digit);
      return total_ + size_ > body_bytes_max_ ? refuse(kBodyTooLarge) : Scan::kMore;
    }
    case State::kSizeEnd:
      if (byte != '\n') return refuse(kBadChunk);
      state_ = size_ == 0 ? State::kLastReturn : State::kData;
      digits_ = 0;
      return Scan::kMore;
    case State::kDataReturn:
      if (byte != '\r') return refuse(kBadChunk);
      state_ = State::kDataEnd;
      return Scan::kMore;
    case State::kDataEnd:
      if (byte != '\n') return refuse(kBadChunk);
      state_ = State::kSize;
      return Scan::kMore;
    case State::kLastReturn:
      if (byte != '\r') return refuse({400, "http.trailer", "trailer fields are not accepted"});
      state_ = State::kLastEnd;
      return Scan::kMore;
    case State::kLastEnd:
      return byte == '\n' ? Scan::kComplete : refuse(kBadChunk);
    case State::kData:
      break;
  }
  return refuse(kBadChunk);
}

Scan ChunkedBody::feed(std::string_view bytes, std::size_t& consumed, std::string& body) {
  consumed = 0;
  while (consumed < bytes.size()) {
    if (state_ == State::kData) {
      const std::size_t part = std::min<std::size_t>(size_, bytes.size() - consumed);
      body.append(bytes.substr(consumed, part));
      consumed += part;
      total_ += part;
      size_ -= part;
      if (size_ == 0) state_ = State::kDataReturn;
      continue;
    }
    const Scan result = step(bytes[consumed]);
    ++consumed;
    if (result != Scan::kMore) return result;
  }
  return Scan::kMore;
}

std::optional<std::string> host_of(std::string_view field) {
  std::size_t end = 0;
  if (!field.empty() && field.front() == '[') {
    end = field.find(']');
    if (end == std::string_view::npos || end == 1) return std::nullopt;
    ++end;
    for (const char c : field.substr(1, end - 2)) {
      if (hex_value(c) < 0 && c != ':' && c != '.') return std::nullopt;
    }
  } else {
    while (end < field.size() && (is_digit(field[end]) || is_alpha(field[end]) || field[end] == '-' ||
                                  field[end] == '.' || field[end] == '_')) {
      ++end;
    }
  }
  const std::string_view port = field.substr(end);
  const bool good_port = port.empty() || (port.size() >= 2 && port.size() <= 6 && port.front() == ':' &&
                                          std::all_of(port.begin() + 1, port.end(), is_digit));
  if (end == 0 || !good_port) return std::nullopt;
  return lower(field.substr(0, end));
}

// A token, RFC 9110 §5.6.2; methods have the same grammar.
bool is_field_name(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_digit(c) || is_alpha(c) || kMarks.find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

bool is_clean_text(std::string_view decoded) {
  while (!decoded.empty()) {
    const std::size_t size = utf8_length(decoded);
    const auto first = static_cast<unsigned char>(decoded.front());
    if (size == 0 || first < 0x20 || first == 0x7F) return false;
    decoded.remove_prefix(size);
  }
  return true;
}

bool is_clean_path(std::string_view decoded_path) {
  if (decoded_path.empty() || decoded_path.front() != '/' || !is_clean_text(decoded_path)) return false;
  if (decoded_path.find('\\') != std::string_view::npos) return false;
  std::string_view rest = decoded_path;
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view segment = rest.substr(0, rest.find('/'));
    if (segment == "." || segment == "..") return false;
    rest.remove_prefix(segment.size());
  }
  return true;
}

}  // namespace api
