#include "tests/bench/proof_count.h"

#include "ledger/base/json_reader.h"
#include "ledger/journal/receipt.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/merkle/hash.h"
#include "ledger/merkle/note.h"
#include "ledger/merkle/tlog_proof.h"
#include "ledger/merkle/verify.h"

namespace bench {
namespace {

bool is_proven(const ledger::JsonValue& json) {
  const auto receipt = ledger::parse_receipt(json);
  if (!receipt.ok()) return false;
  const auto proof = ledger::merkle::parse_tlog_proof(receipt->tlog_proof);
  if (!proof.ok() || proof->index != receipt->position) return false;
  const auto note = ledger::merkle::parse_note(proof->checkpoint);
  if (!note.ok() || note->signatures.empty()) return false;
  const auto checkpoint = ledger::merkle::parse_checkpoint(note->text);
  if (!checkpoint.ok()) return false;
  const ledger::Hash32 leaf = ledger::merkle::leaf_hash(receipt->entry);
  return ledger::merkle::verify_inclusion(proof->index, checkpoint->size, leaf, proof->hashes,
                                          checkpoint->root)
      .ok();
}

}  // namespace

std::size_t count_proofs(std::string_view body) {
  const auto json = ledger::read_json(body);
  if (!json.ok()) return 0;
  const ledger::JsonValue* receipts = json->find("receipts");
  if (receipts == nullptr) return is_proven(*json) ? 1 : 0;
  std::size_t count = 0;
  if (!receipts->is_array()) return 0;
  for (const ledger::JsonValue& one : receipts->as_array()) count += is_proven(one) ? 1U : 0U;
  return count;
}

}  // namespace bench
