#include "tests/fuzz/framing_model.h"

#include <algorithm>
#include <cctype>

namespace fuzz {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool is_token(std::string_view text) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || kMarks.find(c) != std::string_view::npos;
  });
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

struct Seen {
  int hosts = 0;
  int lengths = 0;
  int codings = 0;
};

const char* judge_field(std::string_view line, Seen& seen) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon)))
    return "a field without a plain name";
  const std::string name = lower(line.substr(0, colon));
  const std::string value = lower(without_blanks(line.substr(colon + 1)));
  if (name == "host") ++seen.hosts;
  if (name == "content-length") {
    ++seen.lengths;
    const bool digits = !value.empty() &&
                        std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return "a length that is no number";
  }
  if (name == "transfer-encoding") {
    ++seen.codings;
    if (value != "chunked") return "a transfer coding other than chunked";
  }
  return nullptr;
}

}  // namespace

const char* ambiguity_of(std::string_view head) {
  if (!head.ends_with("\r\n\r\n") || head.find("\r\n\r\n") != head.size() - 4) return "no single blank line";
  head.remove_suffix(2);
  Seen seen;
  bool request_line = true;
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    head.remove_prefix(line.size() + 2);
    if (line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) return "a bare line end";
    if (request_line) {
      if (std::count(line.begin(), line.end(), ' ') != 2) return "a request line of other than three parts";
      request_line = false;
    } else if (const char* fault = judge_field(line, seen)) {
      return fault;
    }
  }
  if (seen.hosts != 1) return "other than one Host";
  if (seen.lengths + seen.codings > 1) return "the length is said twice";
  return nullptr;
}

std::optional<ChunkedModel> read_chunked_model(std::string_view bytes, std::size_t body_bytes_max) {
  ChunkedModel out;
  std::size_t at = 0;
  while (true) {
    const std::size_t end = bytes.find("\r\n", at);
    if (end == std::string_view::npos || end == at || end - at > 8) return std::nullopt;
    const std::string digits(bytes.substr(at, end - at));
    if (digits.find_first_not_of("0123456789abcdefABCDEF") != std::string::npos) return std::nullopt;
    const std::size_t size = std::stoul(digits, nullptr, 16);
    at = end + 2;
    if (size == 0) {
      if (bytes.substr(at, 2) != "\r\n") return std::nullopt;
      out.consumed = at + 2;
      return out;
    }
    if (size > body_bytes_max - out.body.size() || bytes.size() < at + size + 2) return std::nullopt;
    if (bytes.substr(at + size, 2) != "\r\n") return std::nullopt;
    out.body += bytes.substr(at, size);
    at += size + 2;
  }
}

}  // namespace fuzz
