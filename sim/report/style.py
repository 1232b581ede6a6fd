"""The colours of the report. Colour means better or worse, or one of two worlds; never a group of people."""

BETTER = ("#C3DFF1", "#6FADD9", "#0B5A94")
WORSE = ("#FBD9B0", "#EE9440", "#A64B00")
NEUTRAL = ("#DDD8EC", "#A79BCB", "#5B4B8A")
INK = "#1B1F24"
SECONDARY = "#59616B"
BORDER = "#8A929C"
GRID = "#E3E6E9"
PANEL = "#F3F4F6"
WHITE = "#FFFFFF"
BASELINE_LINE = "#3A3F45"
SCENARIO_LINE = "#6B3FA0"
