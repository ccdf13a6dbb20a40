// Request framing: where a request begins and ends, and whether its head may be believed. Pure functions and
// small state machines over bytes; no sockets, no clock, no library.
//
// Place in the flow: api/connection feeds what the socket gave; only a head and body that passed here reach
// the handler. Strict by choice: where RFC 9110/9112 let a server guess, the request is refused and the
// connection closed, so that no proxy in front can disagree with us about where the next request starts.
// Threads: values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/message.h"

namespace api {

// Why a request was turned away before a handler saw it. All texts are literals: nothing of the request is
// repeated. `code` is stable, e.g. "http.host_missing".
struct Refusal {
  int status = 400;
  const char* code = "";
  const char* detail = "";
};

struct FramingLimits {
  std::size_t target_bytes_max = 0;
  std::size_t head_bytes_max = 0;
  std::size_t header_count_max = 0;
  std::size_t body_bytes_max = 0;
};

struct RequestHead {
  std::string method;
  std::string target;  // as received: origin form, visible ASCII, every '%' followed by two hex digits
  std::vector<Header> headers;  // end-to-end fields only, names in lower case
  std::string host;             // lower case, without port
  std::uint64_t content_length = 0;
  bool chunked = false;
  bool keep_alive = true;
  bool expects_continue = false;
  bool has_body() const { return chunked || content_length > 0; }
};

enum class Scan { kMore, kComplete, kRefused };

// Finds the blank line that ends a head. Remembers how far it looked, so that a head that trickles in byte by
// byte costs one pass.
class HeadScanner {
 public:
  // `buffer` is everything received since the last head or body; it only grows between two resets. kComplete:
  // head_size() bytes form the head, blank line included. kRefused: refusal() says why (http.request_line,
  // http.line_end, http.header, http.target_too_long, http.head_too_long).
  Scan scan(std::string_view buffer, const FramingLimits& limits);
  std::size_t head_size() const { return at_; }
  const Refusal& refusal() const { return refusal_; }
  void reset() { *this = HeadScanner(); }

 private:
  Scan refuse(const Refusal& refusal);
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  bool request_line_seen_ = false;
  Refusal refusal_;
};

// `head` is what HeadScanner delimited. Codes: http.request_line, http.method_unknown (501), http.method
// (405), http.version (505), http.target, http.target_too_long (414), http.header, http.header_duplicate,
// http.headers_too_many (431), http.host_missing, http.host_duplicate, http.host, http.content_length,
// http.transfer_encoding (400 or 501), http.length_conflict, http.body_unexpected, http.body_too_large (413),
// http.expect (417), http.content_encoding, http.multipart (415), http.range (416), http.upgrade.
std::variant<RequestHead, Refusal> parse_head(std::string_view head, const FramingLimits& limits);

// Decodes Transfer-Encoding: chunked. Refuses chunk extensions, trailers, bare line feeds, sizes with signs,
// blanks or a 0x prefix, and sums above the limit (http.chunk, http.chunk_extension, http.trailer,
// http.body_too_large).
class ChunkedBody {
 public:
  explicit ChunkedBody(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {}
  // Takes from the front of `bytes`; `consumed` tells how much. After kComplete the rest belongs to the next
  // request.
  Scan feed(std::string_view bytes, std::size_t& consumed, std::string& body);
  const Refusal& refusal() const { return refusal_; }

 private:
  enum class State { kSize, kSizeEnd, kData, kDataReturn, kDataEnd, kLastReturn, kLastEnd };
  Scan refuse(const Refusal& refusal);
  // One byte outside of chunk data.
  Scan step(char byte);
  std::size_t body_bytes_max_;
  State state_ = State::kSize;
  std::uint64_t size_ = 0;
  int digits_ = 0;
  std::uint64_t total_ = 0;
  Refusal refusal_;
};

// The host part of a Host field or configured name, lower case, port dropped; nullopt when malformed. IPv6
// literals keep their brackets.
std::optional<std::string> host_of(std::string_view field);

// RFC 9110 §5.1 and §5.5: what may stand as a field name or value in either direction.
bool is_field_name(std::string_view text);
bool is_field_value(std::string_view text);

// After percent-decoding: '/' first, valid UTF-8, no control characters or backslashes, no "." or ".."
// segments.
bool is_clean_path(std::string_view decoded_path);
// After percent-decoding: valid UTF-8 without control characters.
bool is_clean_text(std::string_view decoded);

}  // namespace api
