// Answer format: a Response as the bytes of an HTTP/1.1 answer. Pure; no sockets, no clock, no library.
//
// Place in the flow: the last step of the door, api/httplib_server. Written here and not by cpp-httplib,
// which keeps header fields in a hash table of strings and builds the answer three times over: that cost more
// than reading a signed event does. Threads: values. Durability: none here.
#pragma once

#include <string>
#include <string_view>

#include "api/message.h"

namespace api {

// Whether the answer may leave at all: a status of an answer, a media type when there is a body, no field
// that could be taken for two. Anything else is our own bug, and the answer is withheld.
bool is_well_formed(const Response& response);

struct AnswerFrame {
  bool to_head = false;  // the request was HEAD: fields as for GET, and no body
  bool keep_alive = true;
  bool over_tls = false;
  std::string_view date;  // of RFC 9110 §5.6.7; empty: no Date field
};

// Precondition: is_well_formed(response). Adds the fields that message.h promises; a body is left out where
// none may stand (HEAD, 204, 304). Content-Length is always there except with 204 and 304.
std::string format_answer(const Response& response, const AnswerFrame& frame);

}  // namespace api
