"""Situations that visitors of other search systems reported as bugs, on both engines."""

import pytest

from search.document import SearchDocument
from search.request.thesaurus import Rule, Thesaurus

OTHERS = (
    ("en", "Other", "Vitamin A keeps the eyes healthy, and gross margins rise."),
    ("th", "อื่น", "ข้อความอื่นที่ไม่เกี่ยวข้อง"),
)
COUNTED = "found, and nothing else"


def page(number, body, locale="en", title="A page", **more):
    return SearchDocument(
        id=number,
        type="home.ContentPage",
        title=title,
        path=f"/{number}/",
        locale=locale,
        body=body,
        **more,
    )


def ids(result):
    return [hit.document.id for hit in result.hits]


FOUND = {
    # scripts without spaces beside digits and Latin letters
    "a Thai word between digits": ("th", "ลงนามเมื่อวันที่8สิงหาคม2510ณกรุงเทพมหานคร", "สิงหาคม"),
    "a Thai place after digits": ("th", "ลงนามเมื่อวันที่8สิงหาคม2510ณกรุงเทพมหานคร", "+กรุงเทพ"),
    "digits inside Thai": ("th", "ปี2024ของ", "+2024"),
    "a mixed run": ("th", "ปี2024ของ", "ปี2024ของ"),
    "Burmese after Latin": ("my", "၂၀၂၄ခုနှစ် ASEANအစည်းအဝေး", "အစည်းအဝေး"),
    "Latin and digits in Burmese": ("my", "၂၀၂၄ခုနှစ် ASEANအစည်းအဝေး", "+ASEAN +2024"),
    "Khmer beside Latin": ("km", "កិច្ចប្រជុំASEANឆ្នាំ២០២៤", "+ASEAN +2024 +កិច្ចប្រជុំ"),
    "Lao beside Latin": ("lo", "ກອງປະຊຸມASEAN2024", "+ASEAN +2024 +ກອງປະຊຸມ"),
    "Chinese beside Latin": ("zh-hans", "2024年ASEAN峰会", "+ASEAN +2024 +峰会"),
    "Tamil beside Latin": ("ta", "ASEANஅமைப்பு", "+ASEAN"),
    # marks as PDFs give them
    "sara am of a PDF": ("th", "น้ํา", "น้ำ"),
    "sara am of a keyboard": ("th", "น้ำ", "น้ํา"),
    "sara am with the tone last": ("th", "นํ้าท่วม", "น้ำ"),
    "sara am without a tone": ("th", "การดําเนินงาน", "การดำเนินงาน"),
    "Lao am": ("lo", "ຄໍາ", "ຄຳ"),
    "Vietnamese in pieces": ("vi", "Ho\u0323\u0302i đo\u0302\u0300ng", "+hội +đồng"),
    # digits and parts of words
    "Thai digits": ("th", "ปี ๒๕๖๗", "2567"),
    "Thai digits asked for": ("th", "ปี 2567", "๒๕๖๗"),
    "Arabic digits": ("ar", "في عام ٢٠٢٤", "2024"),
    "the beginning of a Thai name": ("th", "กรุงเทพมหานคร", "กรุงเทพ"),
    "the end of a Lao name": ("lo", "ນະຄອນຫຼວງວຽງຈັນ", "ວຽງຈັນ"),
    "the end of a Khmer name": ("km", "រាជធានីភ្នំពេញ", "ភ្នំពេញ"),
    "a Thai beginning": ("th", "เศรษฐกิจ", "เศรษฐก*"),
    "a Chinese beginning": ("zh-hans", "秘书处", "秘书处*"),
    "a Thai phrase": ("th", "สำนักเลขาธิการอาเซียน", '"เลขาธิการอาเซียน"'),
    "traditional Chinese asked for": ("zh-hans", "东盟秘书处的组织机构", "+秘書處 +組織"),
    "simplified Chinese asked for": ("zh-hant", "東盟秘書處的組織機構", "+秘书处 +组织"),
    "a traditional phrase": ("zh-hans", "发展中国家的经济合作", '"發展中國家的經濟"'),
    "a traditional beginning": ("zh-hans", "秘书处的工作", "秘書*"),
    # forms
    "a Portuguese plural": ("pt", "informações", "informação"),
    "Portuguese without accents": ("pt", "informações", "informacao"),
    "comissão": ("pt", "comissões", "comissão"),
    "nação": ("pt", "nações", "nação"),
    "a Portuguese singular": ("pt", "nação", "nações"),
    "papéis": ("pt", "os papéis", "papel"),
    "pães": ("pt", "os pães", "pão"),
    "capitais": ("pt", "as capitais", "capital"),
    "homens": ("pt", "os homens", "homem"),
    "French plurals": ("fr", "les états généraux", "état général"),
    "an Arabic article": ("ar", "الأمانة العامة", "أمانة"),
    "Arabic with its vowels": ("ar", "مُحَمَّد", "محمد"),
    "British": ("en", "organisation of labour centres", "+organization +labor +center"),
    "American": ("en", "organization of labor centers", "+organisation +labour +centre"),
    "British verbs": ("en", "analysed and organised travellers", "+analyzed +organized +traveler"),
    "programme": ("en", "defence programmes", "+defense +program"),
    "women": ("en", "women and children", "+woman +child"),
    "woman": ("en", "a woman and her child", "+women +children"),
    "criteria": ("en", "the criterion", "criteria"),
    "a name in other letters": ("en", "Mohammed of Djakarta", "+Muhammad +Jakarta"),
    "Tamil plurals": ("ta", "நாடு", "நாடுகள்"),
    "an Arabic plural": ("ar", "نتائج انتخابات المجلس", "+انتخاب"),
    "an Arabic singular": ("ar", "بعد انتخاب الرئيس", "+الانتخابات"),
    "an Arabic plural of a feminine": ("ar", "ثلاث منظمات إقليمية", "+المنظمة"),
    "an Arabic plural with a pronoun": ("ar", "أعلن المجلس قراراته", "+قرار"),
    "an Arabic adjective": ("ar", "الحملة الانتخابية", "+انتخاب"),
    "an Arabic noun that ends like a plural": ("ar", "لقاء مع الأمين العام", "+أمين"),
    "an Arabic broken plural": ("ar", "ثلاثة كتب عن قوانين الدول", "+كتاب +قانون +دولة"),
    "an Arabic singular of a broken plural": ("ar", "مشروع الوثيقة", "+المشاريع +وثائق"),
    "a Portuguese word before the reform": ("pt", "a acção directa", "+ação +direta"),
    "a Portuguese word after the reform": ("pt", "as ações do objetivo", "+acção +objectivos"),
    "an Indonesian reduplication": ("id", "setiap negara anggota", "+negara-negara"),
    "a word of an Indonesian reduplication": ("id", "negara-negara anggota", "+negara"),
    "a Spanish plural in -es": ("es", "las elecciones generales", "+elección +general"),
    "a Spanish singular": ("es", "la elección de un país", "+elecciones +países"),
    "a Spanish plural of z": ("es", "dos veces en voz baja", "+vez +voces"),
    "Spanish plurals after r and n": ("es", "mujeres y jóvenes", "+mujer +joven"),
    "a Spanish plural of s": ("es", "los intereses de los franceses", "+interés +francés"),
    "a Russian plural": ("ru", "доклады комиссий и советы", "+доклад +комиссия +совет"),
    "a Russian adjective": ("ru", "новый экономический договор", "+новая +экономического"),
    "a language without an entry": ("nl", "de coördinatie van Staten", "+COORDINATIE +staten"),
    # invisible characters
    "soft hyphens": ("en", "con\u00adsti\u00adtu\u00adtion", "constitution"),
    "soft hyphens asked for": ("en", "constitution", "con\u00adsti\u00adtution"),
    "a zero-width space": ("en", "parlia\u200bmentary", "parliamentary"),
    "a hyphen at the end of a line": ("en", "inter-\nnational law", "international"),
    "full width": ("en", "ＡＳＥＡＮ", "asean"),
    # acronyms
    "U.N.": ("en", "The U.N. and others", "UN"),
    "UN": ("en", "The UN and others", "U.N."),
    "A.S.E.A.N.": ("en", "A.S.E.A.N. memorandum", "ASEAN AND memorandum"),
    "the reverse": ("en", "ASEAN memorandum", "A.S.E.A.N. AND memorandum"),
    "U.S.A": ("en", "The U.S.A., too", "USA"),
    "a phrase with an acronym": ("en", "the U.N. charter", '"UN charter"'),
    "plurals of acronyms": ("en", "MoUs of NGOs and FTAs", "+MoU +NGO +FTA"),
    "a plural of an acronym asked for": ("en", "an FTA and an MP", "+FTAs +MPs"),
    "initials apart": ("en", "J. R. R. Tolkien wrote", '"J.R.R. Tolkien"'),
    "initials together": ("en", "J.R.R. Tolkien wrote", '"J. R. R. Tolkien"'),
    # compounds
    "Wi-Fi": ("en", "free Wi-Fi", "wifi"),
    "wifi": ("en", "free wifi", "Wi-Fi"),
    "wi fi": ("en", "free wi fi", "Wi-Fi"),
    "e-commerce": ("en", "e-commerce law", "ecommerce"),
    "ecommerce": ("en", "ecommerce law", "e-commerce"),
    "G20": ("en", "the G20 summit", "G-20"),
    "G-20": ("en", "the G-20 summit", "G20"),
    "G 20": ("en", "the G 20 summit", "G20"),
    "a phrase with G20": ("en", "the G-20 summit", '"G20 summit"'),
    "COVID-19": ("en", "COVID-19 cases", "COVID19"),
    "COVID19": ("en", "COVID19 cases", "covid-19"),
    "ISO 9001": ("en", "ISO 9001 certified", "ISO9001"),
    "ISO9001": ("en", "ISO9001 certified", '"ISO 9001"'),
    "cyber security": ("en", "cyber security centre", "cybersecurity"),
    "cybersecurity": ("en", "cybersecurity centre", "cyber security"),
    "35km": ("en", "35km away", '"35 km"'),
    "35 km": ("en", "35 km away", "35km"),
    "1,000,000": ("en", "1,000,000 people", "+1000000"),
    "1000000": ("en", "1000000 people", "+1,000,000"),
    "1.000.000": ("id", "1.000.000 orang", "+1000000"),
    "digits grouped by spaces": ("fr", "1 000 000 habitants", "+1000000"),
    "digits grouped by spaces, asked for": ("fr", "1000000 habitants", "+1 000 000"),
    "digits grouped by narrow spaces, asked for": ("fr", "12345 habitants", "+12\u202f345"),
    "digits grouped otherwise": ("en", "1,000,000 people", "1 000 000"),
    "thousands": ("fr", "environ 35 000 tonnes", "+35,000"),
    "grouped digits in a phrase": ("fr", "près de 1 000 000 habitants", '"1000000 habitants"'),
    "a number in a phrase": ("en", "some 1,000,000 people", '"1 000 000 people"'),
    "a telephone number": ("en", "call 724-3372", "+7243372"),
    "an ISBN": ("en", "ISBN 978-602-5798-04-8", "+9786025798048"),
    "an ISBN without hyphens": ("en", "ISBN 9786025798048", "+978-602-5798-04-8"),
    "nbsp": ("fr", "1\u00a0000\u00a0000 habitants", "+1000000"),
    "A/RES/70/1": ("en", "see A/RES/70/1.", "A/RES/70/1"),
    "part of a symbol": ("en", "see A/RES/70/1.", "RES/70/1"),
    "Indian groups of digits": ("en", "1,50,000 rupees", "+150000"),
    # phrases of compounds written otherwise
    "a unit in a phrase": ("id", "jalan sepanjang 120km di Jawa", '"120 km di Jawa"'),
    "a unit joined in a phrase": ("vi", "tuyến đường dài 35 km qua", '"35km qua"'),
    "a Thai unit in a phrase": ("th", "ถนนยาว35กมผ่าน", '"35 กม"'),
    "a phrase taken apart": ("en", "a national cyber security centre", '"cybersecurity centre"'),
    "a phrase joined": ("en", "a national cybersecurity centre", '"cyber security centre"'),
    "a phrase without hyphens": ("en", "a free Wi-Fi zone", '"wifi zone"'),
    "a phrase with hyphens": ("en", "a free wifi zone", '"Wi-Fi zone"'),
    "a Portuguese compound": ("pt", "um guarda-chuva azul", '"guardachuva azul"'),
    "a name in a phrase": ("en", "as Mr O’Brien said", '"OBrien said"'),
    "a word near a compound": ("en", "the cybersecurity centre", '"cyber security" NEAR/2 centre'),
    "a required phrase": ("en", "a national cybersecurity centre", '+"cyber security" national'),
    # elision and names
    "d’Ivoire": ("fr", "Côte d’Ivoire", "Ivoire"),
    "Côte d'Ivoire": ("fr", "Côte d’Ivoire", "+Côte +d'Ivoire"),
    "l’eau": ("fr", "l’eau potable", "+eau"),
    "O’Brien": ("en", "Mr O’Brien said", "Brien"),
    "OBrien": ("en", "Mr O’Brien said", "OBrien"),
    "O'Brien": ("en", "Mr O’Brien said", "O'Brien"),
    "Qur’an": ("en", "the Qur’an", "quran"),
    "an acronym after an article": ("fr", "une résolution de l’O.N.U.", "ONU"),
    "an article before an acronym": ("fr", "une résolution de l’ONU", "O.N.U."),
    "AT&T": ("en", "AT&T said", "ATT"),
    "Node.js": ("en", "built with Node.js", "nodejs"),
    "don’t": ("en", "we don’t agree", "+don't"),
    # a minus that is no NOT
    "degrees": ("en", "above -5 °C", "store at -5 °C"),
    "degrees, glued": ("en", "above -5°C", "above -5°C"),
    "kilometres": ("en", "depth of -40 km", "depth -40 km"),
    "Indonesian degrees": ("id", "pada suhu -5 derajat", "suhu -5 derajat"),
    "Vietnamese per cent": ("vi", "mức giảm -3 phần trăm", "giảm -3 phần trăm"),
    "Thai degrees": ("th", "ที่ -5 องศา", "-5 องศา"),
    # names of states
    "Vietnam": ("en", "the visit to Viet Nam", "+Vietnam"),
    "Viet Nam": ("en", "the visit to Vietnam", '+Viet +Nam'),
    "East Timor": ("en", "the accession of Timor-Leste", "+East +Timor"),
    "Timor-Leste": ("en", "the accession of East Timor", "+Timor-Leste"),
    "a required phrase of a name": ("en", "the accession of Timor-Leste", '+"East Timor"'),
    "a phrase with a hyphen": ("en", "the accession of East Timor", '"Timor-Leste"'),
    "a phrase of one word": ("en", "the visit to Viet Nam", '"Vietnam"'),
    "a name within a phrase": ("en", "the Government of Viet Nam", '"government of Vietnam"'),
    "two names within a phrase": ("en", "Laos and Burma met", '"Lao PDR and Myanmar"'),
    "a phrase with words between": ("en", "Timor-Leste soon joins", '"East Timor joins"~1'),
    "a phrase in the body": ("en", "the accession of Timor-Leste", 'body:"East Timor"'),
    "Burma": ("en", "the meeting in Myanmar", "+Burma"),
}  # fmt: skip


