"""Mesa's own visualisation on the model, for who prefers a notebook: it shows a component, and it steps.

Its Reset does not: Mesa 3.5 makes a scenario of its own kind of whatever a model calls ``scenario``.
"""

import pytest

pytestmark = pytest.mark.browser  # it needs the packages of the page, not a browser


@pytest.fixture
def model(scenarios):
    from sim.model import WijkModel
    from sim.scenario import load_scenario

    return WijkModel(load_scenario(scenarios / "baseline.yaml", months=12), seed=1, scale=100)


def test_solara_viz_shows_a_component_of_the_model(model):
    import ipyvuetify
    import solara
    from mesa.visualization import SolaraViz

    @solara.component
    def Residents(shown):  # noqa: N802 - components are named like classes
        solara.Text(f"{len(shown.agents)} residents")

    params = {"scenario": model.plan, "seed": 1, "scale": 100}
    _, found = solara.render(SolaraViz(model, components=[(Residents, 0)], model_params=params), handle_error=False)
    texts = [str(html.children) for html in found.find(ipyvuetify.Html).widgets]
    assert any(f"{len(model.agents)} residents" in text for text in texts)


def test_its_button_steps_the_model(model):
    import ipyvuetify
    import solara
    from mesa.visualization.solara_viz import ModelController

    shown = solara.reactive(model)
    settings = {"play_interval": solara.reactive(100), "render_interval": solara.reactive(1)}
    _, found = solara.render(ModelController(shown, use_threads=solara.reactive(False), **settings), handle_error=False)
    (step,) = [button for button in found.find(ipyvuetify.Btn).widgets if "Step" in button.children]
    for month in (1, 2):
        step.click()
        assert model.month == month and len(model.results()) == 21 * month
