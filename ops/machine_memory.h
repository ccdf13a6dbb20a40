// MachineMemory: how much memory this process may use, and what of that questions about figures may hold.
//
// Place in the flow: ops/service.cc asks once, at the start. What limits the process is the machine or the
// control group that it runs in (a container, a unit of systemd), whichever is less. Threads: any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "projections/figures/budget_book.h"

namespace ops {

// `root`: of the file systems proc and sys; empty on a real machine. What can't be read limits nothing.
std::uint64_t memory_limit_bytes(const std::string& root = {});

// A quarter of what the process may use, but not less than a year of the nation takes, nor more than half.
std::uint64_t figures_share_of(std::uint64_t memory_bytes);

// Bounds for a server of so many threads: at most half of them work on figures or wait for that, however many
// ask. `asked_bytes` 0: the share of this machine's memory.
projections::figures::BudgetBounds figure_bounds(std::uint64_t asked_bytes, std::size_t threads);

}  // namespace ops
