"""Words that hurt people or claim too much: no page says them."""

AVOIDED = ("verward", "LVB", "bejaard", "zorgmijder", "overlast", "kansarm", "allochtoon", "achterstand",
           "probleemwijk",
           "zwakste", "significant", "proven", "bewezen", "predict", "voorspelt", "optimal", "sterk eenzaam",
           "ranglijst", "burden", "winner", "loser", "dumping")  # fmt: skip
