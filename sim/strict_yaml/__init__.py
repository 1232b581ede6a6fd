"""YAML as people mean it: every value is what it looks like, and every fault has a line and a column.

Plain YAML reads ``no`` as false, ``012`` as 10, ``1:30`` as 90 and keeps the last of two equal keys. Here
all values are read as text and typed by what the file is checked against; what a small readable file does
not need (aliases, anchors, merges, tags, several documents) is refused with a word on what to write instead.
"""

from sim.strict_yaml.document import Document, Fault, InputFault, content, nearest, read, understand
from sim.strict_yaml.typed import Flag, Number, Text, Whole, number_from, parse

__all__ = [
    "Document",
    "Fault",
    "Flag",
    "InputFault",
    "Number",
    "Text",
    "Whole",
    "content",
    "nearest",
    "number_from",
    "parse",
    "read",
    "understand",
]
