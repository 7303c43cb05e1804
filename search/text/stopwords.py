"""Words that carry no meaning of their own; they never decide whether a page matches a bag."""

_ENGLISH = """
a about an and any are as at be been being but by can could did do does for from had has have
how i if in into is it its may me my no not of on or our shall should so such than that the
their them then there these they this those to was we were what when where which who whom
whose why will with would you your
"""
_INDONESIAN = """
ada adalah agar akan antara apa atau bagi bahwa dalam dan dapat dari dengan di ini itu juga kami
karena ke kepada kita mereka oleh pada para saat sebagai secara serta telah tersebut tidak untuk
yang
"""
_PORTUGUESE = "as com da das de dos e em na nas nos os para por que um uma"
_VIETNAMESE = "các cho có của là một những này được trong và với về"
STOPWORDS = frozenset(f"{_ENGLISH} {_INDONESIAN} {_PORTUGUESE} {_VIETNAMESE}".split())
