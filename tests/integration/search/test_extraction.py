"""Text of attached files, hostile ones included."""

import io
import os
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from search.indexing.attachments import process
from search.indexing.attachments.extractor import MAX_TEXT_LENGTH
from search.indexing.attachments.process import ExtractionError, extract

W = 'xmlns:w="urn:w"'
A = 'xmlns:a="urn:a"'
PARTS = {
    "docx": "word/document.xml",
    "pptx": "ppt/slides/slide1.xml",
    "xlsx": "xl/sharedStrings.xml",
    "odt": "content.xml",
}


def office(**parts):
    """A ZIP of these parts; `__` stands for a slash."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def package(extension, content):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PARTS[extension], content)
    return file.getvalue()


def many_parts():
    return office(**{f"ppt__slides__slide{number}.xml": "" for number in range(3000)})


def pdf(content, *, pages=1):
    """A PDF whose pages all show the same content stream."""
    packed = zlib.compress(content)
    kids = " ".join("3 0 R" for _ in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(packed), packed),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF"
    ) % (len(objects) + 1, table, len(objects) + 1, len(written))


def laughs():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE d [<!ENTITY a0 "ha">{entities}]><d {W}><w:t>&a9;</w:t></d>'


@pytest.fixture
def read(tmp_path):
    def read(content, extension):
        file = tmp_path / f"file.{extension}"
        file.write_bytes(content)
        with file.open("rb") as opened:
            return extract(opened, extension)

    return read


GOOD = {
    "docx": f"<d {W}><w:p><w:t>Coco</w:t><w:t>nuts</w:t></w:p><w:p><w:t>grow</w:t></w:p></d>",
    "pptx": f"<d {A}><a:p><a:t>Coconuts</a:t></a:p><a:p><a:t>grow</a:t></a:p></d>",
    "xlsx": "<sst><si><t>Coconuts</t></si><si><t>grow</t></si></sst>",
    "odt": '<d xmlns:t="urn:t"><t:h>Coco<t:span>nuts</t:span></t:h><t:p>grow</t:p></d>',
}


@pytest.mark.parametrize("extension", GOOD)
def test_office_files_are_read_by_paragraphs(read, extension):
    assert read(package(extension, GOOD[extension]), extension) == "Coconuts\ngrow"


def test_pdf_files_are_read_by_pages(read):
    assert read(pdf(b"BT /F 12 Tf (Coconuts) Tj ET", pages=2), "pdf") == "Coconuts\nCoconuts"


def test_text_is_cut_at_a_length(read):
    content = f"<d {W}><w:p><w:t>{'word ' * MAX_TEXT_LENGTH}</w:t></w:p></d>"

    assert len(read(package("docx", content), "docx")) == MAX_TEXT_LENGTH


HOSTILE = {
    "zip bomb": ("docx", lambda: package("docx", b"<d>" + b" " * 300_000_000)),
    "entities": ("docx", lambda: package("docx", laughs())),
    "many elements": ("pptx", lambda: package("pptx", b"<d>" + b"<a/>" * 14_000_000)),
    "deep elements": ("odt", lambda: package("odt", b"<d>" * 3_000_000)),
    "one endless tag": ("docx", lambda: package("docx", b"<d a='" + b"x" * 100_000_000)),
    "many parts": ("pptx", many_parts),
    "slow stream": ("pdf", lambda: pdf(b"BT /F 1 Tf " + b"(a) Tj " * 6_000_000 + b"ET")),
    "deep arrays": ("pdf", lambda: pdf(b"[" * 3_000_000)),
    "not a zip": ("docx", lambda: b"PK\x03\x04 no"),
    "not a pdf": ("pdf", lambda: b"%PDF-1.7 no"),
    "empty": ("pdf", lambda: b""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_small_and_ends_in_time(read, name):
    extension, make = HOSTILE[name]
    content = make()
    assert len(content) < 700_000
    began = time.monotonic()
    try:
        text = read(content, extension)
    except ExtractionError:
        text = ""

    assert len(text) <= MAX_TEXT_LENGTH
    assert time.monotonic() - began < process.SECONDS + 5


def program(tmp_path, monkeypatch, code):
    """Another extractor, which does its worst."""
    file = tmp_path / "worst.py"
    file.write_text(code)
    monkeypatch.setattr(process, "PROGRAM", file)
    monkeypatch.setattr(process, "SECONDS", 3.0)


def test_a_reader_that_sleeps_is_killed_with_its_children(read, tmp_path, monkeypatch):
    note = tmp_path / "children"
    child = "import time; time.sleep(60)"
    program(
        tmp_path,
        monkeypatch,
        f"import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n"
        f"time.sleep(60)\n",
    )
    with pytest.raises(ExtractionError, match="more than 3 s") as error:
        read(b"", "pdf")

    assert not error.value.is_final
    assert not is_running(int(note.read_text()))


def is_running(pid):
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return False
        if state == "Z":
            return False
        time.sleep(0.1)
    return True


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("while True: pass", "processor time"),
        ("kept = [bytes(1 << 30)]; import time; time.sleep(1)", "MemoryError"),
        ("import sys\nwhile True: sys.stdout.write('x' * 10**6)", "File too large"),
    ],
)
def test_limits_of_the_process_hold(read, tmp_path, monkeypatch, code, reason):
    root = str(Path(process.__file__).resolve().parents[3])
    limits = (
        f"import sys; sys.path.insert(0, {root!r})\n"
        "from search.indexing.attachments import extractor\n"
        "extractor.CPU_SECONDS = 1\n"
        "extractor.limit()\n"
    )
    program(tmp_path, monkeypatch, limits + code)
    monkeypatch.setattr(process, "SECONDS", 60.0)

    with pytest.raises(ExtractionError, match=reason) as error:
        read(b"", "pdf")
    assert error.value.is_final


def test_the_program_sees_no_secret_of_its_parent(read, tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "SECRET_KEY", "secret")
    program(tmp_path, monkeypatch, "import os; print(sorted(os.environ))")

    assert "SECRET_KEY" not in read(b"", "pdf")
    assert sys.executable
