"""How much a query may be; what is over is left out, with a warning."""

MAX_LENGTH = 2_000  # characters of any script
MAX_OPERATORS = 32  # words of a bag are none
MAX_DEPTH = 5  # parentheses inside one another
MAX_DISTANCE = 50  # words between the terms of NEAR, and slop of a phrase
MAX_WARNINGS = 10
SHORTEST_PREFIX = 3  # letters before a star
