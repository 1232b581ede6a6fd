"""Runs over seeds, their comparison, and the command line behind run.py."""
