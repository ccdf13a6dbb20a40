// Oracles: a head that arrives in two parts is scanned as one that arrives at once; an accepted head is
// unambiguous to a second reader, and so is its length; a chunked body is complete exactly when the second
// reader says so, whatever the parts it came in. First byte: where the parts are cut.
#include <algorithm>

#include "api/request_framing.h"
#include "tests/fuzz/field_mutator.h"
#include "tests/fuzz/framing_model.h"
#include "tests/fuzz/line_mutator.h"
#include "tests/fuzz/target.h"

namespace fuzz {
namespace {

constexpr api::FramingLimits kLimits{2048, 16'384, 64, 1024};

struct Scanned {
  api::Scan scan = api::Scan::kMore;
  std::size_t size = 0;
  std::string code;
};

Scanned scan_in_parts(std::string_view bytes, std::size_t cut) {
  api::HeadScanner scanner;
  Scanned out;
  for (const std::size_t end : {std::min(cut, bytes.size()), bytes.size()}) {
    out.scan = scanner.scan(bytes.substr(0, end), kLimits);
    if (out.scan != api::Scan::kMore) break;
  }
  out.size = out.scan == api::Scan::kComplete ? scanner.head_size() : 0;
  out.code = out.scan == api::Scan::kRefused ? scanner.refusal().code : "";
  return out;
}

bool same(const Scanned& a, const Scanned& b) {
  return a.scan == b.scan && a.size == b.size;
}

std::optional<ChunkedModel> feed_in_parts(std::string_view bytes, std::size_t part) {
  api::ChunkedBody chunks(kLimits.body_bytes_max);
  ChunkedModel out;
  while (true) {
    const std::string_view next = bytes.substr(out.consumed, part);
    std::size_t consumed = 0;
    const api::Scan scan = chunks.feed(next, consumed, out.body);
    require(consumed <= next.size(), "more was consumed than was there");
    require(out.body.size() <= kLimits.body_bytes_max, "a body is longer than its limit");
    out.consumed += consumed;
    if (scan == api::Scan::kComplete) return out;
    if (scan == api::Scan::kRefused || out.consumed == bytes.size()) return std::nullopt;
    require(consumed == next.size(), "bytes were left although more is wanted");
  }
}

void check_chunks(const api::RequestHead& head, std::string_view rest, std::size_t part) {
  const auto model = read_chunked_model(rest, kLimits.body_bytes_max);
  for (const std::size_t size : {rest.size() + 1, part, std::size_t{1}}) {
    const auto body = feed_in_parts(rest, size);
    require(body.has_value() == model.has_value(), "the two chunk readers disagree about completeness");
    if (body) require(body->body == model->body && body->consumed == model->consumed, "the bodies differ");
  }
  canary([&] {
    return model && head.headers.size() == planted(0, 5, 8) && head.target.size() == planted(1, 20, 99);
  });
}

}  // namespace

bool try_input(std::string_view input) {
  Choices choices(input);
  const std::size_t cut = 1U + choices.u8();
  const std::string_view bytes = choices.rest();
  const Scanned whole = scan_in_parts(bytes, bytes.size());
  require(same(whole, scan_in_parts(bytes, cut)), "a head in two parts is another head");
  if (whole.scan != api::Scan::kComplete) return false;
  const std::string_view raw = bytes.substr(0, whole.size);
  const auto parsed = api::parse_head(raw, kLimits);
  if (const auto* refusal = std::get_if<api::Refusal>(&parsed)) {
    require(refusal->status >= 400 && refusal->status <= 505, "a refusal that is none");
    return false;
  }
  const auto& head = std::get<api::RequestHead>(parsed);
  const char* ambiguity = ambiguity_of(raw);
  require(ambiguity == nullptr, ambiguity);
  require(!head.chunked || head.content_length == 0, "a length beside chunks");
  require(head.content_length <= kLimits.body_bytes_max, "a body beyond the limit is announced");
  for (const api::Header& field : head.headers) {
    require(api::is_field_name(field.name) && api::is_field_value(field.value), "a field that is none");
  }
  if (head.chunked) check_chunks(head, bytes.substr(whole.size), cut);
  return true;
}

std::vector<std::string> seeds() {
  using namespace std::string_literals;
  const std::string host = "Host: localhost\r\n";
  return {
      "\x05GET / HTTP/1.1\r\n"s + host + "\r\n",
      "\x20POST /v1/events?a=%20b HTTP/1.1\r\n"s + host +
          "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
      "\x40POST /x HTTP/1.1\r\n"s + host +
          "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
          "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n",
      "\x01GET /tile/0/000 HTTP/1.0\r\n"s + host + "Accept: */*\r\n\r\n",
      "\x01POST / HTTP/1.1\r\n"s + host + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "\x01POST / HTTP/1.1\r\n"s + host + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
      "\x01GET http://localhost/ HTTP/1.1\r\n"s + host + "\r\n",
      "\x01OPTIONS * HTTP/1.1\r\nhost: [::1]:8080\r\n\r\n"};
}

namespace {

std::string other_target(std::string target, Random& random) {
  return below(random, 2) == 0 ? mutate_length(std::move(target), 128, random)
                               : mutate_ascii(std::move(target), 32);
}

// A word of the request line, a field, or what follows the head.
std::string with_other_part(std::string_view text, Random& random) {
  std::vector<std::string> lines(1);
  const std::size_t blank = std::min(text.find("\r\n\r\n"), text.size());
  std::string rest(text.substr(std::min(blank + 4, text.size())));
  std::string_view head = text.substr(0, blank);
  for (std::size_t end = 0; (end = head.find("\r\n")) != std::string_view::npos;
       head.remove_prefix(end + 2)) {
    lines.back() = head.substr(0, end);
    lines.emplace_back();
  }
  lines.back() = head;
  std::string request_line = lines.front();
  lines.erase(lines.begin());
  const std::size_t kind = below(random, 4);
  if (kind == 0) {
    rest = mutate_bytes(std::move(rest), rest.size() + 16);
  } else if (kind == 1) {
    const std::size_t from = std::min(request_line.find(' '), request_line.size());
    const std::size_t end = std::min(request_line.find(' ', from + 1), request_line.size());
    const std::string target = request_line.substr(from, end - from);
    request_line.replace(from, end - from, " " + other_target(target.substr(target.empty() ? 0 : 1), random));
  } else {
    mutate_list(lines, random, [&](std::string& line) {
      const std::size_t colon = std::min(line.find(':'), line.size());
      const bool name = below(random, 2) == 0;
      line = name ? mutate_ascii(line.substr(0, colon), 24) + line.substr(colon)
                  : line.substr(0, colon) + ": " +
                        mutate_ascii(line.substr(std::min(colon + 2, line.size())), 48);
    });
  }
  std::string out = request_line + "\r\n";
  for (const std::string& line : lines) out += line + "\r\n";
  return out + "\r\n" + rest;
}

}  // namespace
}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (size < 2 || fuzz::below(random, 2) == 0) return fuzz::mutate_lines(data, size, size_max, seed, 1);
  return fuzz::put_input(input[0] + fuzz::with_other_part(input.substr(1), random), data, size, size_max);
}
