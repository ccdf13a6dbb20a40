#include "api/answer_format.h"

#include <algorithm>
#include <array>

#include "api/request_framing.h"
#include "ledger/base/check.h"

namespace api {
namespace {

constexpr std::size_t kHeadBytesUsual = 1024;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

// RFC 9110 §15; a status that is not listed goes out without a phrase, which no client reads.
std::string_view reason_of(int status) {
  struct Reason {
    int status;
    std::string_view phrase;
  };
  static constexpr std::array<Reason, 29> kReasons = {{
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {303, "See Other"},
      {304, "Not Modified"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {503, "Service Unavailable"},
      {505, "HTTP Version Not Supported"},
  }};
  const auto found =
      std::find_if(kReasons.begin(), kReasons.end(), [&](const Reason& one) { return one.status == status; });
  return found == kReasons.end() ? std::string_view() : found->phrase;
}

bool belongs_to_the_door(std::string_view name) {
  constexpr std::array<std::string_view, 5> kNames = {"connection", "content-length", "content-type", "date",
                                                      "transfer-encoding"};
  return std::any_of(kNames.begin(), kNames.end(), [&](auto own) { return equal_ignoring_case(own, name); });
}

bool is_text(std::string_view essence) {
  return essence.starts_with("text/") || essence.ends_with("/json") || essence.ends_with("+json") ||
         essence.ends_with("/xml") || essence.ends_with("+xml");
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

void append_security_fields(std::string& out, const Response& response, bool over_tls) {
  struct Default {
    std::string_view name, value;
  };
  static constexpr std::array<Default, 5> kDefaults = {{
      {"Cache-Control", "no-store"},
      {"Content-Security-Policy", "default-src 'none'; base-uri 'none'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
  }};
  static constexpr Default kTransport = {"Strict-Transport-Security", "max-age=63072000"};
  const auto append_unless_set = [&](const Default& one) {
    const bool set = std::any_of(response.headers.begin(), response.headers.end(), [&](const Header& header) {
      return equal_ignoring_case(header.name, one.name);
    });
    if (!set) append_field(out, one.name, one.value);
  };
  for (const Default& one : kDefaults) append_unless_set(one);
  if (over_tls) append_unless_set(kTransport);
}

}  // namespace

bool is_well_formed(const Response& response) {
  if (response.status < 200 || response.status > 599 || !is_field_value(response.content_type)) return false;
  if (!response.body.empty() && response.content_type.empty()) return false;
  return std::all_of(response.headers.begin(), response.headers.end(), [](const Header& header) {
    return is_field_name(header.name) && is_field_value(header.value);
  });
}

std::string format_answer(const Response& response, const AnswerFrame& frame) {
  LEDGER_CHECK(is_well_formed(response));
  const bool never_a_body = response.status == 204 || response.status == 304;
  const bool send_body = !never_a_body && !frame.to_head;
  std::string out;
  out.reserve(kHeadBytesUsual + (send_body ? response.body.size() : 0));
  out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  out.append(reason_of(response.status)).append("\r\n");
  if (!frame.date.empty()) append_field(out, "Date", frame.date);
  if (!response.body.empty() && !never_a_body) {
    const std::string_view type = response.content_type;
    const bool add_charset =
        is_text(type.substr(0, type.find(';'))) && type.find("charset=") == std::string_view::npos;
    out.append("Content-Type: ").append(type).append(add_charset ? "; charset=utf-8\r\n" : "\r\n");
  }
  if (!never_a_body) append_field(out, "Content-Length", std::to_string(response.body.size()));
  if (!frame.keep_alive) append_field(out, "Connection", "close");
  for (const Header& header : response.headers) {
    if (!belongs_to_the_door(header.name)) append_field(out, header.name, header.value);
  }
  append_security_fields(out, response, frame.over_tls);
  out.append("\r\n");
  if (send_body) out.append(response.body);
  return out;
}

}  // namespace api
