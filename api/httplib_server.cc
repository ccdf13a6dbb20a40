#include "api/httplib_server.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <ctime>
#include <exception>
#include <httplib.h>
#include <string_view>
#include <sys/random.h>
#include <utility>

#include "api/connection_loop.h"
#include "api/listener.h"
#include "ledger/base/bytes.h"
#include "ledger/base/diag.h"
#include "ledger/base/json_writer.h"
#include "ledger/base/uuid.h"

namespace api {
namespace {

using ledger::Status;

constexpr std::uint64_t kLibraryMinorMin = 41;
constexpr const char* kLastResort =
    "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
constexpr Refusal kBroken{500, "http.internal", "the request could not be handled"};
constexpr Refusal kBadTarget{400, "http.target", "the target must be a plain path and query in UTF-8"};

// What cpp-httplib reads from and writes to: never a socket. The functions are the union of what its versions
// ask for; `override` is left out because none of them declares all.
// NOLINTBEGIN(modernize-use-override)
class MemoryStream : public httplib::Stream {
 public:
  explicit MemoryStream(std::string_view in) : in_(in) {}
  bool is_readable() const { return !in_.empty(); }
  bool wait_readable() const { return true; }
  bool is_writable() const { return true; }
  bool wait_writable() const { return true; }
  ssize_t read(char* buffer, std::size_t size) {
    const std::size_t part = std::min(size, in_.size());
    std::memcpy(buffer, in_.data(), part);
    in_.remove_prefix(part);
    return static_cast<ssize_t>(part);
  }
  ssize_t write(const char* bytes, std::size_t size) {
    out_.append(bytes, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const {}
  void get_local_ip_and_port(std::string&, int&) const {}
  int socket() const { return -1; }
  time_t duration() const { return 0; }
  std::string take() { return std::move(out_); }

 private:
  std::string_view in_;
  std::string out_;
};
// NOLINTEND(modernize-use-override)

// Runs cpp-httplib's request cycle once: parse the head, ask `respond`, format what it fills in. One per
// thread and place of use: making one asks the kernel to change how the process takes a signal. What a run
// leaves behind is replaced by the next one before anything reads it.
class Exchange : public httplib::Server {
 public:
  using Respond = std::function<void(const httplib::Request&, httplib::Response&)>;

  // `respond` may still clear `keep_alive`.
  std::string run(std::string_view head, const bool& keep_alive, Respond respond) {
    set_pre_routing_handler([&](const httplib::Request& request, httplib::Response& response) {
      respond(request, response);
      return HandlerResponse::Handled;
    });
    // The library closes after every error and promises ranges; the door decides about connections itself.
    set_post_routing_handler([&](const httplib::Request&, httplib::Response& response) {
      for (const char* name : {"Connection", "Keep-Alive", "Accept-Ranges"}) response.headers.erase(name);
      if (response.status == 204 || response.status == 304) response.headers.erase("Content-Length");
      if (!keep_alive) response.set_header("Connection", "close");
    });
    MemoryStream stream(head);
    process(*this, stream);
    return stream.take();
  }

 private:
  // The signature grew addresses in 0.18.
  template <typename Self>
  static void process(Self& self, MemoryStream& stream) {
    bool closed = false;
    if constexpr (requires { self.process_request(stream, "", 0, "", 0, false, closed, nullptr); }) {
      self.process_request(stream, "", 0, "", 0, false, closed, nullptr);
    } else {
      self.process_request(stream, false, closed, nullptr);
    }
  }
};

// Only what cpp-httplib has to interpret: it percent-decodes header values, looks for bodies and compresses,
// none of which is wanted, so it gets the target alone.
std::string head_for_library(const std::string& method, const std::string& target) {
  return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
         });
}

bool has_header(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const Header& header) { return equal_ignoring_case(header.name, name); });
}

void set_default(Response& response, const char* name, const char* value) {
  if (!has_header(response, name)) response.set_header(name, value);
}

