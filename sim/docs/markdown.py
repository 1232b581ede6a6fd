"""Docstrings and rows of values as Markdown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence

WIDTH = 115
CODE = re.compile(r"``(.+?)``", re.DOTALL)
SPECIAL = re.compile(r"[\\*`<\[\]]|(?<!\w)_|_(?!\w)")
LEADING = re.compile(r"(?:[-+#>]|\d+(?=[.)]))(?=[ .)])")
"""What at the beginning of a line would make a list, a heading or a quotation of it."""
BULLET = re.compile(r"[-*] ")


def prose(docstring: str) -> str:
    """Turn a docstring into paragraphs; lists of hyphens and blocks after ``::`` stay what they are."""
    out: list[str] = []
    for paragraph in re.split(r"\n\s*\n", docstring.strip("\n")):
        if out and out[-1].endswith("::") and paragraph.startswith("    "):
            out[-1] = out[-1][:-1]
            out.append(f"```\n{textwrap.dedent(paragraph)}\n```")
        elif BULLET.match(paragraph):
            items = re.split(r"\n(?=[-*] )", paragraph)
            out.append("\n".join(f"- {_wrapped(inline(item[2:]), WIDTH - 2, '  ')}" for item in items))
        else:
            out.append(_wrapped(inline(paragraph), WIDTH))
    return "\n\n".join(out)


def _wrapped(text: str, width: int, indent: str = "") -> str:
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    return f"\n{indent}".join(LEADING.sub(lambda found: _escaped(found[0]), line, count=1)
                              if LEADING.match(line) else line for line in lines)  # fmt: skip


def _escaped(mark: str) -> str:
    return f"{mark}\\" if mark.isdigit() else f"\\{mark}"


def inline(text: str) -> str:
    """Turn text of a docstring into one line of Markdown: ````code```` becomes code, the rest is escaped."""
    parts = CODE.split(" ".join(text.split()))
    return "".join(code(part) if place % 2 else SPECIAL.sub(r"\\\g<0>", part) for place, part in enumerate(parts))


def code(text: str) -> str:
    """Mark text as code."""
    return f"`{text}`"


def first_sentence(docstring: str) -> str:
    """Give the first sentence of a docstring."""
    paragraph = " ".join(docstring.split("\n\n")[0].split())
    return re.split(r"(?<=[.!?])\s(?=[A-Z`])", paragraph, maxsplit=1)[0]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Make a table of cells that are Markdown already."""
    lines = [_row(head), "|" + "---|" * len(head)]
    return "\n".join(lines + [_row(row) for row in rows])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def anchor(heading: str) -> str:
    """Give the name under which a heading can be linked to on the usual platforms."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def link(text: str, heading: str) -> str:
    """Link to a heading of the same file."""
    return f"[{text}](#{anchor(heading)})"
