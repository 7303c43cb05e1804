"""Stop words by language."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = _words("""
a about an and any are as at be been being but by can could did do does for from had has have
how i if in into is it its may me my no not of on or our shall should so such than that the
their them then there these they this those to was we were what when where which who whom
whose why will with would you your
""")
INDONESIAN = _words("""
ada adalah agar akan antara apa atau bagi bahwa dalam dan dapat dari dengan di ini itu juga kami
karena ke kepada kita mereka oleh pada para saat sebagai secara serta telah tersebut tidak untuk
yang
""")
PORTUGUESE = _words("as com da das de dos e em na nas nos os para por que um uma")
FRENCH = _words("""
au aux avec ce ces cette dans de des du elle en est et il ils la le les leur leurs ne nous ou par
pas pour que qui sa se ses son sont sur une vous
""")
SPANISH = _words("""
como con de del el en entre es esta este la las los más no para pero por que según sobre su sus
una
""")
RUSSIAN = _words("в во для до за и из или к как на не но о об от по при с со у что это")
ARABIC = _words("في من على إلى عن أن إن هذا هذه ذلك التي الذي أو ما لا كان كما وهو هو هي مع")
VIETNAMESE = _words("các cho có của là một những này được trong và với về")
