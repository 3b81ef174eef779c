// SPDX-License-Identifier: GPL-3.0-or-later
#include "searcher/cli/presenter.h"
