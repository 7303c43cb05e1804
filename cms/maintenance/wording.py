"""The default text of a notice, in the language of the page."""

from collections.abc import Callable
from typing import NamedTuple

from wagtail.models import Page


class Wording(NamedTuple):
    heading: str
    message: str


ENGLISH = Wording("Under Maintenance", "This Page is currently under maintenance")
WORDINGS = {
    "en": ENGLISH,
    "fil": Wording("Isinasaayos", "Kasalukuyang isinasaayos ang pahinang ito"),
    "id": Wording("Dalam Pemeliharaan", "Halaman ini sedang dalam pemeliharaan"),
    "km": Wording("កំពុងថែទាំ", "ទំព័រនេះកំពុងស្ថិតក្រោមការថែទាំ"),
    "lo": Wording("ກຳລັງບຳລຸງຮັກສາ", "ໜ້ານີ້ກຳລັງຢູ່ໃນການບຳລຸງຮັກສາ"),
    "ms": Wording("Dalam Penyelenggaraan", "Halaman ini sedang dalam penyelenggaraan"),
    "my": Wording("ပြုပြင်ထိန်းသိမ်းနေသည်", "ဤစာမျက်နှာကို လောလောဆယ် ပြုပြင်ထိန်းသိမ်းနေသည်"),
    "pt": Wording("Em manutenção", "Esta página está atualmente em manutenção"),
    "ta": Wording("பராமரிப்பில்", "இந்தப் பக்கம் தற்போது பராமரிப்பில் உள்ளது"),
    "th": Wording("อยู่ระหว่างการปรับปรุง", "หน้านี้อยู่ระหว่างการปรับปรุง"),
    "vi": Wording("Đang bảo trì", "Trang này hiện đang được bảo trì"),
    "zh-hans": Wording("维护中", "本页面目前正在维护中"),
}


def wording(language: str) -> Wording:
    return WORDINGS.get(language, ENGLISH)


_chosen: list[Callable[[Page], Wording]] = []


def register_defaults(choose: Callable[[Page], Wording]) -> None:
    """Add a source of default notices; what it leaves empty is taken from `WORDINGS`."""
    _chosen.append(choose)


def default_notice(page: Page) -> Wording:
    """Return the heading and the message of a notice on this page where its flag names none."""
    found = wording(page.locale.language_code)
    for choose in _chosen:
        heading, message = choose(page)
        found = Wording(heading or found.heading, message or found.message)
    return found
