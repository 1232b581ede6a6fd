"""How time is taken: by the processor's clock, which other work on the machine disturbs least."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def seconds(act: Callable[..., Any], *arguments: Any) -> float:
    """Give the processor time of this process while it does something.

    With one thread that has a core to itself this is time as on the wall; on a busy machine the wait for a core
    is left out.
    """
    begin = time.process_time()
    act(*arguments)
    return time.process_time() - begin
