"""What stands on the page: each module turns the state of a tab into plain texts and figures for one part of it.

Nothing here writes. What a part is given it shows as it is; whatever has to be decided is decided here.
"""
