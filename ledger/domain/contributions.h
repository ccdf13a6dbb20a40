// Contributions: what each business adds to a figure over confidential inputs, as lines of fixed bytes, and
// the root that figure.fixed states about all of them.
//
// Place in the flow: whoever fixes a figure makes the list, draws a salt of 32 random bytes and states the
// root; the salt is sealed with the figure's own key. While the salt can be opened, anyone who may see the
// inputs makes the same list and root again, and one line can be shown without the others. When a business is
// erased, the keys of the figures that it contributed to are destroyed with its own: the root stands, and
// says nothing any more.
//
//   line   = "contribution/1" TAB subject TAB amounts TAB inputs
//   amounts= name "=" integer *("," name "=" integer)     one or more, names strictly ascending
//   inputs = [event id *("," event id)]                   strictly ascending; events that the amounts rest on
//   leaf   = SHA-256(salt ‖ subject) ‖ line               the first 32 bytes: the line's own salt
//   root   = RFC 6962 tree over the leaves, subjects strictly ascending; the empty list: SHA-256 of nothing
//
// subject and name are segments ([A-Za-z0-9._:-], 1 to 128): the representative of a merged business, never a
// number that means something outside. Integers are decimal with "-" where negative and no leading zeros,
// event ids lower-case UUIDs; order is that of bytes; nothing ends a line. A line cannot be read in two ways:
// no part contains a separator. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/status.h"
#include "ledger/base/types.h"

namespace ledger {

inline constexpr std::size_t kContributionSaltBytes = 32;

struct ContributionAmount {
  std::string name;  // e.g. "va" or "employees"
  std::int64_t value = 0;
};
struct Contribution {
  std::string subject;
  std::vector<ContributionAmount> amounts;
  std::vector<EventId> inputs;
};

// invalid_argument: contribution.subject, contribution.amounts, contribution.inputs.
Result<Bytes> contribution_line(const Contribution& contribution);
// What stands at the line's place in the tree, before hashing. invalid_argument as above, and
// contribution.salt (not 32 bytes).
Result<Bytes> contribution_leaf(ByteView salt, const Contribution& contribution);
// invalid_argument as above, and contribution.order (subjects not strictly ascending).
Result<Hash32> contributions_root(ByteView salt, std::span<const Contribution> contributions);

}  // namespace ledger
