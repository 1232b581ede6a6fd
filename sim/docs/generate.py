"""Which blocks which file has, and who writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.docs.blocks import DocsFault, filled
from sim.docs.effects import effects
from sim.docs.entities import entities
from sim.docs.indicators import groups, indicators
from sim.docs.parameters import parameter_count
from sim.docs.submodels import other_parameters, policies, schedule, submodels
from sim.files import write_text

BLOCKS: dict[str, Callable[[], str]] = {
    "entities": entities,
    "schedule": schedule,
    "parameter count": parameter_count,
    "submodels": submodels,
    "other parameters": other_parameters,
    "effects": effects,
    "policies": policies,
    "indicators": indicators,
    "groups": groups,
}
"""What can be generated, by the name in the marker."""

OF_POLICIES = ("effects", "policies")
FILES: dict[str, tuple[str, ...]] = {
    "docs/odd.md": tuple(name for name in BLOCKS if name not in OF_POLICIES),
    "docs/policies.md": OF_POLICIES,
}
"""The blocks that each file must have, in any order."""


def differences(root: Path) -> list[tuple[str, str]]:
    """Give file and name of every block that is not what the code says; DocsFault where one cannot be read."""
    return [(name, block) for name, (_, changed) in _files(root).items() for block in changed]


def renew(root: Path) -> list[str]:
    """Rewrite the blocks of all files, none if one has a fault; give the names of files that changed."""
    files = {name: text for name, (text, changed) in _files(root).items() if changed}
    for name, text in files.items():
        write_text(root / name, text)
    return list(files)


def _files(root: Path) -> dict[str, tuple[str, list[str]]]:
    """Give what each file should be, and the names of its blocks that differ."""
    try:
        return {
            name: filled(_read(root / name, name), {block: BLOCKS[block]() for block in blocks}, name)
            for name, blocks in FILES.items()
        }
    except ValueError as fault:  # a parameter file that lacks something
        raise DocsFault(str(fault)) from fault


def _read(path: Path, name: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise DocsFault(f"{name}: there is no such file in {path.parents[len(Path(name).parts) - 1]}") from None
    except UnicodeDecodeError:
        raise DocsFault(f"{name}: is not UTF-8 text") from None
