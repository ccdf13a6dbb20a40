// Oracles: exactly one answer; a refusal is a well-formed problem with its own status; a success that claims
// JSON is JSON; nothing is answered to a request that a second reader calls ambiguous; nobody unproven sees
// confidential text; and every ledger that was appended to passes the audit when it is replaced, after
// kAppendsMax events.
//
// Input: who asks ‖ the bytes of one request. They pass the real framing, then the real pipeline over a
// ledger in memory. Left out is the HTTP library's own look at the target, so percent-decoding is done here.
// `Prefer: wait` is cut to 0: it would wait in real time. The mutator changes JSON bodies as trees and keeps
// the length right.
#include <array>
#include <memory>
#include <utility>

#include "api/request_framing.h"
#include "ledger/base/json_reader.h"
#include "ledger/base/json_writer.h"
#include "tests/fuzz/framing_model.h"
#include "tests/fuzz/json_mutator.h"
#include "tests/fuzz/line_mutator.h"
#include "tests/fuzz/target.h"
#include "tests/unit/api/api_fixture.h"

namespace fuzz {
namespace {

constexpr api::FramingLimits kLimits{2048, 16'384, 64, 65'536};
constexpr std::size_t kAppendsMax = 50;
constexpr std::array<std::string_view, 8> kCast = {"",         "gw-c40", "gw",       "auditor",
                                                   "security", "mirror", "roleless", "stranger"};

// A plain pointer: at the end of the process the statics that a ledger needs go first.
tests::ApiFixture* shared = nullptr;

void let_go() {
  if (shared == nullptr) return;
  require(shared->ledger.audit().findings.empty(), "the audit finds a damaged ledger");
  delete std::exchange(shared, nullptr);
}

tests::ApiFixture& fixture() {
  if (shared != nullptr && shared->appender.appends >= kAppendsMax) let_go();
  if (shared == nullptr) shared = new tests::ApiFixture;
  return *shared;
}

std::optional<std::string> decoded(std::string_view text, bool query) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '%') {
      const auto byte = ledger::from_hex(text.substr(at + 1, 2));
      std::string lowered(text.substr(at + 1, 2));
      for (char& c : lowered) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
      const auto other = byte ? byte : ledger::from_hex(lowered);
      if (!other || other->size() != 1) return std::nullopt;
      out += *other;
      at += 2;
    } else {
      out += query && text[at] == '+' ? ' ' : text[at];
    }
  }
  return out;
}

bool read_target(std::string_view target, api::Request& request) {
  const std::size_t mark = std::min(target.find('?'), target.size());
  const auto path = decoded(target.substr(0, mark), false);
  if (!path || !api::is_clean_path(*path)) return false;
  request.path = *path;
  std::string_view query = target.substr(std::min(mark + 1, target.size()));
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const auto name = decoded(pair.substr(0, equals), true);
    const auto value = decoded(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value || !api::is_clean_text(*name) || !api::is_clean_text(*value)) return false;
    request.params.push_back({*name, *value});
  }
  return true;
}

std::optional<api::Request> read_request(std::string_view bytes) {
  api::HeadScanner scanner;
  if (scanner.scan(bytes, kLimits) != api::Scan::kComplete) return std::nullopt;
  const std::string_view raw = bytes.substr(0, scanner.head_size());
  auto parsed = api::parse_head(raw, kLimits);
  auto* head = std::get_if<api::RequestHead>(&parsed);
  if (head == nullptr) return std::nullopt;
  const char* ambiguity = ambiguity_of(raw);
  require(ambiguity == nullptr, ambiguity);
  const std::string_view rest = bytes.substr(raw.size());
  api::Request request;
  if (head->chunked) {
    api::ChunkedBody chunks(kLimits.body_bytes_max);
    std::size_t consumed = 0;
    if (chunks.feed(rest, consumed, request.body) != api::Scan::kComplete) return std::nullopt;
  } else {
    if (rest.size() < head->content_length) return std::nullopt;
    request.body = rest.substr(0, head->content_length);
  }
  request.method = head->method;
  request.headers = std::move(head->headers);
  for (api::Header& field : request.headers) {
    if (field.name == "prefer" && field.value.find("wait") != std::string::npos) field.value = "wait=0";
  }
  if (!read_target(head->target, request)) return std::nullopt;
  return request;
}

void check_answer(const api::Response& answer, std::string_view who) {
  require(answer.status >= 200 && answer.status <= 599, "an answer with an impossible status");
  require(api::is_field_value(answer.content_type), "an answer with a broken content type");
  for (const api::Header& field : answer.headers) {
    require(api::is_field_name(field.name) && api::is_field_value(field.value),
            "an answer with a broken field");
  }
  const bool proven = who == "gw-c40" || who == "gw" || who == "auditor" || who == "security";
  require(proven || answer.body.find(tests::kMarker) == std::string::npos,
          "confidential text for the unproven");
  const bool json = answer.content_type.find("json") != std::string::npos;
  if (answer.status < 400) {
    require(!json || answer.body.empty() || ledger::read_json(answer.body).ok(), "a success is no JSON");
    return;
  }
  require(answer.content_type == "application/problem+json", "a refusal is no problem");
  const auto problem = ledger::read_json(answer.body);
  require(problem.ok() && problem->is_object(), "a problem is no JSON");
  require(!problem->text("code").empty() && !problem->text("title").empty(), "a problem without code");
  const ledger::JsonValue* status = problem->find("status");
  require(status != nullptr && *status == ledger::JsonValue(std::int64_t{answer.status}),
          "a problem of others");
  require(answer.status < 500 || answer.status == 503, "a request breaks the server");
}

