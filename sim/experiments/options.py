"""What the command line understands: commands, options, their help and their limits."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

MOST_SEEDS, MOST_WORKERS, MOST_MONTHS, SMALLEST = 10_000, 1024, 600, 100
LARGEST_SEED = 2**31 - 1
MOST_PORTS = 65535
_ADDRESS = re.compile(r"((tcp|tls|wss?)://)?([\w.-]+|\[[0-9a-fA-F:.]+\]):(?P<port>[0-9]{1,5})", re.ASCII)


class Parser(argparse.ArgumentParser):
    """A parser whose faults are one line, with a remedy."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Say what is wrong and leave with exit code 2."""
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def whole(low: int, high: int) -> type:
    """Make a reader of whole numbers within limits."""

    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"must be a whole number from {low} to {high}; got {text!r}")
        return int(text)

    return number  # type: ignore[return-value]


def scale(text: str) -> int:
    """Read 1:5 as 5."""
    first, colon, rest = text.partition(":")
    if first != "1" or not colon or not rest.isdigit() or not 1 <= int(rest) <= SMALLEST:
        raise argparse.ArgumentTypeError(f"must be 1:k with k from 1 to {SMALLEST}, such as 1:25; got {text!r}")
    return int(rest)


def scheduler(text: str) -> str:
    """Read the address of a scheduler: what is none makes its client wait and fail without a word."""
    found = _ADDRESS.fullmatch(text)
    if found is None or not 1 <= int(found["port"]) <= MOST_PORTS:
        raise argparse.ArgumentTypeError(f"must be an address such as tcp://10.0.0.1:8786; got {text!r}")
    return text


def parser() -> Parser:
    """Make the parser of the whole command line."""
    top = Parser(
        prog="run.py",
        description="Ongedeeld: what mixed-neighbourhood policy does to loneliness and cohesion, in a model.",
        epilog="example: python run.py compare --scale 1:25",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)
    _compare(commands)
    _run(commands)
    _sweep(commands)
    _validate(commands)
    _view(commands)
    _check(commands)
    _docs(commands)
    return top


def _compare(commands: argparse._SubParsersAction[Parser]) -> None:
    told = commands.add_parser(
        "compare",
        help="compare scenarios with a baseline: tables and report.html",
        description="Run scenarios against a baseline over several seeds; write tables and report.html.",
        epilog="example: python run.py compare scenarios/close_care_homes.yaml --scale 1:25 --seeds 10",
    )
    told.add_argument("scenarios", nargs="*", type=Path, metavar="SCENARIO",
                      help="scenario files; without any, those in scenarios/ (at most five)")  # fmt: skip
    told.add_argument("--baseline", type=Path, metavar="S", help="what to compare with (scenarios/baseline.yaml)")
    told.add_argument("--seeds", type=whole(1, MOST_SEEDS), default=5, metavar="N", help="number of seeds (5)")
    told.add_argument("--workers", type=whole(1, MOST_WORKERS), metavar="N", help="processes (one per core)")
    told.add_argument("--together", action="store_true",
                      help="run the policies of two scenarios together too, and compare with their sum")  # fmt: skip
    told.add_argument("--ablations", action="store_true",
                      help="run all once more without each of six assumptions: seven times the time")  # fmt: skip
    _common(told)


def _run(commands: argparse._SubParsersAction[Parser]) -> None:
    told = commands.add_parser(
        "run",
        help="run one scenario once: a table per wijk and month",
        description="Run one scenario with one seed; write its monthly table per wijk.",
        epilog="example: python run.py run scenarios/baseline.yaml --scale 1:25 --months 24",
    )
    told.add_argument("scenario", type=Path, metavar="SCENARIO", help="scenario file")
    told.add_argument("--seed", type=whole(0, LARGEST_SEED), default=1, metavar="N", help="seed (1)")
    _common(told)


