"""The languages that text is analysed in; to add one, add an entry.

The words of a page are stemmed in its language. The language of a query is unknown, so its words
are searched in the forms of every language of the site that has a stemmer.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from search.text import stopwords
from search.text.spellings import ARABIC_SAME, BRITISH, ENGLISH_PLURALS, ENGLISH_SAME

Rewrite = tuple[re.Pattern[str], str]


@dataclass(frozen=True)
class Language:
    """The rules that reduce words of one language to the form that is indexed."""

    code: str
    """BCP 47 primary subtag, like `en`."""
    stemmer: str = ""
    """Name of a Snowball stemmer; empty where there is no good one."""
    stems_accents: bool = False
    """Words are stemmed before they are folded: endings agree with vowels that folding loses."""
    rewrites: tuple[Rewrite, ...] = ()
    """Applied to the folded word before stemming, in this order."""
    same: tuple[str, ...] = ()
    """Groups of words that are treated as the same word, like `women woman`, one string each.

    They are compared after the rewrites."""
    stopwords: frozenset[str] = field(default=frozenset(), repr=False)
    """Stop words in lower case, with accents."""
    elisions: tuple[str, ...] = ()
    """Articles that are removed before an apostrophe and a vowel, like `l` in l’eau."""
    pairs: bool = False
    """Words contain spaces, so pairs of syllables are indexed as well."""
    tones: re.Pattern[str] | None = None
    """Marks of decomposed text that only this language has, in which accents distinguish words."""


# With the consonants that were written before the spelling reform: acção, directo.
_PORTUGUESE = (
    (re.compile(r"(?<=\w)[cp](?=c(?:ao|oes|ion))"), ""),
    (re.compile(r"^act(?=iv|u)"), "at"),
    (re.compile(r"(?<=\w\w[aeo])ct(?=[aiou])"), "t"),
    (re.compile(r"oes$|(?<!^m)aes$"), "ao"),
    (re.compile(r"(?<=\w\w)([ae])is$"), r"\1l"),
    (re.compile(r"(?<=\w)ns$"), "m"),
    (re.compile(r"(?<=\w\w)cao$"), "ção"),
    (re.compile(r"(?<=\w\w)ao$"), "ão"),
)
_SPANISH = (
    (re.compile(r"(?<=\w\w)ces$"), "z"),
    (re.compile(r"(?<=\w\w)ses$"), "s"),
    (re.compile(r"(?<=\w\w[djlnryz])es$"), ""),
)
# Folding makes и of й, by which the stemmer knows adjectives.
_RUSSIAN = ((re.compile(r"(?<=\w[аеиоуыэюя])и$"), "й"),)
# Folding writes the feminine ending as ه, which the stemmer takes for a pronoun.
_ARABIC = (
    (re.compile(r"^(?:(?:[وبكف]?(?:ال)+|لل)(?=\w{4})|(?:ال)+(?=\w{3}))"), ""),
    (re.compile(r"(?<=\w\w[^\Wه])ات$"), "ه"),
    (re.compile(r"(?<=\w\w\w)ات(?=(?:ها?|هما?|هن|نا|كم?)?$)"), ""),
    (re.compile(r"(?<=\w\w)ي(?:ين|ون)$"), "ي"),
    (re.compile(r"(?:(?<=\w[^\Wي])|(?<=\w\w\wي))ه$"), "ة"),
)
_VIETNAMESE_TONES = re.compile("đ|[\u0309\u031b\u0323]|[\u0302\u0306][\u0300\u0301\u0303]")
_FRENCH_ELISIONS = ("c", "d", "j", "l", "m", "n", "qu", "s", "t", "jusqu", "lorsqu", "puisqu")

LANGUAGES: Mapping[str, Language] = {
    entry.code: entry
    for entry in (
        Language(
            "en",
            "english",
            rewrites=(*BRITISH, *ENGLISH_PLURALS),
            same=ENGLISH_SAME,
            stopwords=stopwords.ENGLISH,
        ),
        # Malay shares its affixes with Indonesian.
        Language("id", "indonesian", stopwords=stopwords.INDONESIAN),
        Language("ms", "indonesian", stopwords=stopwords.INDONESIAN),
        Language(
            "pt",
            "portuguese",
            rewrites=_PORTUGUESE,
            same=("maes mae",),
            stopwords=stopwords.PORTUGUESE,
        ),
        Language("ta", "tamil", rewrites=((re.compile("ங்கள்$"), "ம்"),)),
        Language("fr", "french", stopwords=stopwords.FRENCH, elisions=_FRENCH_ELISIONS),
        Language("es", "spanish", rewrites=_SPANISH, stopwords=stopwords.SPANISH),
        Language("ru", "russian", rewrites=_RUSSIAN, stopwords=stopwords.RUSSIAN),
        Language(
            "ar",
            "arabic",
            rewrites=_ARABIC,
            same=ARABIC_SAME,
            stopwords=stopwords.ARABIC,
        ),
        *(
            Language(code, stemmer)
            for code, stemmer in {
                "da": "danish",
                "de": "german",
                "el": "greek",
                "fi": "finnish",
                "hi": "hindi",
                "hu": "hungarian",
                "it": "italian",
                "nb": "norwegian",
                "nl": "dutch",
                "ro": "romanian",
                "sv": "swedish",
            }.items()
        ),
        Language("tr", "turkish", stems_accents=True),
        Language("vi", stopwords=stopwords.VIETNAMESE, pairs=True, tones=_VIETNAMESE_TONES),
    )
}
STOPWORDS = frozenset(word for entry in LANGUAGES.values() for word in entry.stopwords)
"""Stop words of all languages, in lower case; they never decide whether a page matches a bag."""
ELISIONS = frozenset(part for entry in LANGUAGES.values() for part in entry.elisions)


def language(locale: str) -> Language:
    """Return the entry of a locale like `zh-hans`; one without rules if there is none."""
    code = locale.partition("-")[0].lower()
    return LANGUAGES.get(code) or Language(code)


def is_tonal(text: str) -> bool:
    """Return whether a lower-case text is in a language whose accents distinguish words."""
    if text.isascii():
        return False
    decomposed = unicodedata.normalize("NFD", text)
    return any(entry.tones.search(decomposed) for entry in LANGUAGES.values() if entry.tones)
