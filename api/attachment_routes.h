// The rows of the route table for attachments, beside routes.cc for its size.
//
// Private to routes.cc. Constants.
#pragma once

#include <array>

#include "api/handlers.h"
#include "ledger/base/limits.h"

namespace api {

inline constexpr std::array kUploadParameters = {
    RouteParameter{"subject", "query", true, R"({"type":"string"})",
                   "whom the document is about, e.g. business/b-1: whose key seals it",
                   "文書の対象（例 business/b-1）。その対象の鍵で封をする"},
    RouteParameter{"id", "query", false, R"({"type":"string"})",
                   "the attachment's id (UUIDv7), chosen by the sender: makes the upload repeatable",
                   "添付の識別子（UUIDv7）。送り直しに使う"},
    RouteParameter{"sha256", "query", false, R"({"type":"string","pattern":"^[0-9a-f]{64}$"})",
                   "hash of the body: anything else that arrives is refused",
                   "本文のハッシュ。一致しなければ拒否する"}};
inline constexpr std::array kAttachmentParameters = {
    RouteParameter{"id", "path", true, R"({"type":"string"})", "attachment id (UUIDv7)", "添付の識別子"}};

inline constexpr Route kUploadRoute{
    .method = "POST",
    .pattern = "/v1/attachments",
    .operation_id = "put_attachment",
    .handler = put_attachment,
    .served_read_only = false,
    .body_bytes_max = ledger::kBodyBytesMax,
    .parameters = kUploadParameters,
    .request_types =
        "application/pdf,image/jpeg,image/png,image/tiff,text/csv,text/plain,application/json,"
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,"
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    .response_type = "application/json",
    .response_schema = "Attachment",
    .summary_en = "Store a document, sealed; an event then refers to it in a confidential field",
    .summary_ja = "文書を封をして保管する（事象の秘匿項目から参照する）"};
inline constexpr Route kAttachmentRoute{
    .method = "GET",
    .pattern = "/v1/attachments/{id}",
    .operation_id = "get_attachment",
    .handler = get_attachment,
    .may_disclose = true,
    .served_read_only = false,
    .parameters = kAttachmentParameters,
    .response_type = "*/*",
    .summary_en = "A stored document; who may open an event that refers to it may (recorded)",
    .summary_ja = "保管した文書（参照する事象を開示できる人のみ。閲覧は記録される）"};

}  // namespace api
