"""Four times the document takes about four times the work, whatever it is made of.

Told by growth, not by a clock, as in tests/adapters/mail/test_mime_growth.py: only what
takes long at all is compared with a quarter of itself.
"""

import time

import pytest

from mailbot.adapters.documents.reading import read
from mailbot.core.record.documents import Kind

WRAPPED = {
    Kind.HTML: (b"<html><meta charset=utf-8><body>", b"x</body></html>"),
    Kind.RTF: (b"{\\rtf1\\ansi\\ansicpg936 ", b"x}"),
    Kind.TXT: (b"", b"x"),
}
TOKENS = {
    Kind.HTML: (
        *(b"<p>a", b"<table>", b"<table><tr><td>", b"<tr>", b"<td>", b"<td>a</td>"),
        *(b"<tr><td>a</td></tr>", b"<!--", b"<!", b"<![CDATA[", b"<a href=", b"<a "),
        *(b"&", b"&#1;", b"&amp", b"<", b">", b"</p>", b"</table>", b"<b>", b"</b>"),
        *(b"<div>", b"<br>", b"<style>", b"<script>", b"</script", b'"', b"'"),
        *(b"<style>a{", b"<style>a{}", b"<style>.a{display:none}", b"<li>", b"<svg>"),
        *(b"<td colspan=9999>", b"<td rowspan=9999>a", b"<select><option>", b" "),
        *(b"\n", b"\0", b"<p style='", b"<p style='display:", b"<?", b"<o:p>"),
        *(b"<table><tr><td>a</td></tr></table>", b"a", b"1.", "县".encode()),
    ),
    Kind.RTF: (
        *(b"{", b"}", b"{}", b"\\par ", b"\\'d6", b"\\u20013 ?", b"\\cell ", b"\\row "),
        *(b"\\trowd ", b"\\intbl a\\cell\\row ", b"{\\*\\x ", b"\\pict ", b"\\bin9 "),
        *(b"{\\field", b"\\a", b"\\", b"a", b"\n", b"{\\fonttbl{\\f0 a;}}", b"\\f0 "),
        *(b"\\cellx100 ", b"{\\object{\\*\\objdata 00}}", b"\\uc0 \\u1", b"\\upr"),
        *(b"\\nesttableprops", b"\\nestcell ", b"\\itap2 ", b"{\\shp{\\shptxt a}}"),
    ),
    Kind.TXT: (
        *(b"a", b" ", b"\n", b"a\n", b"\t", b"a\tb\n", b"\r", b"\0", b"\xff", b"1."),
        *(b"| a ", b"-", b",", b"a,b\n", b'"', "县".encode(), "县".encode("gbk")),
        *("序号 名称\n".encode(), "一、".encode(), " 　".encode()),
    ),
}
EACH = [(kind, token) for kind, tokens in TOKENS.items() for token in tokens]
SIZE = 400_000
QUICK = 1.5  # seconds of work; a quadratic reader takes half a minute


def seconds(kind: Kind, token: bytes, size: int) -> float:
    begin, end = WRAPPED[kind]
    content = begin + token * (size // len(token)) + end
    begun = time.process_time()
    read(kind, content)
    return time.process_time() - begun


@pytest.mark.parametrize(("kind", "token"), EACH)
def test_every_shape_of_document_grows_evenly(kind: Kind, token: bytes) -> None:
    spent = seconds(kind, token, SIZE)
    if spent > QUICK:
        spent = min(spent, seconds(kind, token, SIZE))
        assert spent < 9 * seconds(kind, token, SIZE // 4)
