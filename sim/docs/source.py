"""What a module says of itself, read from its text: loading the processes would take the compiler along."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

from sim.docs.blocks import DocsFault

SIM = Path(__file__).resolve().parents[1]


def path_of(module: str) -> Path:
    """Give the file of a module, such as ``sim.processes.ties``."""
    return SIM.joinpath(*module.split(".")[1:]).with_suffix(".py")


@cache
def _tree(module: str) -> ast.Module:
    path = path_of(module)
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError) as error:
        raise DocsFault(f"sim/{path.relative_to(SIM)}: cannot be read ({error})") from None


def docstring(module: str) -> str:
    """Give the docstring of a module; DocsFault where it has none."""
    text = ast.get_docstring(_tree(module))
    if not text:
        raise DocsFault(f"sim/{path_of(module).relative_to(SIM)}: has no docstring; say what it does and why")
    return text


def class_docstring(module: str, name: str) -> str:
    """Give the docstring of a class of a module, nothing where there is none."""
    classes = [node for node in _tree(module).body if isinstance(node, ast.ClassDef) and node.name == name]
    return (ast.get_docstring(classes[0]) or "") if classes else ""


def function_docstring(module: str, name: str) -> str:
    """Give the docstring of a function of a module, nothing where there is none."""
    functions = [node for node in _tree(module).body if isinstance(node, ast.FunctionDef) and node.name == name]
    return (ast.get_docstring(functions[0]) or "") if functions else ""


def constant(module: str, name: str) -> Any:
    """Give what a module calls by a name; DocsFault where it is not written out."""
    for node in _tree(module).body:
        if isinstance(node, ast.Assign) and [t.id for t in node.targets if isinstance(t, ast.Name)] == [name]:
            try:
                return ast.literal_eval(node.value)
            except ValueError:
                break
    raise DocsFault(f"sim/{path_of(module).relative_to(SIM)}: {name} must be there, written out")


def has_function(module: str, name: str) -> bool:
    """Tell whether a module defines a function."""
    return any(isinstance(node, ast.FunctionDef) and node.name == name for node in _tree(module).body)


def writes(module: str) -> tuple[str, ...]:
    """Give the columns that a module declares to write; DocsFault where they are not written out."""
    return tuple(constant(module, "WRITES"))
