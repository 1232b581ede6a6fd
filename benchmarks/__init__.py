"""What the simulation costs in time and memory: ``python -m benchmarks`` writes docs/performance.md.

Nothing here is needed to run Ongedeeld, and nothing here is installed.
"""
