// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/file_entry.h"
