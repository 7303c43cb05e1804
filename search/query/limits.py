"""Limits of queries; what exceeds them is left out, with a warning."""

MAX_LENGTH = 2_000  # characters of any script
MAX_OPERATORS = 32  # bare words of a bag do not count
MAX_DEPTH = 5  # parentheses inside one another
MAX_DISTANCE = 50  # words between the terms of NEAR, and slop of a phrase
MAX_WARNINGS = 10
MIN_PREFIX_LENGTH = 3  # letters before a star
