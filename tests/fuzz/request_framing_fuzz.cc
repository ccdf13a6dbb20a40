// Oracles: a head that arrives in two parts is scanned as one that arrives at once; an accepted head is
// unambiguous to a second reader, and so is its length; a chunked body is complete exactly when the second
// reader says so, whatever the parts it came in. First byte: where the parts are cut.
#include <algorithm>
#include <cstdio>

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

// True when the body is complete.
bool check_chunks(const api::RequestHead& head, std::string_view rest, std::size_t part) {
  const auto model = read_chunked_model(rest, kLimits.body_bytes_max);
  for (const std::size_t size : {rest.size() + 1, part, std::size_t{1}}) {
    const auto body = feed_in_parts(rest, size);
    require(body.has_value() == model.has_value(), "the two chunk readers disagree about completeness");
    if (body) require(body->body == model->body && body->consumed == model->consumed, "the bodies differ");
  }
  canary([&] {
    return model && head.headers.size() == planted(0, 5, 8) && head.target.size() == planted(1, 20, 99);
  });
  return model.has_value();
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
  const std::string_view rest = bytes.substr(whole.size);
  return head.chunked ? check_chunks(head, rest, cut) : head.content_length <= rest.size();
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

// What the mutator changes: a request as its writer has it in hand.
struct Message {
  std::string method;
  std::string target;
  // With the blank before it.
  std::string version;
  std::vector<std::string> fields;
  std::string rest;
};

Message read_message(std::string_view text) {
  Message out;
  const std::size_t blank = std::min(text.find("\r\n\r\n"), text.size());
  out.rest = text.substr(std::min(blank + 4, text.size()));
  std::string_view head = text.substr(0, blank);
  const std::string_view line = head.substr(0, head.find("\r\n"));
  head.remove_prefix(std::min(line.size() + 2, head.size()));
  const std::size_t from = std::min(line.find(' '), line.size());
  const std::size_t end = std::min(line.find(' ', from + 1), line.size());
  out.method = line.substr(0, from);
  out.target = line.substr(std::min(from + 1, end), end - std::min(from + 1, end));
  out.version = line.substr(end);
  while (!head.empty()) {
    const std::string_view field = head.substr(0, head.find("\r\n"));
    out.fields.emplace_back(field);
    head.remove_prefix(std::min(field.size() + 2, head.size()));
  }
  return out;
}

std::string written(const Message& message) {
  std::string out = message.method + " " + message.target + message.version + "\r\n";
  for (const std::string& field : message.fields) out += field + "\r\n";
  return out + "\r\n" + message.rest;
}

// Another field, by a letter more in its name: no name may appear twice that frames or routes a request.
void rename_field(std::string& field, Random& random) {
  const std::size_t colon = std::min(field.find(':'), field.size());
  field.insert(colon, 1, static_cast<char>('a' + below(random, 26)));
}

void change_field(std::string& field, Random& random) {
  const std::size_t colon = std::min(field.find(':'), field.size());
  const std::size_t value = std::min(colon + 2, field.size());
  switch (below(random, 3)) {
    case 0:
      return rename_field(field, random);
    case 1:
      field = mutate_ascii(field.substr(0, colon), 24) + field.substr(colon);
      return;
    default:
      field = field.substr(0, colon) + ": " + mutate_ascii(field.substr(value), 48);
      return;
  }
}

std::string in_chunks(std::string_view body, Random& random) {
  std::string out;
  const std::size_t part = 1 + below(random, body.size() + 1);
  for (; !body.empty(); body.remove_prefix(std::min(part, body.size()))) {
    const std::string_view chunk = body.substr(0, part);
    char size[20];
    std::snprintf(size, sizeof size, below(random, 2) == 0 ? "%zx" : "%zX", chunk.size());
    out += std::string(size) + "\r\n" + std::string(chunk) + "\r\n";
  }
  return out + "0\r\n\r\n";
}

// The same request with a body whose end is said in another way, or with other chunks.
void change_framing(Message& message, Random& random) {
  const auto model = read_chunked_model(message.rest, kLimits.body_bytes_max);
  std::string body = mutate_bytes(model ? model->body : message.rest, 64);
  std::erase_if(message.fields, [](const std::string& field) {
    return field.starts_with("Content-Length:") || field.starts_with("Transfer-Encoding:");
  });
  if (message.method == "GET") message.method = "POST";
  const auto place =
      message.fields.begin() + static_cast<std::ptrdiff_t>(below(random, message.fields.size() + 1));
  if (below(random, 4) == 0) {
    message.fields.insert(place, "Content-Length: " + std::to_string(body.size()));
    message.rest = std::move(body);
  } else {
    message.fields.insert(place, "Transfer-Encoding: chunked");
    message.rest = in_chunks(body, random);
  }
}

// Other lengths, every one as likely, and nothing else: they don't spoil each other.
void change_sizes(Message& message, Random& random) {
  const std::size_t kind = below(random, 3);
  if (kind != 0) message.target = resized(std::move(message.target), 1 + below(random, 128));
  if (kind != 1) {
    resize_list(message.fields, 1 + below(random, 16), random,
                [&](std::string& field) { rename_field(field, random); });
  }
}

std::string with_other_part(std::string_view text, Random& random) {
  Message message = read_message(text);
  switch (below(random, 10)) {
    case 0: {
      const std::size_t bytes_max = message.rest.size() + 16;
      message.rest = mutate_bytes(std::move(message.rest), bytes_max);
      break;
    }
    case 1:
      message.target = mutate_ascii(std::move(message.target), 32);
      break;
    case 2:
    case 3:
      change_framing(message, random);
      break;
    case 4:
    case 5:
    case 6:
    case 7:
      change_sizes(message, random);
      break;
    default:
      mutate_list(message.fields, random, [&](std::string& field) { change_field(field, random); });
      break;
  }
  return written(message);
}

}  // namespace
}  // namespace fuzz

std::size_t fuzz::mutate(std::uint8_t* data, std::size_t size, std::size_t size_max, unsigned int seed) {
  fuzz::Random random(seed);
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (size < 2 || fuzz::below(random, 4) == 0) return fuzz::mutate_lines(data, size, size_max, seed, 1);
  return fuzz::put_input(input[0] + fuzz::with_other_part(input.substr(1), random), data, size, size_max);
}