// Another query in the request line; the text unchanged when it has none.
std::string with_other_query(const std::string& text, Random& random) {
  const std::size_t end = text.find(" HTTP/");
  const std::size_t mark = text.find('?');
  if (end == std::string::npos || mark > end) return text;
  std::string query;
  for (const char c : mutate_query(std::string_view(text).substr(mark + 1, end - mark - 1), random)) {
    const bool plain = c > ' ' && c < '\x7f';
    query += plain ? std::string(1, c) : "%" + ledger::to_hex(std::string_view(&c, 1));
  }
  return text.substr(0, mark + 1) + query + text.substr(end);
}

std::string request_text(char who, std::string_view line, std::string_view type = {},
                         std::string_view body = {}) {
  std::string out(1, who);
  out += std::string(line) + " HTTP/1.1\r\nHost: localhost\r\n";
  if (!type.empty()) {
    out +=
        "Content-Type: " + std::string(type) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  return out + "\r\n" + std::string(body);
}

}  // namespace

bool try_input(std::string_view input) {
  Choices choices(input);
  const std::string_view who = kCast[choices.u8() % kCast.size()];
  auto request = read_request(choices.rest());
  if (!request) return false;
  request->remote_address = "127.0.0.1";
  request->over_tls = true;
  if (!who.empty()) {
    auto peer = std::make_shared<security::PeerCertificate>();
    peer->subject = who;
    request->peer = std::move(peer);
  }
  const api::Response answer = fixture().send(*request);
  check_answer(answer, who);
  canary([&] {
    const std::string* from = request->param("from");
    const std::string* to = request->param("to");
    return answer.status == 200 && request->path == "/v1/proofs/consistency" && from != nullptr &&
           to != nullptr && ledger::parse_decimal(*from) == planted(0, 3, 5) &&
           ledger::parse_decimal(*to) == planted(1, 6, 9);
  });
  return answer.status < 300;
}

std::vector<std::string> seeds() {
  tests::ApiFixture cast;
  std::vector<std::string> out;
  for (const std::string_view target :
       {"/checkpoint", "/openapi.json", "/v1/policy", "/v1/catalogue?type=session.held", "/v1/events?limit=2",
        "/v1/events/0", "/v1/streams/business/b-1?fields=all", "/v1/proofs/inclusion?position=1&size=4",
        "/v1/proofs/consistency?from=2&to=5", "/tile/0/000.p/4", "/v1/audit/accesses?record=business/b-1",
        "/v1/audit/denials?limit=1", "/healthz", "/metrics", "/v1/events?after=1&type=role.granted",
        "/v1/proofs/consistency?from=%31"}) {
    for (const char who : {'\0', '\1', '\3'}) out.push_back(request_text(who, "GET " + std::string(target)));
  }
  out.push_back(request_text('\1', "GET /v1/receipts/" + cast.business_events[0]));
  out.push_back(request_text('\1', "POST /v1/events", "application/json", cast.business_text("b-7")));
  out.push_back(request_text('\1', "POST /v1/events", "application/x-ndjson",
                             cast.business_text("b-8") + "\n" + cast.business_text("b-9") + "\n"));
  out.push_back(request_text('\0', "POST /v1/events", "application/sd-jwt",
                             tests::sd_jwt_text(cast.ledger.person("p-9"), "p-bureau")));
  out.push_back(
      std::string("\1POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                  "Content-Type: application/json\r\n\r\n2\r\n{}\r\n0\r\n\r\n"));
  return out;
}

}  // namespace fuzz

extern "C" void daicho_fuzz_finish() {
  fuzz::let_go();
}

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::size_t blank = text.find("\r\n\r\n");
  const std::size_t field = text.find("Content-Length: ");
  auto body = blank == std::string::npos ? ledger::Result<ledger::JsonValue>(ledger::invalid("none", ""))
                                         : ledger::read_json(text.substr(blank + 4));
  if (fuzz::below(random, 4) == 0) return LLVMFuzzerMutate(data, size, size_max);
  if (!body.ok() || field > blank)
    return fuzz::put_input(fuzz::with_other_query(text, random), data, size, size_max);
  fuzz::mutate_json(*body, random);
  const std::string json = ledger::write_json(*body);
  std::string out = text.substr(0, field) + "Content-Length: " + std::to_string(json.size());
  out += text.substr(text.find("\r\n", field), blank + 4 - text.find("\r\n", field)) + json;
  return fuzz::put_input(out, data, size, size_max);
}
