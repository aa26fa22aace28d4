"""Whether a table with the annex's columns is this notice's: by what its rows say."""

from __future__ import annotations

from mailbot.core.form.reading import Form
from mailbot.core.matter.evidence import names_item, tells_target
from mailbot.core.notice.notice import Notice


def speaks_of_items(form: Form, notice: Notice) -> bool:
    """Tell whether a row names an item or tells a target; a bare number tells nothing.

    Other notices' annexes have the same five columns, and number their rows, too.
    """
    texts = [f"{row.item}\n{row.progress}" for row in form.rows]
    return any(
        names_item(text, notice.items) or tells_target(text, notice.items)
        for text in texts
    )
