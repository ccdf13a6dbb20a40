// Pipeline: the fixed way of every request: request id → match → body rules → authenticate → choose role and
// purpose → authorise → handler → encode → count.
//
// Place in the flow: between the door (httplib_server) and the handlers; nothing else calls a handler. A
// refusal by the policy is handed to the DenialRecorder, which turns it into a coalesced access.denied event.
// Threads: handle() and what it returns from any number of door threads at once.
#pragma once

#include <memory>

#include "api/context.h"
#include "api/denial_recorder.h"
#include "api/message.h"
#include "api/routes.h"

namespace api {

class Pipeline {
 public:
  Pipeline(const ApiContext& context, DenialRecorder& denials);
  // The answer, or, for an append that need not hold a thread, where it will come from. Outlives both.
  Answer handle(Request request);

 private:
  struct Passage;
  ledger::Result<Response> answer(Call& call) const;
  Response conclude(Passage& passage, ledger::Result<Response> answered);
  void note_refusal(const Call& call, const ledger::Status& status);
  const ApiContext& context_;
  DenialRecorder& denials_;
  ledger::Histogram& request_seconds_;
};

}  // namespace api
