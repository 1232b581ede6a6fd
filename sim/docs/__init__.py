"""The generated parts of the documentation: what the code says of itself, as Markdown.

Files of documentation are written by hand but for blocks between ``<!-- generated: NAME -->`` and
``<!-- end -->``. ``python run.py docs`` fills those from docstrings, parameter files and declarations of columns,
so that what is described is what is run; with ``--check`` it only tells which blocks differ.
"""

from sim.docs.blocks import DocsFault as DocsFault
from sim.docs.generate import differences as differences
from sim.docs.generate import renew as renew