@pytest.fixture
def searching(index):
    """Return a function that searches one page among others."""

    def make(locale, body, **more):
        others = [page(10 + n, text, code, title) for n, (code, title, text) in enumerate(OTHERS)]
        return index(page(1, body, locale, **more), *others)

    return make


@pytest.mark.parametrize("name", FOUND)
def test_it_is_found(searching, name):
    locale, body, query = FOUND[name]

    assert ids(searching(locale, body)(query))[:1] == [1]


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_is_marked(searching, name):
    locale, body, query = FOUND[name]

    [excerpt, *_] = searching(locale, body)(query).hits[0].highlights.body

    assert "<mark>" in excerpt


@pytest.mark.parametrize(
    ("better", "worse", "query"),
    [
        ("Programming in C++ for all", "Vitamin C, C and C again", "C++"),
        ("Programming in C# for all", "Vitamin C, C and C again", "C#"),
        ("The .NET framework", "Net income, net worth, net", ".NET"),
        ("The G20 summit", "The G-20 summit", "G20"),
        ("The G-20 summit", "The G20 summit", "G-20"),
        ("Free Wi-Fi here", "Free wifi here", "Wi-Fi"),
        ("Free wifi here", "Free Wi-Fi here", "wifi"),
        ("The U.N. here", "The UN here", "U.N."),
    ],
)
def test_what_is_written_alike_comes_first(index, better, worse, query):
    search = index(page(1, worse), page(2, better))

    assert ids(search(query))[0] == 2


