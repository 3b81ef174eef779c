#!/usr/bin/env python3
"""Tells the tides.

Only for the north coast.
"""
import math


class Tide:
    """High and low water."""

    def __init__(self, harbour):
        # What is not known is zero.
        self.harbour = harbour

    # Metres above chart datum.
    def height(self, hour):
        return math.sin(hour)


def main():
    print(Tide("Husum").height(3))


if __name__ == "__main__":
    main()
