"""Schedule and submodels: what each process and policy says it does, what it writes, and its numbers."""

from __future__ import annotations

from itertools import groupby, takewhile

from sim.docs.markdown import code, first_sentence, inline, link, prose, table
from sim.docs.parameters import of_file, parameter_table
from sim.docs.source import class_docstring, constant, docstring, function_docstring, writes
from sim.parameters import Parameter
from sim.policies import POLICIES
from sim.policies.settings import settings_of
from sim.processes import MONTH
from sim.rulebook import MODULES, camel, file_of

PROCESS, OTHERS, POLICY = "Process `{}`", "Parameters `{}`", "Policy `{}`"
"""Headings; the first word keeps them apart where a process has the name of a table."""


def schedule() -> str:
    """List the processes of a month in their order."""
    rows = []
    for number, name in enumerate(MONTH, start=1):
        module = MODULES[name]
        does = inline(first_sentence(docstring(module)))
        rows.append((str(number), link(code(name), PROCESS.format(name)), does, _written(writes(module))))
    return table(("", "process", "what happens", "columns it may write"), rows)


def _written(columns: tuple[str, ...]) -> str:
    """Name columns table by table: residents (age, frailty); all of a table by its name alone."""
    tables = []
    for name, group in groupby(sorted(columns, key=_table_of), key=_table_of):
        those = [column.split(".", 1)[1] for column in group]
        tables.append(code(name) if those == ["*"] else f"{code(name)} ({inline(', '.join(those))})")
    return ", ".join(tables)


def _table_of(column: str) -> str:
    return column.split(".", 1)[0]


def submodels() -> str:
    """Describe each process of the month."""
    return "\n\n".join(_described(name, PROCESS) for name in MONTH)


def other_parameters() -> str:
    """Describe what uses the parameters that belong to no process."""
    return "\n\n".join(_described(name, OTHERS) for name in MODULES if name not in MONTH)


def _described(stem: str, heading: str) -> str:
    module = MODULES[stem]
    parts = [f"### {heading.format(stem)}", prose(docstring(module)), _where(module), *_numbers(stem, module)]
    return "\n\n".join(part for part in parts if part)


def _where(module: str) -> str:
    """Link to the code of a module."""
    path = f"{module.replace('.', '/')}.py"
    return f"Code: [{path}](../{path})."


def _numbers(stem: str, module: str) -> list[str]:
    """Give the parameters of a file with what its NamedTuple and its first lines say of them."""
    parameters: dict[str, Parameter] = of_file(stem)
    about = prose(class_docstring(module, camel(stem)))
    return [about, prose(_first_remark(stem)), parameter_table(parameters)] if parameters else []


def _first_remark(stem: str) -> str:
    """Give the comment with which a parameter file begins."""
    lines = file_of(stem).read_text(encoding="utf-8").splitlines()
    return "\n".join(line.lstrip("# ") for line in takewhile(lambda line: line.startswith("#"), lines))


def policies() -> str:
    """Describe each policy and its settings."""
    return "\n\n".join(_policy(name) for name in POLICIES)


NO_LINE = "no line in the ledger: the hours it asks are of people who are paid already."
OF_PARTS = "those of its parts, each in its own lines."


def _both_ways(module: str, bundle: bool) -> str:
    """Say what a policy costs, and what it may do in either direction: a list, to be read before any figure."""
    priced = function_docstring(module, "costs")
    costs = first_sentence(priced) if priced else OF_PARTS if bundle else NO_LINE
    rows = (("Costs", costs), ("May help", constant(module, "MAY_HELP")), ("May harm", constant(module, "MAY_HARM")))
    return "\n".join(f"- **{word}**: {inline(text)}" for word, text in rows)


def _policy(name: str) -> str:
    module = f"sim.policies.{name}"
    written = _written(writes(module))
    moves = f"It moves {written or 'what its parts move'}. {_where(module)}"
    parts = [f"### {POLICY.format(name)}", prose(docstring(module)), _both_ways(module, not written), moves]
    settings = {f"{name}.{key}": setting for key, setting in settings_of(name).items()}
    return "\n\n".join([*parts, parameter_table(settings)] if settings else parts)
