// SPDX-License-Identifier: GPL-3.0-or-later
// Stop words of each language. Data, kept out of language.cc.
#include "core/text/language.h"
