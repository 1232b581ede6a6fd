"""State: tables of columns, how compiled code sees them, and the small acts that keep them consistent."""

from sim.world import native as native  # teaches the compiler what a world is
