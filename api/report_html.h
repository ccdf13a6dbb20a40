// ReportHtml: the printable monthly report: what was reported beside what the events say, for people with
// paper.
//
// Place in the flow: behind GET /v1/reports/{center}/{month}?format=html, from the same answer that JSON
// readers get. One file: no script, no picture, nothing from outside; Japanese with English beside; equal
// answers give equal bytes. Every text is escaped. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "ledger/base/json_value.h"

namespace api {

// Text as HTML text or attribute value.
std::string html_escaped(std::string_view text);
// What a browser may do with the page: apply its own style, which the policy names by hash, and nothing else.
std::string report_content_policy();
// `answer`: {"center", "month", "ledger", "reflects", "root", "parts": {name: answer of that question}}.
std::string report_html(const ledger::JsonValue& answer);

}  // namespace api
