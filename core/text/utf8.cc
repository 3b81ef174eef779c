// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/utf8.h"
