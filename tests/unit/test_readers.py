"""Reading: files and folders become documents; what cannot be read is one clear line per path."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutradhar.errors import ReaderError
from sutradhar.ingest.document import Document
from sutradhar.ingest.readers import Failure, find, read

HEADLINE = "मेघनगर में नया पुल खुला, पहले दिन हजारों लोग पहुंचे"
FIRST = (
    "परिवहन मंत्री ने रविवार को नदी पर बने नए पुल का उद्घाटन किया और कहा कि इससे दोनों जिलों के बीच की दूरी "
    "चालीस किलोमीटर कम हो जाएगी। स्थानीय व्यापारियों ने इस फैसले का स्वागत किया है।"
)
SECOND = (
    "अधिकारियों के मुताबिक पुल पर भारी वाहनों की आवाजाही अगले महीने शुरू होगी। तब तक केवल छोटी गाड़ियां ही इस "
    "रास्ते से गुजर सकेंगी और पुलिस यातायात पर नजर रखेगी।"
)
ARTICLE = f"{HEADLINE}\n\n{FIRST}\n\n{SECOND}\n"
CLEAN = f"{HEADLINE}\n{FIRST}\n{SECOND}"

PAGE = """<!DOCTYPE html>
<html lang="hi"><head><meta charset="{charset}"><title>{headline} | नव प्रकाश</title>
<meta property="og:site_name" content="नव प्रकाश">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{headline}",
"datePublished": "2027-06-09T08:30:00+05:30", "author": {{"@type": "Person", "name": "सुनीता देवी"}},
"publisher": {{"@type": "Organization", "name": "नव प्रकाश"}}}}</script></head>
<body><nav><ul><li><a href="/">होम</a></li><li><a href="/k">किशनपुर</a></li></ul></nav>
<article><h1>{headline}</h1><p>{first}</p>
<p>यह भी पढ़ें: <a href="/x">किशनपुर में दो पक्षों के बीच विवाद, तीन गिरफ्तार</a></p><p>{second}</p></article>
<aside><h3>टॉप न्यूज</h3><ul><li><a href="/y">टीम जीती, देवराज बने मैच के हीरो</a></li></ul></aside>
<footer><p>© 2026 सर्वाधिकार सुरक्षित</p></footer></body></html>"""


def page(charset: str = "utf-8") -> str:
    return PAGE.format(charset=charset, headline=HEADLINE, first=FIRST, second=SECOND)


def read_bytes(folder: Path, data: bytes, name: str = "a.txt") -> Document:
    path = folder / name
    path.write_bytes(data)
    return read(path)


def failure(folder: Path, data: bytes, name: str = "a.txt") -> str:
    with pytest.raises(ReaderError) as error:
        read_bytes(folder, data, name)
    assert "\n" not in str(error.value) and name in str(error.value)
    return str(error.value)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Root may read everything, so the file is read as another user."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_give_one_text(tmp_path: Path, encoding: str, line_end: str) -> None:
    assert read_bytes(tmp_path, ARTICLE.replace("\n", line_end).encode(encoding)).text == CLEAN


def test_document(tmp_path: Path) -> None:
    path = tmp_path / "मेघ नगर.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    document = read(path)
    assert (document.title, document.language, document.published) == (HEADLINE, "hi", None)
    assert document.uri.startswith("file:///") and unquote(document.uri).endswith("/मेघ नगर.txt")
    assert document == read(Path(os.path.relpath(path)))


def test_arguments_win_over_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{HEADLINE}\nनव प्रकाश ब्यूरो | Updated: 03 Jun 2026\n{FIRST}\n", encoding="utf-8")
    assert (read(path).publisher, read(path).published) == ("नव प्रकाश", "2026-06-03")
    document = read(path, published="2026-06-02", publisher="सांध्य दैनिक")
    assert (document.publisher, document.published) == ("सांध्य दैनिक", "2026-06-02")


def test_file_time_is_not_a_date(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    before = read(path)
    os.utime(path, (0, 0))
    assert read(path) == before and before.published is None


def test_text_without_headline_is_titled_by_its_first_words(tmp_path: Path) -> None:
    title = read_bytes(tmp_path, f"{FIRST}\n{SECOND}".encode()).title
    assert title.endswith("…") and FIRST.startswith(title[:-1]) and len(title) <= 121


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\u0958\u0932\u092e", "\u0915\u093c\u0932\u092e"),
        ("प\u0922\u093c\u0940", "पढ़ी"),
        ("पढ\u0940\u093c", "प\u0922\u093c\u0940"),
        ("न\u200bदी", "नदी"),
        ("न\u00adदी", "नदी"),
        ("क्\u200dष", "क्\u200dष"),
        ("नदी\u200d", "नदी"),
        ("न\u200cदी", "नदी"),
        ("नदी\u00a0पार", "नदी पार"),
        ("नदी \t  पार", "नदी पार"),
        ("cafe\u0301", "café"),
    ],
)
def test_normal_form(tmp_path: Path, raw: str, expected: str) -> None:
    text = read_bytes(tmp_path, f"{ARTICLE}लोगों ने {raw} की बात कही।".encode()).text
    assert text == f"{CLEAN}\nलोगों ने {unicodedata.normalize('NFC', expected)} की बात कही।"


def test_few_broken_bytes_are_let_through(tmp_path: Path) -> None:
    data = ARTICLE.encode()
    position = data.index("स्थानीय".encode())
    assert read_bytes(tmp_path, data[:position] + b"\x96 " + data[position:]).text == CLEAN


def test_html_page(tmp_path: Path) -> None:
    document = read_bytes(tmp_path, page().encode(), "a.html")
    assert document.text == CLEAN
    assert (document.title, document.author, document.publisher) == (HEADLINE, "सुनीता देवी", "नव प्रकाश")
    assert document.published == "2027-06-09"


def test_html_page_that_states_less(tmp_path: Path) -> None:
    start, end = page().index("<script"), page().index("</script>")
    document = read_bytes(tmp_path, (page()[:start] + page()[end + 9 :]).encode(), "a.html")
    assert (document.text, document.title, document.publisher) == (CLEAN, HEADLINE, "नव प्रकाश")
    assert (document.author, document.published) == (None, None)


def test_html_page_with_escaped_json(tmp_path: Path) -> None:
    escaped = page().replace('"सुनीता देवी"', json.dumps("सुनीता देवी"))
    assert read_bytes(tmp_path, escaped.encode(), "a.html").author == "सुनीता देवी"


def test_html_page_in_another_encoding(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, page("utf-16").encode("utf-16"), "a.htm").text == CLEAN


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 20, "not a text file"),
        (bytes(range(1, 256)) * 40, "not valid UTF-8"),
        (ARTICLE.encode()[::-1], "not valid UTF-8"),
        ("यह".encode() * 2_000_000, "larger than 5 MB"),
        (b"The minister opened a new bridge on Sunday. Traders welcomed it.", "not Hindi"),
        ("Министр открыл новый мост в воскресенье.".encode(), "not Hindi"),
        ("Café à côté".encode("latin-1"), "not valid UTF-8"),
        ("टॉप न्यूज\n• किशनपुर में विवाद, तीन गिरफ्तार".encode(), "holds no article"),
        (
            "मंत्र्यांनी रविवारी नदीवरील नवीन पुलाचे उद्घाटन केले आणि दोन्ही जिल्ह्यांतील अंतर कमी होईल असे त्यांनी सांगितले. "
            "या निर्णयाचे व्यापाऱ्यांनी स्वागत केले आहे. मात्र अवजड वाहनांना अद्याप परवानगी देण्यात आलेली नाही.".encode(),
            "not Hindi but Marathi",
        ),
        (
            "मन्त्रीले आइतबार नदीमाथि बनेको नयाँ पुलको उद्घाटन गरे र यसले दुई जिल्लाबीचको दूरी घट्ने बताए। व्यापारीहरूले "
            "यस निर्णयको स्वागत गरेका छन्। ठूला सवारी साधनका लागि भने अझै अनुमति दिइएको छैन।".encode(),
            "not Hindi but Nepali",
        ),
    ],
)
def test_bad_text_files(tmp_path: Path, data: bytes, message: str) -> None:
    assert message in failure(tmp_path, data)


@pytest.mark.parametrize(
    "html",
    [
        "<html><body></body></html>",
        "<html><head><title>मेघनगर समाचार</title></head><body><nav><a href='/'>होम</a></nav></body></html>",
        "<html><body><ul>"
        + "".join(f"<li><a href='/{i}'>किशनपुर में नया विवाद {i}</a></li>" for i in range(40))
        + "</ul></body></html>",
    ],
)
def test_html_without_article(tmp_path: Path, html: str) -> None:
    assert "article" in failure(tmp_path, html.encode(), "a.html")


def test_paths_that_are_no_readable_files(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match="does not exist"):
        read(tmp_path / "none.txt")
    with pytest.raises(ReaderError, match="is a folder"):
        read(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(ReaderError, match="no regular file"):
        read(tmp_path / "pipe.txt")


def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    path.chmod(0)
    with without_privileges(), pytest.raises(ReaderError, match="no permission"):
        read(path)


def test_find_walks_folders_in_order_and_reports_what_is_wrong(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "sub/z.HTM", "sub/a.txt", ".hidden.txt", ".git/a.txt", "notes.pdf"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "bare").mkdir()
    paths = [
        tmp_path / "in",
        tmp_path / "gone.txt",
        tmp_path / "bare",
        tmp_path / "in/notes.pdf",
        tmp_path / "in/b.txt",
    ]
    found = list(find([str(path) for path in paths]))
    sources = [each.relative_to(tmp_path).as_posix() for each in found if isinstance(each, Path)]
    assert sources == ["in/a.html", "in/b.txt", "in/sub/a.txt", "in/sub/z.HTM"]
    problems = [each for each in found if isinstance(each, Failure)]
    assert [each.uri for each in problems] == [path.as_uri() for path in paths[1:4]]
    for each, message in zip(problems, ("does not exist", "holds no documents", "no kind that is read"), strict=True):
        assert message in str(each.error) and "\n" not in str(each.error)


def test_find_reports_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "a.txt").write_text(ARTICLE, encoding="utf-8")
    closed.chmod(0)
    with without_privileges():
        found = list(find([str(closed)]))
    closed.chmod(0o755)
    assert len(found) == 1 and isinstance(found[0], Failure) and "no permission" in str(found[0].error)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_one_line(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    for name in ("a.txt", "a.html"):
        path = tmp_path_factory.getbasetemp() / name
        path.write_bytes(data)
        try:
            assert read(path).text
        except ReaderError as error:
            assert "\n" not in str(error)
