// SPDX-License-Identifier: GPL-3.0-or-later
// Copyright 2025 The bell works
//
// How the bell is rung: once an hour, as often as the hour says,
// and never at night.
#include <string>

namespace bell {

/// A bell has one tongue,
/// and it is heavy.
///  - bronze
///  - iron
class Bell {
 public:
  // Rings it.
  void ring(int times) {
    // Not more than twelve.
    for (int i = 0; i < times; ++i) swing();
  }

  int weight() const;
};

/*
 * The night is told
 * by the light.
 */
static bool is_night(int hour)
{
  return hour < 6 || hour > 21;
}

const int hours = 12;

}  // namespace bell