@pytest.mark.parametrize("query", ['"oil cocoa"', '"oil cocoa"~3', "oil NEAR/3 cocoa"])
@pytest.mark.parametrize("body", ["palm oil\ncocoa butter", "A heading on oil\nCocoa is sweet."])
def test_phrases_do_not_cross_blocks(index, body, query):
    assert ids(index(page(1, body))(query)) == []


def test_phrases_cross_the_lines_of_a_file(index):
    search = index(page(1, "x", attached="all about palm\noil and cocoa"))

    assert ids(search('"palm oil"')) == [1]


@pytest.mark.parametrize("query", ["🐠", "...", "-", "?!", "()", '""', "•"])
def test_what_holds_no_word_finds_nothing_and_says_so(index, query):
    from search.request.search_request import SearchRequest

    assert index(page(1, "Some words"))(query).total == 0
    codes = [str(each.code) for each in SearchRequest(query).query.warnings]
    assert "nothing_to_search" in codes


def test_a_page_with_the_short_form_comes_before_those_with_a_synonym(index):
    rule = Rule(("MoU", "memorandum of understanding"))
    search = index(
        page(1, "memorandum of understanding, a memorandum of understanding"),
        page(2, "Among much else that was said and done in these days, the MoU was signed."),
        page(3, "nothing of it"),
    )

    assert ids(search("MoU", thesaurus=Thesaurus([rule]))) == [2, 1]


def test_a_name_with_an_apostrophe_is_no_misspelling(index):
    search = index(page(1, "Mr O’Brien kept it brief"))

    assert search("Brien").suggestion is None


def test_a_year_with_a_minus_is_excluded(index):
    search = index(page(1, "the charter of 2007"), page(2, "the charter of 2008"))

    assert ids(search("charter -2007")) == [2]


@pytest.mark.parametrize("field", ["body", "attached"])
def test_a_word_at_the_end_of_a_long_text_has_an_excerpt_around_it(index, field):
    text = "Much is said here. " * 1500 + "The zebra is last."
    [hit] = index(page(1, **{"body": "x", field: text}))("zebra").hits

    assert any("<mark>zebra</mark>" in each for each in hit.highlights.body)


def test_the_cells_of_an_excerpt_do_not_run_together(index):
    [hit] = index(page(1, "Country\nCapital\nLaos\nVientiane"))("Laos").hits

    assert hit.highlights.body == ("Country · Capital · <mark>Laos</mark> · Vientiane",)