def _sweep(commands: argparse._SubParsersAction[Parser]) -> None:
    told = commands.add_parser(
        "sweep",
        help="policies over many parameters and futures: where each holds up, and where it fails",
        description="Carry out a designed set of runs. The same command again goes on where it stopped.",
        epilog="example: python run.py sweep scenarios/sweeps/robust_closures.yaml --workers 2",
    )
    told.add_argument("sweep", type=Path, metavar="SWEEP", help="sweep file, such as those in scenarios/sweeps")
    told.add_argument("--workers", type=whole(1, MOST_WORKERS), metavar="N", help="processes (one per core)")
    told.add_argument(
        "--cluster",
        type=scheduler,
        metavar="ADDRESS",
        help="scheduler of dask.distributed, such as tcp://10.0.0.1:8786",
    )
    told.add_argument("--add-seeds", type=whole(0, MOST_SEEDS), default=0, metavar="N",
                      help="so many seeds more than the file says; what is there stays")  # fmt: skip
    told.add_argument("--out", type=Path, metavar="DIR", help="folder for results (in results/)")
    told.add_argument("--lang", choices=("en", "nl"), default="en", help="language of terminal and report (en)")
    told.add_argument("--debug", action="store_true", help="show where in the program a fault arose")


def _validate(commands: argparse._SubParsersAction[Parser]) -> None:
    told = commands.add_parser(
        "validate",
        help="known patterns beside the model: which pass, which fail",
        description="Measure known patterns on the baseline of a city over several seeds; write validation.html.",
        epilog="example: python run.py validate --scale 1:25",
    )
    told.add_argument("--seeds", type=whole(1, MOST_SEEDS), default=5, metavar="N", help="number of seeds (5)")
    told.add_argument("--workers", type=whole(1, MOST_WORKERS), metavar="N", help="processes (one per core)")
    told.add_argument("--city", metavar="C", help="another city file than the baseline names")
    told.add_argument("--scale", type=scale, metavar="1:K", help="one simulated resident for k real ones (1:5)")
    _written(told)


def _view(commands: argparse._SubParsersAction[Parser]) -> None:
    told = commands.add_parser(
        "view",
        help="watch two scenarios happen to the same people, in a browser",
        description="Serve a page on which two scenarios of scenarios/ are lived through side by side.",
        epilog="example: python run.py view scenarios/baseline.yaml scenarios/close_care_homes.yaml",
    )
    told.add_argument("scenarios", nargs="*", type=Path, metavar="SCENARIO",
                      help="one or two scenario files; one is shown beside the baseline")  # fmt: skip
    told.add_argument(
        "--scale", type=scale, default=25, metavar="1:K", help="one simulated resident for k real ones (1:25)"
    )
    told.add_argument("--seed", type=whole(0, LARGEST_SEED), default=1, metavar="N", help="seed (1)")
    told.add_argument(
        "--host", default="127.0.0.1", metavar="H", help="address to listen on (127.0.0.1: this machine only)"
    )
    told.add_argument(
        "--port", type=whole(0, 65535), default=8765, metavar="N", help="port (8765; 0 is any that is free)"
    )
    told.add_argument("--lang", choices=("en", "nl"), default="nl", help="language the page begins in (nl)")
    told.add_argument("--debug", action="store_true", help="show where in the program a fault arose")


def _check(commands: argparse._SubParsersAction[Parser]) -> None:
    told = commands.add_parser(
        "check",
        help="check scenario and city files; run nothing",
        description="Check scenario and city files and list every fault with line and column.",
        epilog="example: python run.py check scenarios/close_care_homes.yaml",
    )
    told.add_argument("files", nargs="+", type=Path, metavar="FILE", help="files to check")
    told.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)


def _docs(commands: argparse._SubParsersAction[Parser]) -> None:
    told = commands.add_parser(
        "docs",
        help="write anew what the documentation takes from the code",
        description="Rewrite the generated blocks of docs/odd.md from docstrings, parameters and declarations.",
        epilog="example: python run.py docs --check",
    )
    told.add_argument("--check", action="store_true", help="write nothing; fail where a block differs, and name it")
    told.add_argument("--debug", action="store_true", help=argparse.SUPPRESS)


def _common(told: argparse.ArgumentParser) -> None:
    told.add_argument("--city", metavar="C", help="another city file than the scenario names")
    told.add_argument("--scale", type=scale, metavar="1:K", help="one simulated resident for k real ones (1:5)")
    told.add_argument("--months", type=whole(1, MOST_MONTHS), metavar="N", help="another length than the scenario's")
    _written(told)


def _written(told: argparse.ArgumentParser) -> None:
    told.add_argument("--csv", action="store_true", help="write the tables as CSV too")
    told.add_argument("--out", type=Path, metavar="DIR", help="folder for results (in results/)")
    told.add_argument("--lang", choices=("en", "nl"), default="en", help="language of terminal and report (en)")
    told.add_argument("--debug", action="store_true", help="show where in the program a fault arose")
