"""Sweeps: policies over many parameters and futures, in runs that nothing stops for good."""
