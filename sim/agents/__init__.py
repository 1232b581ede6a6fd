"""The model as Mesa knows it: agents are views on rows, made when somebody asks for one.

State lives in columns. A view holds no state, only the number of its row and the uid of who was there when it
was made, so a city of two hundred thousand costs nothing until an agent is looked at, and looking changes
nothing. Sets of agents (``Rows``) are row numbers; they filter and count over columns where Mesa would go
through objects.
"""

from sim.agents.grid import WijkCell, WijkGrid
from sim.agents.rows import Groups, Rows
from sim.agents.views import GoneError, Professional, Resident, Tie, Volunteer

__all__ = [
    "GoneError",
    "Groups",
    "Professional",
    "Resident",
    "Rows",
    "Tie",
    "Volunteer",
    "WijkCell",
    "WijkGrid",
]
