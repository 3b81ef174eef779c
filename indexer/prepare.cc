// SPDX-License-Identifier: GPL-3.0-or-later
#include "indexer/prepare.h"
