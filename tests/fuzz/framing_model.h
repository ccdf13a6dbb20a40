// FramingModel: what must be true of any request whose framing was believed, judged on its raw bytes.
//
// Written from RFC 9112 §3 to §7 and shares no code with api/request_framing. Used on accepted heads only, so
// it says what no server may accept, not everything that this one accepts. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fuzz {

// nullptr when head (blank line included) frames its message in one way only; else what is ambiguous.
const char* ambiguity_of(std::string_view head);

struct ChunkedModel {
  std::string body;
  std::size_t consumed = 0;
};
// The body when `bytes` begin with a complete chunked body without extensions and trailers, sizes of at most
// eight digits, at most `body_bytes_max` bytes in all.
std::optional<ChunkedModel> read_chunked_model(std::string_view bytes, std::size_t body_bytes_max);

}  // namespace fuzz
