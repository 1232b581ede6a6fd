"""What stands beside each verdict: what it costs less what it saves, who pays most of it, and whom it reaches."""

from __future__ import annotations

from sim.report.context import Context
from sim.report.markup import Child, Markup, tag
from sim.report.paid import SAVED, SPENT, Main, main_payer
from sim.report.priced import has_price, was_booked
from sim.report.reached import BY_POLICY, People, living_in, most_in, wijken_reached
from sim.report.results import Measure
from sim.report.tables import Cell, table, text

PARTS = ("cost", "payer", "people")


def stakes(context: Context, scenario: str) -> Markup:
    """Return the list of cost, payer and people of one scenario, to stand below its verdicts."""
    told = {"cost": _cost, "payer": _payers, "people": _people}
    lines = {part: [tag("dd", line) for line in told[part](context, scenario)] for part in PARTS}
    return tag("dl", [tag("div", tag("dt", context.words(f"stakes.{part}")), lines[part]) for part in PARTS])


def stakes_data(context: Context) -> Markup:
    """Return the same as a table, with plain numbers for a CSV file."""
    words = context.words
    heads = [words("verdict.scenario"), words("costs.net"), words("table.low"), words("table.high"),
             words("stakes.payer"), words("stakes.people")]  # fmt: skip
    return table(words, heads, [_row(context, key) for key in context.results.scenarios])


def _row(context: Context, scenario: str) -> list[Cell]:
    words = context.words
    if _booked(context, scenario):
        net = context.results.measure(scenario, "net")
        euros = [Cell(words.rounded(value), value) for value in (net.value, net.low, net.high)]
    else:
        euros = [Cell(_without(context, scenario), ""), Cell("", ""), Cell("", "")]
    said = [text("; ".join(_plain(part(context, scenario)))) for part in (_payers, _people)]
    return [text(context.title(scenario)), *euros, *said]


def _plain(lines: list[Child]) -> list[str]:
    return [line for line in lines if isinstance(line, str)]


def _priced(context: Context, scenario: str) -> bool:
    return has_price(context.results.manifest, context.results.cost_summary, scenario)


def _booked(context: Context, scenario: str) -> bool:
    return was_booked(context.results.cost_summary, scenario)


def _without(context: Context, scenario: str) -> str:
    """Say why there are no euros: what has no price is not free, and what has one may not have been carried out."""
    return context.words("stakes.nothing" if _priced(context, scenario) else "stakes.no_price")


def _cost(context: Context, scenario: str) -> list[Child]:
    words = context.words
    if _booked(context, scenario):
        net = context.results.measure(scenario, "net")
        lines: list[Child] = [*_amount(context, net), tag("span", words(f"stakes.{net.verdict}"), class_="interval")]
    else:
        lines = [_without(context, scenario)]
    wanting = context.results.measure(scenario, "wanting").value
    if wanting:
        lines.append(tag("span", words("stakes.wanting", amount=words.euros(wanting)), class_="interval"))
    return lines


def _amount(context: Context, net: Measure) -> list[Markup]:
    """Write an amount with its sign, and its interval below it; none where all runs gave the same."""
    words = context.words
    amount = tag("strong", words.signed_euros(net.value))
    low, high = words.signed_euros(net.low), words.signed_euros(net.high)
    if low == high:
        return [amount]
    return [amount, tag("span", words("format.between", low=low, high=high), class_="interval")]


def _payers(context: Context, scenario: str) -> list[Child]:
    """Say who bears most of the costs, and who saves: it need not be the same payer."""
    if not _booked(context, scenario):
        return [context.words("costs.why_unspent" if _priced(context, scenario) else "costs.why_unpriced")]
    found = {
        "paid": main_payer(context.results, scenario, SPENT),
        "saved": main_payer(context.results, scenario, SAVED),
    }
    return [_share(context, main, how) for how, main in found.items() if main]


def _share(context: Context, main: Main, how: str) -> str:
    words = context.words
    payer = words(f"costs.{main.payer}")
    if main.alone:
        return words(f"stakes.{how}_alone", payer=payer)
    share, least, most = (
        words("format.percent", x=words.number(100 * part)) for part in (main.share, main.least, main.most)
    )
    told = share if least == most else words("stakes.in_runs", x=share, low=least, high=most)
    return words(f"stakes.{how}_most", payer=payer, share=told)


def _people(context: Context, scenario: str) -> list[Child]:
    """Say who lost a place or lives in what was built, and how many live where policies hold."""
    words, results = context.words, context.results
    codes = wijken_reached(results, scenario)
    if codes == []:
        return [words("stakes.nobody")]
    lines: list[Child] = []
    for group in BY_POLICY:
        found = most_in(results, scenario, group)
        if found:
            told = {"people": _number(context, found), "group": words(f"group.{group}"), "year": found.year}
            lines.append(words("stakes.group", **told))
    living = living_in(results, scenario, codes) if codes else None
    if codes and living:
        key = "stakes.whole_city" if len(codes) == len(results.places) else "stakes.wijken"
        counted = words.counted("where.wijken", len(codes))
        lines.append(words(key, people=words.people(living.mean), wijken=counted, all=len(results.places)))
    return lines or [words("stakes.unknown")]


def _number(context: Context, people: People) -> str:
    """Write a number of people in two digits, with the fewest and most of a run where these differ."""
    words = context.words
    mean, fewest, most = (words.people(value) for value in (people.mean, people.fewest, people.most))
    return mean if fewest == most else words("stakes.in_runs", x=mean, low=fewest, high=most)
