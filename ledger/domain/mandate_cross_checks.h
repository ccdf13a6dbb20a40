// Cross-checks of grounds: why a selection is cancelled or a contract rescinded (programme 1.3).
//
// As in cross_checks.h. The ground stays confidential, so that one of health can't be told from the others;
// these checks see it while the disclosures are at hand. Pure; any thread.
#pragma once

#include "ledger/base/status.h"
#include "ledger/event/sd_jwt.h"

namespace ledger {

// rescission.ground: the ground is on the list of the kind (bodies have no ground of health; coordinators
// have no list, the chief's stands in); rescission.ground_twice: a chief's ground is in the report to the
// bureau, not in the rescission; rescission.health_published: a ground of health is never published
// (000 3(2)(7)); rescission.false_report: the recipient is named exactly for a false report, and a body's own
// is none (001 IV.2(3)).
Status check_ground(const SignedEvent& event);

}  // namespace ledger
