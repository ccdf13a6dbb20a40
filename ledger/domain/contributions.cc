#include "ledger/domain/contributions.h"

#include "ledger/base/sha256.h"
#include "ledger/base/uuid.h"
#include "ledger/event/event.h"
#include "ledger/merkle/compact_range.h"
#include "ledger/merkle/hash.h"

namespace ledger {

namespace {

constexpr std::string_view kForm = "contribution/1";

Status check_amounts(const Contribution& contribution) {
  if (contribution.amounts.empty()) return invalid("contribution.amounts", "a line states an amount");
  const ContributionAmount* before = nullptr;
  for (const ContributionAmount& amount : contribution.amounts) {
    if (!is_segment(amount.name) || (before != nullptr && amount.name <= before->name)) {
      return invalid("contribution.amounts", "names of amounts are segments, strictly ascending");
    }
    before = &amount;
  }
  return Status();
}

Status check_inputs(const Contribution& contribution) {
  for (std::size_t i = 1; i < contribution.inputs.size(); ++i) {
    if (view_of(contribution.inputs[i]) <= view_of(contribution.inputs[i - 1])) {
      return invalid("contribution.inputs", "the events a line rests on are strictly ascending");
    }
  }
  return Status();
}

}  // namespace

Result<Bytes> contribution_line(const Contribution& contribution) {
  if (!is_segment(contribution.subject)) {
    return invalid("contribution.subject", "the subject of a line is a segment");
  }
  LEDGER_TRY(check_amounts(contribution));
  LEDGER_TRY(check_inputs(contribution));
  Bytes line(kForm);
  line.append("\t").append(contribution.subject).append("\t");
  for (const ContributionAmount& amount : contribution.amounts) {
    if (&amount != &contribution.amounts.front()) line += ',';
    line.append(amount.name).append("=").append(std::to_string(amount.value));
  }
  line += '\t';
  for (const EventId& input : contribution.inputs) {
    if (&input != &contribution.inputs.front()) line += ',';
    line += format_event_id(input);
  }
  return line;
}

Result<Bytes> contribution_leaf(ByteView salt, const Contribution& contribution) {
  if (salt.size() != kContributionSaltBytes) {
    return invalid("contribution.salt", "the salt of a list of contributions has 32 bytes");
  }
  LEDGER_ASSIGN(const Bytes line, contribution_line(contribution));
  const Hash32 own_salt = sha256(salt, contribution.subject);
  return Bytes(view_of(own_salt)).append(line);
}

Result<Hash32> contributions_root(ByteView salt, std::span<const Contribution> contributions) {
  if (salt.size() != kContributionSaltBytes) {
    return invalid("contribution.salt", "the salt of a list of contributions has 32 bytes");
  }
  merkle::CompactRange range;
  const Contribution* before = nullptr;
  for (const Contribution& contribution : contributions) {
    if (before != nullptr && contribution.subject <= before->subject) {
      return invalid("contribution.order", "subjects are strictly ascending");
    }
    LEDGER_ASSIGN(const Bytes leaf, contribution_leaf(salt, contribution));
    range.append_leaf(merkle::leaf_hash(leaf));
    before = &contribution;
  }
  return range.root();
}

}  // namespace ledger
