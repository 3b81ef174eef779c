// SPDX-License-Identifier: GPL-3.0-or-later
// Filters, which both who indexes and who verifies may give.
#pragma once

#include <cstddef>
#include <vector>

#include "pilcrow.h"
#include "pilcrow/error.h"
#include "pilcrow/index.h"

namespace pilcrow::c {

Result<std::vector<Filter>> filters_of(const pilcrow_filter* const* filters, std::size_t count);

}  // namespace pilcrow::c
