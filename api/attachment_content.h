// Attachment content: whether uploaded bytes are what their media type says, and nothing that runs.
//
// Place in the flow: POST /v1/attachments, before anything is sealed. The allow-list of types stands in
// ledger/domain/attachment.h; here each type is held against what it begins with, text against its encoding,
// the office forms against their table of contents. It keeps programs out (001 annex 16(3)); it is no virus
// scanner, and scripts inside a PDF are not looked for. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"

namespace api {

// Precondition: `media_type` is one of ledger::kAttachmentMediaTypes. invalid_argument attachment.empty |
// attachment.executable (a program, or office macros) | attachment.content (not of that type).
ledger::Status check_content(std::string_view media_type, ledger::ByteView content);

// "pdf" for "application/pdf"; "bin" for a type that is not on the list.
std::string_view extension_of(std::string_view media_type);
// The type that files with this ending have, any case; empty: none of the list.
std::string_view media_type_of_file(std::string_view name);

// With the charset of a text: UTF-8 where it is that, else windows-31j, which check_content let in.
std::string served_type(std::string_view media_type, ledger::ByteView content);

}  // namespace api
