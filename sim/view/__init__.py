"""The browser: two policies happen to the same people, month by month, and one can look.

It stands on Mesa's model and on Solara, which is what Mesa's own visualisation is made of; ``page`` says what of that
is used and what is not. Whatever is on the page is computed here, in words and figures of one language; the templates
in ``parts`` only lay it out. Nothing is asked of any other machine.
"""
