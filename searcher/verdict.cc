// SPDX-License-Identifier: GPL-3.0-or-later
#include "pilcrow/verify.h"

namespace pilcrow {

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::exact:
      return "exact";
    case Verdict::moved:
      return "moved";
    case Verdict::changed:
      return "changed";
    case Verdict::gone:
      return "gone";
    case Verdict::misquoted:
      return "misquoted";
    case Verdict::invalid:
      return "invalid";
  }
  return "invalid";
}

bool holds(Verdict verdict) {
  switch (verdict) {
    case Verdict::exact:
    case Verdict::moved:
      return true;
    case Verdict::changed:
    case Verdict::gone:
    case Verdict::misquoted:
    case Verdict::invalid:
      return false;
  }
  return false;
}

}  // namespace pilcrow
