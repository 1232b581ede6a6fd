"""The commands behind run.py. What they return is the exit code: 0 done, 1 failed, 2 input, 130 interrupted."""

from __future__ import annotations

import argparse
import errno
import os
import shlex
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.experiments.counting import burn_in_months, counter, progress_of
from sim.experiments.files_at_rest import check, docs
from sim.experiments.options import parser
from sim.experiments.outcome import AT_FAULT, DONE, FAILED, INTERRUPTED, UsageFault

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios"
BASELINE = SCENARIOS / "baseline.yaml"
RESULTS = Path("results")
MOST_SCENARIOS = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; nothing but --debug ever shows a traceback."""
    said = list(sys.argv[1:] if arguments is None else arguments)
    options = parser().parse_args(said)  # first: help should not wait for what only a run needs
    from sim.files import StoreFault
    from sim.strict_yaml import InputFault

    interruptible()
    try:
        commands = {"compare": _compare, "run": _run, "sweep": _sweep, "validate": _validate, "view": _view,
                    "check": check, "docs": docs}  # fmt: skip
        code = commands[options.command](options, said)
        sys.stdout.flush()
        return code
    except InputFault as fault:
        print(fault, file=sys.stderr)
        return AT_FAULT
    except (UsageFault, StoreFault) as fault:
        print(f"run.py: {fault}", file=sys.stderr)
        return AT_FAULT
    except KeyboardInterrupt:
        if options.command == "view":
            return INTERRUPTED
        print(f"\ninterrupted; what is finished is kept. To go on: {_again(said)}", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:
        return _failed(error, options, said)


def interruptible() -> None:
    """Let a request to end (SIGTERM) be the same as Ctrl-C: what is finished is kept, and how to go on is told."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _failed(error: Exception, options: argparse.Namespace, said: list[str]) -> int:
    if options.debug:
        traceback.print_exc()
    what = str(error) or type(error).__name__
    print(f"run.py: {what}", file=sys.stderr)
    more = "" if options.debug else "; --debug shows where it arose"
    print(f"what is finished is kept; to go on: {_again(said)}{more}", file=sys.stderr)
    return FAILED


def _again(said: list[str]) -> str:
    return shlex.join(["python", "run.py", *said])


def _load(paths: Sequence[Path], options: argparse.Namespace) -> list[Any]:
    """Load scenarios and list the faults of all of them at once."""
    from sim.scenario import load_scenario
    from sim.strict_yaml import InputFault

    loaded, faults = [], []
    for path in paths:
        try:
            loaded.append(load_scenario(path, months=options.months, city=options.city))
        except InputFault as found:
            faults += found.faults
    if faults:
        raise InputFault(dict.fromkeys(faults))
    return loaded


def _asked(options: argparse.Namespace) -> list[Path]:
    """Give the scenario files to compare: those named, else those that lie in scenarios/."""
    if options.scenarios:
        return list(options.scenarios)
    found = sorted(path for path in SCENARIOS.glob("*.yaml") if path != BASELINE)
    if not found:
        raise UsageFault("there is no scenario in scenarios/; name a file")
    return found[:MOST_SCENARIOS]


def _together(paths: list[Path], options: argparse.Namespace) -> Any:
    """Give the scenario that puts two together."""
    from sim.scenario import load_together

    return load_together(options.baseline or BASELINE, *paths, months=options.months, city=options.city)


def _refuse_twice(paths: Sequence[Path]) -> None:
    """Refuse a file that is the baseline, the first, or that is named twice: there would be nothing to compare."""
    from sim.strict_yaml import Fault, InputFault

    baseline, *scenarios = (path.resolve() for path in paths)
    faults = []
    for place, (path, file) in enumerate(zip(paths[1:], scenarios, strict=True)):
        if file == baseline:
            what = "is the baseline itself; name a scenario that adds to it, or choose another --baseline"
            faults.append(Fault(path, 1, 1, what))
        elif file in scenarios[:place]:
            faults.append(Fault(path, 1, 1, "is named twice; name each scenario once"))
    if faults:
        raise InputFault(dict.fromkeys(faults))


def _compare(options: argparse.Namespace, said: list[str]) -> int:
    paths = _asked(options)
    if options.together and len(paths) != 2:
        raise UsageFault(f"--together takes two scenarios, here it has {len(paths)}; name two files")
    baseline, *scenarios = _load([options.baseline or BASELINE, *paths], options)
    if options.together:
        scenarios.append(_together(paths, options))
    else:
        _refuse_twice([options.baseline or BASELINE, *paths])
    folder = options.out or RESULTS / "compare"
    _look_at(folder)
    from sim.experiments.compare import compare, write
    from sim.experiments.store import prepare
    from sim.report import write_report
    from sim.report.terminal import comparison_text

    prepare(folder)
    scale, seeds = _scale(options), range(1, options.seeds + 1)
    progress = progress_of([baseline, *scenarios], seeds, scale, options.workers, options.lang, options.ablations)
    try:
        found = compare(scenarios, seeds, scale, options.workers, baseline, folder, progress,
                        shlex.join(["run.py", *said]), options.lang, options.ablations)  # fmt: skip
    except ValueError as fault:
        raise UsageFault(str(fault)) from fault
    finally:
        progress.close()
    write(found, folder, options.csv)
    report = write_report(folder, found.manifest)
    print(comparison_text(found, options.lang))
    print(report)
    return DONE