void add_security_fields(Response& response, bool over_tls) {
  set_default(response, "Cache-Control", "no-store");
  set_default(response, "Content-Security-Policy",
              "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
  set_default(response, "X-Content-Type-Options", "nosniff");
  set_default(response, "Referrer-Policy", "no-referrer");
  set_default(response, "Cross-Origin-Resource-Policy", "same-origin");
  if (over_tls) set_default(response, "Strict-Transport-Security", "max-age=63072000");
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string with_charset(const std::string& type) {
  if (type.find("charset=") != std::string::npos) return type;
  const std::string_view essence = std::string_view(type).substr(0, type.find(';'));
  const bool is_text = essence.substr(0, 5) == "text/" || ends_with(essence, "/json") ||
                       ends_with(essence, "+json") || ends_with(essence, "/xml") ||
                       ends_with(essence, "+xml");
  return is_text ? type + "; charset=utf-8" : type;
}

// RFC 9110 §5.6.7.
std::string http_date(ledger::UnixMicros now) {
  const auto seconds = static_cast<std::time_t>(now.value / 1'000'000);
  // Thousands of answers carry the same second.
  thread_local std::time_t last_seconds = -1;
  thread_local std::string last_text;
  if (seconds == last_seconds) return last_text;
  std::tm parts{};
  std::array<char, 64> text{};
  if (gmtime_r(&seconds, &parts) == nullptr) return {};
  last_text.assign(text.data(), std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts));
  last_seconds = seconds;
  return last_text;
}

const char* title_of(int status) {
  switch (status) {
    case 408:
      return "The request did not arrive in time";
    case 413:
      return "Body too large";
    case 500:
      return "The request could not be handled";
    case 503:
      return "Not available now";
    default:
      return "The request is malformed or not served here";
  }
}

// A refused request never reached what names requests, and yet must be found again in a client's report.
std::string new_request_id(const ledger::Clock& clock) {
  std::array<std::uint8_t, 10> random{};
  if (::getrandom(random.data(), random.size(), GRND_NONBLOCK) != static_cast<ssize_t>(random.size())) {
    return "unidentified";
  }
  return ledger::format_event_id(ledger::make_event_id(clock.now(), random));
}

// RFC 9457; the texts are literals, so that nothing of the request or of an exception leaks. In English: what
// was refused below the router has no header field that may be believed, so no Accept-Language either.
Response problem_of(const Refusal& refusal, const ledger::Clock& clock) {
  const std::string request_id = new_request_id(clock);
  ledger::JsonWriter json;
  json.begin_object();
  json.member("type", "/problems/" + std::string(refusal.code)).member("title", title_of(refusal.status));
  json.member("status", refusal.status).member("detail", refusal.detail).member("code", refusal.code);
  json.member("request_id", request_id).end_object();
  Response response;
  response.set_header("Request-Id", request_id).set_header("Content-Language", "en");
  response.status = refusal.status;
  response.content_type = "application/problem+json";
  response.body = json.take();
  if (refusal.status == 503) response.set_header("Retry-After", "1");
  if (refusal.status == 405) response.set_header("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
  return response;
}

// Header injection is our own bug, not the client's; the answer is withheld.
bool is_well_formed(const Response& response) {
  if (response.status < 200 || response.status > 599 || !is_field_value(response.content_type)) return false;
  if (!response.body.empty() && response.content_type.empty()) return false;
  return std::all_of(response.headers.begin(), response.headers.end(), [](const Header& header) {
    return is_field_name(header.name) && is_field_value(header.value);
  });
}

bool belongs_to_the_door(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNames = {"connection", "content-length", "content-type", "date",
                                                      "transfer-encoding"};
  return std::any_of(kNames.begin(), kNames.end(), [&](auto own) { return equal_ignoring_case(own, name); });
}

void fill_answer(Response response, bool over_tls, const ledger::Clock& clock, httplib::Response& out) {
  if (!is_well_formed(response)) {
    ledger::diag(ledger::DiagLevel::kError, "response_malformed");
    response = problem_of(kBroken, clock);
  }
  add_security_fields(response, over_tls);
  out.status = response.status;
  for (const Header& header : response.headers) {
    if (!belongs_to_the_door(header.name)) out.set_header(header.name, header.value);
  }
  out.set_header("Date", http_date(clock.now()));
  if (!response.body.empty()) out.set_content(std::move(response.body), with_charset(response.content_type));
}

// False when the decoded target may not be passed on.
bool read_target(const httplib::Request& parsed, Request& request) {
  if (!is_clean_path(parsed.path)) return false;
  request.path = parsed.path;
  for (const auto& [name, value] : parsed.params) {
    if (!is_clean_text(name) || !is_clean_text(value)) return false;
    request.params.push_back({name, value});
  }
  return true;
}

// Fit for more than loopback: 1.0 and later, or 0.41 and later.
bool is_current(std::string_view version) {
  const std::size_t first = version.find('.');
  const std::size_t second = version.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return false;
  const auto minor = ledger::parse_decimal(version.substr(first + 1, second - first - 1));
  return version.substr(0, first) != "0" || (minor && *minor >= kLibraryMinorMin);
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(ServerOptions options, const ledger::Clock& clock)
      : options_(std::move(options)),
        clock_(clock),
        bodies_(options_.bodies_bytes_max),
        answers_(options_.answers_bytes_max),
        drained_(options_.drained_bytes_max) {}

  Status start(Handler handler);
  void stop() {
    if (loop_ != nullptr) loop_->stop();
  }
  int port() const { return port_; }

 private:
  Status check_exposure(const Listener& listener) const;
  Served serve(InboundRequest inbound, bool& keep_alive) const;
  // cpp-httplib's cycle over `head`; an answer of the last resort, and no keep-alive, when it fails.
  std::string run_exchange(const std::string& head, bool& keep_alive, const Exchange::Respond& respond) const;
  Response make_safely(const std::function<Response()>& make) const;
  std::string format_refusal(const Refusal& refusal) const;
  Answer handle(InboundRequest& inbound, const httplib::Request& parsed, bool& keep_alive) const;

  const ServerOptions options_;
  const ledger::Clock& clock_;
  ByteBudget bodies_;
  ByteBudget answers_;
  ByteBudget drained_;
  Handler handler_;
  ConnectionRules rules_;
  std::shared_ptr<security::TlsServerContext> tls_;
  std::optional<Listener> listener_;
  int port_ = 0;
  // Last: its threads use everything above.
  std::unique_ptr<ConnectionLoop> loop_;
};

Status HttpServer::Impl::check_exposure(const Listener& listener) const {
  if (listener.is_loopback()) return Status();
  if (!options_.tls) {
    return ledger::invalid("door.plain_http",
                           options_.host + " can be reached from outside, but TLS is not set up")
        .want("a TLS certificate and key, or a loopback address");
  }
  if (!is_current(library_version())) {
    return ledger::invalid("door.library_old", "this program was built with cpp-httplib " +
                                                   library_version() + ", which is fit for loopback only")
        .want("a build after ops/deps could fetch the newest source package");
  }
  return Status();
}

Status HttpServer::Impl::start(Handler handler) {
  if (listener_) return ledger::invalid("door.started", "the HTTP server was started before");
  LEDGER_TRY(check_options(options_));
  LEDGER_ASSIGN(Listener listener, Listener::open(options_.host, options_.port));
  LEDGER_TRY(check_exposure(listener));
  rules_ = make_rules(options_);
  rules_.bodies = &bodies_;
  rules_.answers = &answers_;
  rules_.drained = &drained_;
  LEDGER_ASSIGN(rules_.allowed_hosts, read_hosts(options_, listener.is_loopback()));
  rules_.format_refusal = [this](const Refusal& refusal) { return format_refusal(refusal); };
  if (options_.tls) {
    LEDGER_ASSIGN(tls_, security::TlsServerContext::make(*options_.tls));
  }
  handler_ = std::move(handler);
  port_ = listener.port();
  listener_ = std::move(listener);
  const LoopOptions loop{options_.threads, options_.queue_capacity, options_.connections_max,
                         options_.connections_per_peer_max};
  loop_ = std::make_unique<ConnectionLoop>(
      loop, rules_, *listener_, tls_.get(), clock_,
      [this](InboundRequest inbound, bool& keep_alive) { return serve(std::move(inbound), keep_alive); });
  return loop_->start();
}

Answer HttpServer::Impl::handle(InboundRequest& inbound, const httplib::Request& parsed,
                                bool& keep_alive) const {
  Request request;
  if (!read_target(parsed, request)) {
    keep_alive = false;
    return problem_of(kBadTarget, clock_);
  }
  request.method = std::move(inbound.head.method);
  request.headers = std::move(inbound.head.headers);
  request.body = std::move(inbound.body);
  request.remote_address = std::move(inbound.remote_address);
  request.over_tls = inbound.over_tls;
  request.peer = std::move(inbound.peer);
  request.is_abandoned = std::move(inbound.is_abandoned);
  request.deadline_micros = inbound.deadline_micros;
  const std::string method = request.method;
  try {
    return handler_(std::move(request));
  } catch (...) {
    ledger::diag(ledger::DiagLevel::kError, "handler_threw", {{"method", method}});
    return problem_of(kBroken, clock_);
  }
}

Served HttpServer::Impl::serve(InboundRequest inbound, bool& keep_alive) const {
  const std::string method = inbound.head.method;
  const std::string head = head_for_library(method, inbound.head.target);
  const bool over_tls = inbound.over_tls;
  std::optional<Later<Response>> later;
  std::string bytes =
      run_exchange(head, keep_alive, [&](const httplib::Request& parsed, httplib::Response& response) {
        Answer answer = handle(inbound, parsed, keep_alive);
        if (Response* made = std::get_if<Response>(&answer)) {
          fill_answer(std::move(*made), over_tls, clock_, response);
        } else {
          later = std::get<Later<Response>>(std::move(answer));
        }
      });
  if (!later) return {std::move(bytes), std::nullopt};
  // What the library has formatted so far says nothing; it is asked again when there is an answer.
  const auto finish = [this, method, over_tls, make = std::move(later->finish)](bool& keep) {
    return run_exchange(head_for_library(method, "/"), keep,
                        [&](const httplib::Request&, httplib::Response& response) {
                          fill_answer(make_safely(make), over_tls, clock_, response);
                        });
  };
  return {{}, LaterBytes{std::move(later->waiting), finish}};
}

Response HttpServer::Impl::make_safely(const std::function<Response()>& make) const {
  try {
    return make();
  } catch (...) {
    ledger::diag(ledger::DiagLevel::kError, "handler_threw");
    return problem_of(kBroken, clock_);
  }
}

std::string HttpServer::Impl::run_exchange(const std::string& head, bool& keep_alive,
                                           const Exchange::Respond& respond) const {
  bool answered = false;
  try {
    thread_local Exchange exchange;  // see Exchange
    std::string bytes =
        exchange.run(head, keep_alive, [&](const httplib::Request& parsed, httplib::Response& response) {
          answered = true;
          respond(parsed, response);
        });
    if (answered && !bytes.empty()) return bytes;
  } catch (const std::exception&) {
    ledger::diag(ledger::DiagLevel::kError, "http_library_threw");
  }
  keep_alive = false;
  return answered ? std::string(kLastResort) : format_refusal(kBadTarget);
}

std::string HttpServer::Impl::format_refusal(const Refusal& refusal) const {
  try {
    thread_local Exchange exchange;  // see Exchange
    return exchange.run(
        head_for_library("GET", "/"), false, [&](const httplib::Request&, httplib::Response& response) {
          fill_answer(problem_of(refusal, clock_), options_.tls.has_value(), clock_, response);
        });
  } catch (const std::exception&) {
    return kLastResort;
  }
}

HttpServer::HttpServer(ServerOptions options, const ledger::Clock& clock)
    : impl_(std::make_unique<Impl>(std::move(options), clock)) {}
HttpServer::~HttpServer() {
  stop();
}
Status HttpServer::start(Handler handler) {
  return impl_->start(std::move(handler));
}
void HttpServer::stop() {
  impl_->stop();
}
int HttpServer::port() const {
  return impl_->port();
}
std::string HttpServer::library_version() {
  return CPPHTTPLIB_VERSION;
}

}  // namespace api
