"""Live the first month of a small city and say how long each part took (``python -m benchmarks.first_month``)."""

import json
import time


def main() -> None:
    """Print the seconds of the parts as JSON."""
    clock = [time.perf_counter()]
    from sim.city.file import load_city
    from sim.city.founding import found
    from sim.model import WijkModel
    from sim.randomness import Draws
    from sim.rulebook import rulebook
    from sim.scenario import load_scenario

    clock.append(time.perf_counter())
    scenario = load_scenario("scenarios/baseline.yaml")
    world = found(load_city(scenario.city), 100, Draws(1), rulebook({}).bound)
    clock.append(time.perf_counter())
    model = WijkModel(scenario, seed=1, scale=100, start=world)
    model.step()
    clock.append(time.perf_counter())
    model.step()
    clock.append(time.perf_counter())
    names = ("importing", "founding the city", "first month", "second month")
    print(json.dumps({name: after - before for name, before, after in zip(names, clock, clock[1:], strict=False)}))


if __name__ == "__main__":
    main()
