// HttpClient: outgoing HTTP to one origin, for the command line, the load generator and tests.
//
// Place in the flow: outside the service; the server itself opens no connection that its configuration does
// not list. One object holds one connection, kept alive between requests and reopened when the server closed
// it. Redirects are never followed, answers never decompressed, proxies never used. Ownership: a value owner
// of its connection. Threads: one at a time. Durability: an error after sending means "unknown": ask again
// with the same event id.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/message.h"
#include "ledger/base/status.h"

namespace api {

struct ClientOptions {
  std::string base_url;            // http://host[:port] or https://host[:port], no path
  std::string ca_file;             // PEM; empty: the system's store; https only
  std::string client_certificate;  // PEM; with client_key or not at all
  std::string client_key;
  std::int64_t connect_timeout_ms = 5'000;
  std::int64_t read_timeout_ms = 65'000;  // above the server's request_timeout_ms
  std::int64_t write_timeout_ms = 30'000;
  std::size_t body_bytes_max = 256U << 20;  // of an answer
};

class HttpClient {
 public:
  // Does not connect. `client.base_url`, `client.certificate` (pair incomplete, file unreadable or unusable),
  // `client.ca_file`.
  static ledger::Result<HttpClient> make(ClientOptions options);
  HttpClient(HttpClient&&) noexcept;
  HttpClient& operator=(HttpClient&&) noexcept;
  ~HttpClient();

  // `path` is an encoded target ("/v1/events?limit=5"). Content-Type travels in `headers`. Every answer,
  // whatever its status, is a value. Errors: `client.connect` and `client.tls` (nothing was sent),
  // `client.timeout` and `client.broken` (outcome unknown), `client.answer_too_large`, `client.request` (a
  // header or the path is malformed; nothing was sent).
  ledger::Result<Response> request(std::string_view method, std::string_view path,
                                   const std::vector<Header>& headers = {}, std::string_view body = {});

 private:
  class Impl;
  explicit HttpClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Percent-encodes everything but RFC 3986 unreserved characters: for path segments and query values.
std::string encode_uri_component(std::string_view text);

}  // namespace api
