"""Trials of the runner of sweeps: whatever happens, the same command goes on, and the answer is the same.

``python -m benchmarks.battery`` does all of them; most with runs that only pretend, through the same engine and store.
"""
