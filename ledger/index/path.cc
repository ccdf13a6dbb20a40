#include "ledger/index/path.h"

#include <algorithm>

#include "ledger/base/check.h"
#include "ledger/base/limits.h"

namespace ledger {

namespace {

bool is_path_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
         c == ':' || c == '-';
}

std::string at_term(std::size_t index) {
  return "/" + std::to_string(index);
}

}  // namespace

bool is_index_path(std::string_view path) {
  // One byte of the bound is the final 0x00 of the hashed form.
  if (path.empty() || path.size() + 1 > kIndexPathBytesMax) return false;
  bool after_slash = true;
  for (const char c : path) {
    if (c == '/') {
      if (after_slash) return false;
      after_slash = true;
    } else {
      if (!is_path_char(c)) return false;
      after_slash = false;
    }
  }
  return !after_slash;
}

IndexTerms canonical_terms(IndexTerms terms) {
  std::sort(terms.begin(), terms.end(),
            [](const IndexTerm& a, const IndexTerm& b) { return a.path < b.path; });
  IndexTerms summed;
  summed.reserve(terms.size());
  for (IndexTerm& term : terms) {
    LEDGER_CHECK(is_index_path(term.path));
    LEDGER_CHECK(term.plus <= kIndexAmountMax && term.minus <= kIndexAmountMax);
    if (!summed.empty() && summed.back().path == term.path) {
      summed.back().plus += term.plus;
      summed.back().minus += term.minus;
      LEDGER_CHECK(summed.back().plus <= kIndexAmountMax && summed.back().minus <= kIndexAmountMax);
    } else {
      summed.push_back(std::move(term));
    }
  }
  return summed;
}

Status check_terms(const IndexTerms& terms) {
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const IndexTerm& term = terms[i];
    if (!is_index_path(term.path)) {
      return invalid("index.path", "an index term has no valid path")
          .at(at_term(i))
          .want("segments of A-Z a-z 0-9 . _ : - joined by '/', at most 199 bytes");
    }
    if (term.plus > kIndexAmountMax || term.minus > kIndexAmountMax) {
      return invalid("index.amount", "an amount of an index term is too large")
          .at(at_term(i))
          .want("0 to 10^12");
    }
    if (i > 0 && !(terms[i - 1].path < term.path)) {
      return invalid("index.order", "index terms are not in order")
          .at(at_term(i))
          .want("one term per path, ascending by path bytes");
    }
  }
  return Status();
}

}  // namespace ledger
