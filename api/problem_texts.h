// Problem texts: what a stable code means, in Japanese. English stands where a refusal arises, with the
// values at hand; Japanese stands here, one row per code, so that a text is corrected without touching code.
//
// Rules of the programme have both languages in their own table (ledger/domain/rules.h) and no row here.
// Pure; any thread.
#pragma once

#include <span>
#include <string_view>

namespace api {

struct ProblemText {
  std::string_view code;
  std::string_view detail_ja;
};

// All rows, in the order of their codes.
std::span<const ProblemText> problem_texts();
// Empty when the code has no row.
std::string_view find_problem_text_ja(std::string_view code);

}  // namespace api
