// Problem details (RFC 9457): how every refusal looks on the wire, in Japanese or English by Accept-Language.
//
// {"type":"about:blank"|"/problems/<code>","title":…,"status":…,"detail":…,"code":"consent.missing",
//  "request_id":…,"errors":[{"pointer":"/data/minutes","code":…,"detail":…,"expected":…}],"rule":…,
//  "progress":[{"projection":…,"reached":…,"of":…}]}
// The code is stable, texts are for people; `expected` shows formats and stays as it is in both languages.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "api/message.h"
#include "ledger/base/status.h"

namespace api {

enum class Language { kEnglish, kJapanese };
// Of the two languages the one that Accept-Language weighs higher; English when it says nothing about either.
Language choose_language(const std::string* accept_language);

// One table: StatusCode → HTTP status, with the reasons that have a status of their own (413, 415, 405, 429,
// 504).
int http_status(const ledger::Status& status);

// How far a read model has come that a refusal is about, in entries.
struct Progress {
  std::string projection;
  std::uint64_t reached = 0;
  std::uint64_t of = 0;
};

// Retry-After is added for 429, 503 and 504, WWW-Authenticate for 401, Allow for 405.
Response problem(const ledger::Status& status, Language language, std::string_view request_id,
                 std::span<const Progress> progress = {});

// Title of a code in one language; falls back to the code's class. Every rule of the domain has both.
std::string problem_title(const ledger::Status& status, Language language);

}  // namespace api
