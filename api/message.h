// Request and Response: HTTP as the rest of the project sees it, without any library type.
//
// Place in the flow: api/httplib_server makes a Request out of bytes that passed every framing rule, calls
// the handler, and turns the Response back into bytes. Both are plain values: the handler owns what it is
// given for the length of the call and gives away what it returns. Threads: values; no sharing rules of their
// own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/later.h"
#include "security/peer_certificate.h"

namespace api {

struct Header {
  std::string name;  // lower case in requests and in answers that the client received
  std::string value;
};

struct Parameter {
  std::string name;
  std::string value;
};

// First value under `name`, or nullptr.
template <typename Pairs>
const std::string* find_value(const Pairs& pairs, std::string_view name) {
  for (const auto& pair : pairs) {
    if (pair.name == name) return &pair.value;
  }
  return nullptr;
}

struct Request {
  std::string method;  // GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS
  std::string path;    // percent-decoded, begins with '/', no query, no control characters, no dot segments
  // Percent-decoded query fields; equal names keep their order, different names may not.
  std::vector<Parameter> params;
  // End-to-end fields in the order received, names in lower case. What only frames the message (Connection,
  // Content-Length, Transfer-Encoding, Expect) is left out; exactly one `host` is always there.
  std::vector<Header> headers;
  std::string body;            // complete, unchunked; empty for GET, HEAD and OPTIONS
  std::string remote_address;  // numeric address of the peer of the socket, never from a header
  bool over_tls = false;
  // Set when the client proved possession of a certificate that our client CA issued; who that is, and
  // whether the certificate is still good, authentication decides.
  std::shared_ptr<const security::PeerCertificate> peer;
  // Whether the client has gone and nobody will read the answer; asked by long work, from the thread of the
  // call and during it only. May be empty.
  std::function<bool()> is_abandoned;
  // Of the injected clock's monotonic time: an answer behind it is not sent any more, the connection is cut.
  std::optional<std::int64_t> deadline_micros;

  // `name` in lower case; nullptr when absent.
  const std::string* header(std::string_view name) const { return find_value(headers, name); }
  const std::string* param(std::string_view name) const { return find_value(params, name); }
  std::size_t param_count(std::string_view name) const {
    std::size_t count = 0;
    for (const Parameter& one : params) count += one.name == name ? 1U : 0U;
    return count;
  }
};

struct Response {
  int status = 200;
  // With its charset, e.g. "application/json; charset=utf-8"; required when the body is not empty. The server
  // adds "; charset=utf-8" to text/*, JSON and XML types that name none.
  std::string content_type;
  // Further fields. The server adds its security fields and Cache-Control: no-store unless they are set here;
  // Content-Type, Content-Length, Connection and Transfer-Encoding belong to it and are ignored here.
  std::vector<Header> headers;
  std::string body;

  const std::string* header(std::string_view name) const { return find_value(headers, name); }
  Response& set_header(std::string name, std::string value) {
    headers.push_back({std::move(name), std::move(value)});
    return *this;
  }
};

// The response, or where it will come from: then no thread waits for it.
using Answer = std::variant<Response, Later<Response>>;

}  // namespace api