def _run(options: argparse.Namespace, said: list[str]) -> int:
    (scenario,) = _load([options.scenario], options)
    folder = options.out or RESULTS / scenario.key
    _look_at(folder)
    from sim.experiments.compare import compare, write
    from sim.experiments.store import prepare
    from sim.report.terminal import run_text

    prepare(folder)
    scale = _scale(options)
    progress = progress_of([scenario], range(1), scale, 1, options.lang)
    try:
        found = compare([scenario], [options.seed], scale, 1, None, folder, progress,
                        shlex.join(["run.py", *said]), options.lang)  # fmt: skip
    finally:
        progress.close()
    write(found, folder, options.csv)
    print(run_text(found, options.lang))
    print(folder / "wijken.parquet")
    return DONE


def _sweep(options: argparse.Namespace, said: list[str]) -> int:
    from sim.experiments.sweep.load import load_sweep

    sweep = load_sweep(options.sweep)
    folder = options.out or RESULTS / sweep.key
    _look_at(folder)
    from sim.experiments.sweep.command import TooLarge, run_sweep
    from sim.experiments.sweep.results import PAGE, sweep_text

    try:
        done = run_sweep(sweep, folder, _again(said), options.workers, options.cluster, options.add_seeds,
                         lang=options.lang)  # fmt: skip
    except TooLarge as fault:
        raise UsageFault(str(fault)) from fault
    print(sweep_text(sweep, done, options.lang))
    print(folder / PAGE)
    return FAILED if done.carried.failures else DONE


def _validate(options: argparse.Namespace, said: list[str]) -> int:
    folder = options.out or RESULTS / "validate"
    _look_at(folder)
    from sim.experiments import validation
    from sim.experiments.store import prepare
    from sim.report.validation_terminal import validation_text
    from sim.scenario import load_scenario

    baseline, project = (load_scenario(path, city=options.city) for path in (BASELINE, validation.PROJECT))
    prepare(folder)
    scale = options.scale or validation.DEFAULT_SCALE
    months = options.seeds * validation.months_of(burn_in_months(baseline))
    progress = counter(months, f"known patterns, {options.seeds} seed(s) at 1:{scale}")
    try:
        found = validation.validate(baseline, project, range(1, options.seeds + 1), scale, options.workers, folder,
                                    progress, shlex.join(["run.py", *said]), options.lang)  # fmt: skip
    finally:
        progress.close()
    page = validation.write(found, folder, options.csv)
    print(validation_text(found.rows, found.manifest, options.lang))
    print(page)
    return DONE


def _view(options: argparse.Namespace, said: list[str]) -> int:
    from sim.view.serve import INSTALL, free_port, missing

    if lacking := missing():
        raise UsageFault(f"the browser needs {', '.join(lacking)}; install with: {INSTALL}")
    from sim.view.library import Library, LibraryFault, fit_together
    from sim.view.serve import serve

    library = Library(SCENARIOS)
    try:
        names = [library.name_of(path) for path in _pair(options.scenarios)]
        fit_together(*(library.load(name) for name in names))
        port = free_port(options.host, options.port)
    except LibraryFault as fault:
        raise UsageFault(str(fault)) from None
    except OSError as fault:
        other = "--host" if isinstance(fault, socket.gaierror) or fault.errno == errno.EADDRNOTAVAIL else "--port"
        raise UsageFault(
            f"cannot listen on {options.host}:{options.port} ({fault.strerror}); choose another {other}"
        ) from None
    serve(SCENARIOS, names, options.seed, options.scale, options.lang, options.host, port)
    return DONE


def _pair(told: Sequence[Path]) -> list[Path]:
    """Give the two files to show: those named, one beside the baseline, or the first of scenarios/ beside it."""
    if len(told) > 2:
        raise UsageFault("view shows two scenarios; name one or two files")
    others = sorted(path for path in SCENARIOS.glob("*.yaml") if path != BASELINE)
    return list(told) if len(told) == 2 else [BASELINE, *told][:2] if told else [BASELINE, *others][:2]


def _look_at(folder: Path) -> None:
    """Refuse a folder that cannot be one before anything is made."""
    for part in (folder, *folder.parents):
        if part.exists() and not part.is_dir():
            raise UsageFault(f"{part} is a file; choose another folder with --out")


def _scale(options: argparse.Namespace) -> int:
    from sim.model import DEFAULT_SCALE

    return DEFAULT_SCALE if options.scale is None else int(options.scale)
