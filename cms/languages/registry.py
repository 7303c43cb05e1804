"""The languages of the interface. Adding one takes an entry here and a catalogue in `locale/`.

How the words of a language are searched is registered in `search.text`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf.locale import LANG_INFO


@dataclass(frozen=True, slots=True)
class Language:
    """A language that pages may have and the interface speaks."""

    code: str
    """The code that Django and addresses of pages use, like `zh-hans`."""
    name: str
    """The name in English, like “Burmese”."""
    endonym: str
    """The name in the language itself, like “မြန်မာ”."""
    script: str = "Latn"
    """ISO 15924."""
    is_rtl: bool = False
    fallback: tuple[str, ...] = ()
    """Codes of the languages to show, in this order, where a text is missing."""
    formats: str = ""
    """The CLDR locale of dates and numbers, where another than `code`."""

    @property
    def cldr(self) -> str:
        """Return the CLDR locale for dates and numbers."""
        return self.formats or self.code

    @property
    def direction(self) -> str:
        """Return the value of the HTML attribute `dir`."""
        return "rtl" if self.is_rtl else "ltr"


_LANGUAGES = (
    Language("en", "English", "English", formats="en-GB"),
    Language("id", "Indonesian", "Bahasa Indonesia", fallback=("ms",)),
    Language("km", "Khmer", "ភាសាខ្មែរ", "Khmr"),
    Language("lo", "Lao", "ລາວ", "Laoo"),
    Language("ms", "Malay", "Bahasa Melayu", fallback=("id",)),
    Language("my", "Burmese", "မြန်မာ", "Mymr"),
    Language("fil", "Filipino", "Filipino"),
    Language("pt", "Portuguese", "Português"),
    Language("ta", "Tamil", "தமிழ்", "Taml"),
    # CLDR's default is the Buddhist calendar; searches by year and the API are Gregorian.
    Language("th", "Thai", "ไทย", "Thai", formats="th-u-ca-gregory"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
    Language("zh-hans", "Simplified Chinese", "简体中文", "Hans"),
    Language("fr", "French", "Français"),
    Language("ar", "Arabic", "العربية", "Arab", is_rtl=True),
    Language("de", "German", "Deutsch"),
    Language("es", "Spanish", "Español"),
    Language("ru", "Russian", "Русский", "Cyrl"),
)
SOURCE_LANGUAGE = "en"
"""The language of the texts in code and templates."""
LANGUAGES: Mapping[str, Language] = {each.code: each for each in _LANGUAGES}
"""All registered languages by code, in the order of menus."""


def language(code: str) -> Language:
    """Return the entry of a code or of its base language, else what Django knows of it.

    A language that Django does not know either is named by its code.
    """
    small = code.lower()
    return (
        LANGUAGES.get(small)
        or _of_django(small)
        or LANGUAGES.get(small.split("-")[0])
        or (Language(code, code, code))
    )


def _of_django(code: str) -> Language | None:
    info = LANG_INFO.get(code, {})
    if "name_local" not in info:
        return None
    return Language(code, info["name"], info["name_local"], is_rtl=info["bidi"])


def interface_language(code: str) -> str:
    """Return the language of the interface on pages in a language.

    It is the same one if it or its base language has a catalogue, else English.
    """
    small = code.lower()
    has_catalogue = small in LANGUAGES or small.split("-")[0] in LANGUAGES
    return code if has_catalogue else SOURCE_LANGUAGE


def is_known(code: str) -> bool:
    """Return whether the language has an entry here or in Django."""
    return code in LANGUAGES or _of_django(code) is not None


def fallbacks(code: str, default: str = "en") -> tuple[str, ...]:
    """Return the codes to try in order, `code` first and `default` last, each once.

    A chain is the language's own list only, so that two languages may name each other.
    """
    return tuple(dict.fromkeys((code, *language(code).fallback, default)))


def django_information(codes: Iterable[str]) -> dict[str, dict[str, object]]:
    """Return entries for `django.conf.locale.LANG_INFO`, which lacks some languages."""
    return {
        code: {
            "bidi": each.is_rtl,
            "code": code,
            "name": each.name,
            "name_local": each.endonym,
        }
        for code, each in ((code, language(code)) for code in codes)
    }
