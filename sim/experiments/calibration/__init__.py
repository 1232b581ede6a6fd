"""The first fit: parameters that known patterns do not rule out, found by waves of runs, emulators and implausibility.

``python -m sim.experiments.calibration`` goes on where it stopped; ``docs/calibration.md`` tells what it found.
"""
