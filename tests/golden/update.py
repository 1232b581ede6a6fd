"""Write the golden run anew: ``python tests/golden/update.py``. Say in CHANGELOG.md that results change, and why."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

FILE = Path(__file__).with_name("golden.json")
SHOWN = ("residents", "loneliness_score", "cohesion", "network", "neighbour_contact", "moved_in", "waiting")


def golden_run():
    """Live a small city for two years, closing its care homes in the second; give its course, six digits."""
    from sim.city.file import load_city
    from sim.city.founding import found
    from sim.model import WijkModel
    from sim.randomness import Draws
    from sim.rulebook import rulebook
    from sim.scenario import load_scenario

    scenario = load_scenario(Path(__file__).resolve().parents[2] / "scenarios" / "close_care_homes.yaml", months=24)
    world = found(load_city(scenario.city), 100, Draws(3), rulebook({}).bound)
    table = WijkModel(scenario, seed=3, scale=100, start=world).run().results()
    city = table[table["wijk"] == "*"].iloc[[0, 5, 11, 17, 23]]
    return {name: [float(f"{value:.6g}") for value in city[name]] for name in SHOWN}


if __name__ == "__main__":
    FILE.write_text(json.dumps(golden_run(), indent=1) + "\n", encoding="utf-8")
    print(FILE)
