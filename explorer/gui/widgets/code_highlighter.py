"""Colours of JSON, XML and plain text, line by line. It knows tokens, nothing of faults, folding or chips' grounds."""

import re
from collections.abc import Iterator
from enum import StrEnum

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from explorer.gui.theme import theme
from explorer.gui.widgets.code_chips import LINE_LIMIT, Chips, references_of
from explorer.gui.widgets.code_text import is_narrow, units

LAZY_BLOCKS = 1000
"""Documents with more lines are coloured only where they are looked at."""
LAZY_CHARACTERS = 200_000
"""The same for documents with more characters; in these, lines over LAZY_LINE are not coloured."""
LAZY_LINE = 1_000
CHARACTER_LIMIT = 5_000_000
"""Larger documents are not coloured at all."""


class Language(StrEnum):
    """What the text is."""

    JSON = "json"
    XML = "xml"
    TEXT = "text"


# Compiled at their first use, by ``re`` itself: the first screen has no code to colour.
_JSON = (
    r'(?P<string>"(?:[^"\\]|\\.)*"?)(?P<colon>\s*:)?'
    r"|(?P<number>-?\d[\d.eE+-]*|\b(?:true|false|null)\b)"
    r"|(?P<punctuation>[{}\[\],:]+)"
)
_XML = (
    r"(?P<comment><!--.*?(?:-->|$))"
    r"|(?P<punctuation></?|/?>|=|\?>)"
    r"|(?P<name>(?<=<)[\w:.-]+|(?<=</)[\w:.-]+|[\w:.-]+(?=\s*=))"
    r"|(?P<string>\"[^\"]*\"|'[^']*'(?=[^<]*>))"
    r"|(?P<number>&\#?\w+;)"
)
_PLACEHOLDER = re.compile(r"\$\{[^{}\n]*\}")


def tokens(language: Language, text: str) -> Iterator[tuple[str, int, int]]:
    """(syntax token, start, end) of one line; later ones stand above earlier ones."""
    match language:
        case Language.JSON:
            yield from _json_tokens(text)
        case Language.XML:
            yield from _xml_tokens(text)
        case Language.TEXT:
            pass
    for found in _PLACEHOLDER.finditer(text):
        yield "syntax.number", *found.span()


def _json_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    for found in re.finditer(_JSON, text):
        if found["string"] is not None:
            yield "syntax.key" if found["colon"] else "syntax.string", *found.span("string")
            if found["colon"]:
                yield "syntax.punctuation", *found.span("colon")
        else:
            kind = "number" if found["number"] is not None else "punctuation"
            yield f"syntax.{kind}", *found.span(kind)


def _xml_tokens(text: str) -> Iterator[tuple[str, int, int]]:
    names = {"comment": "punctuation", "name": "key"}
    for found in re.finditer(_XML, text):
        kind = found.lastgroup or "punctuation"
        yield f"syntax.{names.get(kind, kind)}", *found.span()


class CodeHighlighter(QSyntaxHighlighter):
    """Colours one document; long documents only where ``colour_lines`` asks for it."""

    def __init__(self, document: QTextDocument, chips: Chips) -> None:
        super().__init__(document)
        self._chips = chips
        self._language = Language.TEXT
        self._wanted = range(0)
        self._formats: dict[str, QTextCharFormat] = {}
        self._paused = False

    @property
    def language(self) -> Language:
        return self._language

    def set_language(self, language: Language) -> None:
        if language is not self._language:
            self._language = language
            self.recolour()

    @property
    def is_paused(self) -> bool:
        return self._paused

    def pause(self) -> None:
        """Colour nothing while another text is put in, until ``recolour``."""
        self._paused = True

    def recolour(self) -> None:
        """Start again, after a change of text, theme, language or variables."""
        self._paused = False
        self._formats.clear()
        wanted, self._wanted = self._wanted, range(0)
        if not self._is_lazy():
            self.rehighlight()
        elif wanted and self.document().characterCount() <= CHARACTER_LIMIT:
            self.colour_lines(wanted[0], min(wanted[-1], self.document().blockCount() - 1))

    def colour_lines(self, first: int, last: int) -> None:
        """Colour these lines of a long document if that was not done yet."""
        document = self.document()
        if not self._is_lazy() or (first in self._wanted and last in self._wanted):
            return
        self._wanted = range(max(0, first - 50), last + 51)
        for number in self._wanted:
            block = document.findBlockByNumber(number)
            if not block.isValid():
                return
            self.rehighlightBlock(block)

    def _is_lazy(self) -> bool:
        document = self.document()
        return document.blockCount() > LAZY_BLOCKS or document.characterCount() > LAZY_CHARACTERS

    def _format(self, token: str) -> QTextCharFormat:
        found = self._formats.get(token)
        if found is None:
            found = QTextCharFormat()
            found.setForeground(theme.current().color(token))
            self._formats[token] = found
        return found

    def highlightBlock(self, text: str) -> None:
        if self._paused or not text or len(text) > LINE_LIMIT:
            return
        if self._is_lazy():
            too_long = len(text) > LAZY_LINE and self.document().characterCount() > LAZY_CHARACTERS
            if too_long or self.currentBlock().blockNumber() not in self._wanted:
                return
        narrow = is_narrow(text)
        for token, start, end in tokens(self._language, text):
            first, last = (start, end) if narrow else (units(text, start), units(text, end))
            self.setFormat(first, last - first, self._format(token))
        for reference in references_of(text):
            token = "accent.fg" if self._chips.known(reference.name) else "client.fg"
            self.setFormat(reference.start, reference.end - reference.start, self._format(token))
