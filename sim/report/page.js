"use strict";
// The choices of the reader (language, scenario), the lines over time, and saving what is shown.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const state = { language: data.first, scenario: 0 };
  const INK = "#1B1F24", SECOND = "#59616B", GRID = "#E3E6E9";
  const BASELINE = { color: "#3A3F45", fill: "rgba(58,63,69,0.18)", dash: "6px,3px", symbol: "circle-open" };
  const SCENARIO = { color: "#6B3FA0", fill: "rgba(107,63,160,0.18)", dash: "solid", symbol: "diamond" };
  const PRINT_WIDTH = 680;
  const FONT = 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

  // A panel is placed in pixels, so that titles never meet the axis above them.
  function places(count, columns, width) {
    const left = 38, right = 16, between = 30, top = 22, bottom = 20, tall = 80, apart = 14;
    const wide = (width - left - right - between * (columns - 1)) / columns;
    const rows = Math.ceil(count / columns);
    const height = rows * (top + tall) + (rows - 1) * apart + bottom;
    const at = [];
    for (let i = 0; i < count; i++) {
      const column = i % columns, row = Math.floor(i / columns);
      const x = left + column * (wide + between), y = row * (top + tall + apart) + top;
      at.push({ x: [x / width, (x + wide) / width], y: [1 - (y + tall) / height, 1 - y / height],
        first: column === 0, last: i + columns >= count });
    }
    return { at, height };
  }

  function line(values, look, panel, name, small, marked) {
    const axes = { xaxis: "x" + (panel + 1), yaxis: "y" + (panel + 1) };
    const [mean, low, high] = values;
    const words = data.words[state.language];
    const traces = [];
    if (!small) {
      traces.push({ ...axes, type: "scatter", mode: "lines", x: [...data.periods, ...[...data.periods].reverse()],
        y: [...high, ...[...low].reverse()], fill: "toself", fillcolor: look.fill, line: { width: 0 },
        hoverinfo: "skip" });
    }
    traces.push({ ...axes, type: "scatter", mode: "lines", x: data.periods, y: mean,
      line: { color: look.color, width: small ? 1 : 2, dash: look.dash },
      customdata: low.map((value, i) => [value, high[i]]), name,
      hovertemplate: "%{fullData.name}<br>%{x}: <b>%{y:.FORMAT}</b> (" + words.band + ": %{customdata[0]:.FORMAT} / %{customdata[1]:.FORMAT})<extra></extra>" });
    if (marked) {
      const end = mean.length - 1;
      traces.push({ ...axes, type: "scatter", mode: "markers", x: [data.periods[end]], y: [mean[end]], hoverinfo: "skip",
        cliponaxis: false, marker: { color: look.color, symbol: look.symbol, size: 8, line: { width: 2 } } });
    }
    return traces;
  }

  // Names come from files: Plotly would read "<" in them as markup.
  const plain = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

  function tick(value, what) {
    const sign = value < 0 ? "\u2212" : value > 0 && what === "differences" ? "+" : "";
    return sign + String(Math.abs(value)).replace(".", data.words[state.language].separators[0]);
  }

  // At most three years, each where it begins: whole periods met each other, and the last was cut off.
  function years() {
    const year = (at) => data.periods[at].slice(0, 4);
    const starts = [...data.periods.keys()].filter((at) => at === 0 || year(at) !== year(at - 1));
    const last = starts.length - 1;
    const shown = last < 3 ? starts : [starts[0], starts[Math.floor(last / 2)], starts[last]];
    return { tickvals: shown.map((at) => data.periods[at]), ticktext: shown.map(year) };
  }

  function layoutOf(what, figure, columns, width, panels) {
    const grid = places(panels, columns, width);
    const range = figure[what + "_range"];
    const layout = { width, height: grid.height, margin: { l: 0, r: 0, t: 0, b: 0 }, showlegend: false,
      paper_bgcolor: "#fff", plot_bgcolor: "#fff", separators: data.words[state.language].separators,
      font: { family: FONT, size: 12, color: INK }, hovermode: "closest", dragmode: false, annotations: [],
      hoverlabel: { bgcolor: "#fff", bordercolor: SECOND, font: { color: INK, size: 12 } } };
    grid.at.forEach((at, i) => {
      const n = i + 1;
      const ticks = what === "levels" ? [0, range[1] / 2, range[1]] : [range[0], 0, range[1]];
      layout["xaxis" + n] = { domain: at.x, anchor: "y" + n, type: "category", showgrid: false, zeroline: false,
        showline: true, linecolor: GRID, fixedrange: true, ...(at.last ? years() : { tickvals: [] }), tickangle: 0,
        categoryorder: "array", categoryarray: data.periods, range: [-0.3, data.periods.length - 0.7],
        tickfont: { size: 11, color: SECOND } };
      layout["yaxis" + n] = { domain: at.y, anchor: "x" + n, range, fixedrange: true, gridcolor: GRID, tickvals: ticks,
        zeroline: what === "differences", zerolinecolor: INK, zerolinewidth: 1, showticklabels: at.first,
        ticktext: ticks.map((value) => tick(value, what)), tickfont: { size: 11, color: SECOND } };
    });
    layout.grid_at = grid.at;
    return layout;
  }

  function titles(layout, what, indicator, columns) {
    const named = columns < 5 ? data.short : data.names;
    const marks = data.marks[state.language][indicator][state.scenario];
    layout.grid_at.forEach((at, i) => {
      const name = plain(named[state.language][i]), mark = what === "differences" || data.small[i] ? marks[i] : "";
      const text = i === 0 ? "<b>" + name + "</b>" : mark ? name + "  " + mark : name;
      layout.annotations.push({ xref: "paper", yref: "paper", x: at.x[0], y: at.y[1], xanchor: "left", yanchor: "bottom",
        text, showarrow: false, font: { size: 12, color: data.small[i] ? SECOND : INK }, yshift: 2 });
    });
    delete layout.grid_at;
  }

  function draw(element, width) {
    const what = element.dataset.figure, figure = data.figures[element.dataset.indicator];
    const columns = width >= 900 ? 5 : width >= 560 ? 3 : 2;
    const shown = figure[what][state.scenario], panels = shown.length;
    const name = data.titles[state.language].map(plain);
    const traces = [];
    for (let i = 0; i < panels; i++) {
      if (what === "levels") traces.push(...line(figure.baseline[i], BASELINE, i, name[0], data.small[i], i === 0));
      traces.push(...line(shown[i], SCENARIO, i, name[state.scenario + 1], data.small[i], i === 0));
    }
    const format = figure.decimals + "f";
    for (const trace of traces) {
      if (trace.hovertemplate) trace.hovertemplate = trace.hovertemplate.replace(/FORMAT/g, format);
    }
    const layout = layoutOf(what, figure, columns, width, panels);
    titles(layout, what, element.dataset.indicator, columns);
    Plotly.react(element, traces, layout, { displayModeBar: false, responsive: false });
    element.dataset.drawn = key(width);
  }

  const key = (width) => [state.language, state.scenario, width].join();

  function drawVisible(width) {
    for (const element of all(".plot")) {
      const room = width || element.clientWidth;
      if (room > 0 && element.offsetParent !== null && element.dataset.drawn !== key(room)) draw(element, room);
    }
  }

  function show() {
    document.documentElement.lang = state.language;
    document.title = data.titles_page[state.language];
    for (const main of all("main")) main.hidden = main.lang !== state.language;
    for (const part of all(".per")) part.hidden = Number(part.dataset.scenario) !== state.scenario;
    for (const list of all("[data-chooser]")) list.value = String(state.scenario);
    drawVisible();
  }

  function save(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  // A spreadsheet runs a cell that begins like a formula; numbers are left as they are.
  function cell(element) {
    const text = element.dataset.v !== undefined ? element.dataset.v : element.textContent.trim();
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+(e[+-]?\d+)?$/i.test(text) ? "'" + text : text;
    return '"' + safe.replace(/"/g, '""') + '"';
  }

  function saveCsv(button) {
    const rows = all("tr:not(.overs)", button.closest(".tabled")).map((row) => all("th,td", row).map(cell).join(","));
    save("ongedeeld.csv", "text/csv;charset=utf-8", "\ufeff" + rows.join("\r\n") + "\r\n");
  }

  function saveSvg(button) {
    const figure = button.closest(".exhibit"), plot = figure.querySelector(".plot");
    if (plot) {
      Plotly.toImage(plot, { format: "svg", width: plot.clientWidth, height: plot.clientHeight })
        .then((url) => save("ongedeeld.svg", "image/svg+xml", decodeURIComponent(url.slice(url.indexOf(",") + 1))));
      return;
    }
    const drawn = all("svg.map", figure).find((drawing) => drawing.getBoundingClientRect().width > 0);
    if (drawn) save("ongedeeld.svg", "image/svg+xml", new XMLSerializer().serializeToString(drawn));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.language) { state.language = button.dataset.language; show(); window.scrollTo(0, 0); }
    if (button.dataset.save === "csv") saveCsv(button);
    if (button.dataset.save === "svg") saveSvg(button);
  });
  document.addEventListener("change", (event) => {
    if (event.target.dataset.chooser === undefined) return;
    // The lists of the other blocks follow; what the reader looks at stays where it is.
    const before = event.target.getBoundingClientRect().top;
    state.scenario = Number(event.target.value);
    show();
    window.scrollBy(0, event.target.getBoundingClientRect().top - before);
  });

  let waiting;
  window.addEventListener("resize", () => { clearTimeout(waiting); waiting = setTimeout(() => drawVisible(), 150); });
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = all(".exhibit details").filter((part) => !part.open);
    for (const part of closed) part.open = true;
    drawVisible(PRINT_WIDTH);
  });
  window.addEventListener("afterprint", () => {
    for (const part of closed) part.open = false;
    drawVisible();
  });
  show();
})();
