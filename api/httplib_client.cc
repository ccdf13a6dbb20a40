#include "api/httplib_client.h"

#include <algorithm>
#include <array>
#include <exception>
#include <fstream>
#include <httplib.h>
#include <iterator>
#include <memory>
#include <utility>

#include "api/request_framing.h"
#include "security/peer_certificate.h"

namespace api {
namespace {

using ledger::Status;

Status check_base_url(const std::string& url) {
  const std::size_t scheme_end = url.find("://");
  const std::string scheme = url.substr(0, scheme_end);
  const bool known = scheme_end != std::string::npos && (scheme == "http" || scheme == "https");
  if (known && host_of(std::string_view(url).substr(scheme_end + 3))) return Status();
  return ledger::invalid("client.base_url", "\"" + url + "\" is no base address")
      .want("http://host[:port] or https://host[:port], without a path");
}

// The library would only fail at the first handshake, and without saying why.
Status check_ca_file(const std::string& path) {
  if (path.empty()) return Status();
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file && security::parse_certificate_pem(text).ok()) return Status();
  return ledger::invalid("client.ca_file", "can't use the CA file " + path)
      .want("a PEM file with certificates");
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

Status status_of(httplib::Error error) {
  const std::string text = httplib::to_string(error);
  switch (error) {
    case httplib::Error::Connection:
    case httplib::Error::BindIPAddress:
      return ledger::unavailable("client.connect", "can't connect: " + text);
    case httplib::Error::ConnectionTimeout:
      return ledger::unavailable("client.connect", "no connection in time");
    case httplib::Error::SSLConnection:
    case httplib::Error::SSLLoadingCerts:
    case httplib::Error::SSLServerVerification:
      return ledger::unavailable("client.tls", "no TLS connection: " + text);
    case httplib::Error::Read:
      return ledger::deadline_exceeded("client.timeout",
                                       "no answer came in time, or the connection was closed");
    default:
      return ledger::unavailable("client.broken", "the exchange was broken off: " + text);
  }
}

bool is_sendable_target(std::string_view path) {
  return !path.empty() && path.front() == '/' &&
         std::all_of(path.begin(), path.end(), [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
}

template <typename Client>
void set_timeouts(Client& client, const ClientOptions& options) {
  const auto split = [](std::int64_t ms) { return std::pair<time_t, time_t>(ms / 1000, ms % 1000 * 1000); };
  const auto [connect_s, connect_us] = split(options.connect_timeout_ms);
  const auto [read_s, read_us] = split(options.read_timeout_ms);
  const auto [write_s, write_us] = split(options.write_timeout_ms);
  client.set_connection_timeout(connect_s, connect_us);
  client.set_read_timeout(read_s, read_us);
  client.set_write_timeout(write_s, write_us);
}

// Targets are encoded by the caller; a second encoding would change them. Renamed in later versions.
template <typename Client>
void send_targets_as_given(Client& client) {
  if constexpr (requires { client.set_path_encode(false); }) {
    client.set_path_encode(false);
  } else {
    client.set_url_encode(false);
  }
}

}  // namespace

class HttpClient::Impl {
 public:
  explicit Impl(ClientOptions options)
      : options_(std::move(options)),
        client_(options_.base_url, options_.client_certificate, options_.client_key) {
    set_timeouts(client_, options_);
    send_targets_as_given(client_);
    client_.set_keep_alive(true);
    client_.set_follow_location(false);
    client_.set_decompress(false);
    client_.set_tcp_nodelay(true);
    if (!options_.ca_file.empty()) client_.set_ca_cert_path(options_.ca_file);
  }

  bool is_valid() const { return client_.is_valid(); }

  ledger::Result<Response> request(std::string_view method, std::string_view path,
                                   const std::vector<Header>& headers, std::string_view body) {
    if (!is_field_name(method) || !is_sendable_target(path)) {
      return ledger::invalid("client.request", "the method or the path is malformed");
    }
    httplib::Request request;
    request.method = std::string(method);
    request.path = std::string(path);
    for (const Header& header : headers) {
      if (!is_field_name(header.name) || !is_field_value(header.value)) {
        return ledger::invalid("client.request", "the header field " + header.name + " is malformed");
      }
      request.headers.emplace(header.name, header.value);
    }
    request.body = std::string(body);
    std::string received;
    bool too_large = false;
    request.content_receiver = [&](const char* bytes, std::size_t size, auto, auto) {
      too_large = too_large || received.size() + size > options_.body_bytes_max;
      if (!too_large) received.append(bytes, size);
      return !too_large;
    };
    const httplib::Result result = client_.send(request);
    if (too_large)
      return ledger::exhausted("client.answer_too_large", "the answer is larger than body_bytes_max");
    if (!result) return status_of(result.error());
    return convert(*result, std::move(received));
  }

 private:
  static Response convert(const httplib::Response& answer, std::string body) {
    Response response;
    response.status = answer.status;
    for (const auto& [name, value] : answer.headers) {
      std::string lowered = lower(name);
      if (lowered == "content-type") response.content_type = value;
      response.headers.push_back({std::move(lowered), value});
    }
    response.body = std::move(body);
    return response;
  }

  const ClientOptions options_;
  httplib::Client client_;
};

HttpClient::HttpClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

ledger::Result<HttpClient> HttpClient::make(ClientOptions options) {
  LEDGER_TRY(check_base_url(options.base_url));
  LEDGER_TRY(check_ca_file(options.ca_file));
  if (options.client_certificate.empty() != options.client_key.empty()) {
    return ledger::invalid("client.certificate",
                           "client_certificate and client_key are given together or not at all");
  }
  const bool has_certificate = !options.client_certificate.empty();
  try {
    auto impl = std::make_unique<Impl>(std::move(options));
    if (impl->is_valid()) return HttpClient(std::move(impl));
  } catch (const std::exception&) {
    return ledger::invalid("client.base_url", "the HTTP library refuses the base address");
  }
  if (has_certificate)
    return ledger::invalid("client.certificate", "can't use the client certificate and its key");
  return ledger::unavailable("client.connect", "the TLS library could not be set up");
}

ledger::Result<Response> HttpClient::request(std::string_view method, std::string_view path,
                                             const std::vector<Header>& headers, std::string_view body) {
  try {
    return impl_->request(method, path, headers, body);
  } catch (const std::exception&) {
    return ledger::unavailable("client.broken", "the HTTP library failed");
  }
}

std::string encode_uri_component(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                            c == '-' || c == '.' || c == '_' || c == '~';
    if (unreserved) {
      out.push_back(c);
    } else {
      out.push_back('%');
      out.push_back(kDigits[byte >> 4]);
      out.push_back(kDigits[byte & 15]);
    }
  }
  return out;
}

}  // namespace api
