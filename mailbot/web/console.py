"""What the pages stand on: one office, its door, and what they may ask to be done."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mailbot.core.record.records import NewLetter
from mailbot.core.summary.rollup import Rollup
from mailbot.core.words.checkup import Check
from mailbot.errors import MailbotError
from mailbot.flows.console import looking
from mailbot.flows.console.entering import Gatehouse
from mailbot.flows.export import Export
from mailbot.flows.office import Office
from mailbot.ports import Clock
from mailbot.ports.console import Previews
from mailbot.ports.notices import Notices

if TYPE_CHECKING:
    from jinja2 import Environment


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reached:
    """Where the console is reached.

    `hosts` are the names a browser may call it by (lower case, with the port where it
    is not the usual one; empty: any), `secure` tells that it is reached by TLS.
    """

    hosts: frozenset[str]
    secure: bool

    @property
    def scheme(self) -> str:
        """Return how its own pages are addressed."""
        return "https" if self.secure else "http"


@dataclass(frozen=True, slots=True)
class Console:
    """One office's console.

    `post` sends a letter at once, past the outbox: a code is of no use later, and the
    outbox may be on hold. `examine` looks at everything as the doctor does; `export`
    and `tabulate` write a period's files and its consolidated table and return paths.
    `notices` reads the folder's notices as they are now.
    """

    office: Office
    clock: Clock
    gate: Gatehouse
    previews: Previews
    address: Reached
    post: Callable[[NewLetter], None]
    examine: Callable[[], Iterable[Check]]
    export: Callable[[Export, Path], int]
    tabulate: Callable[[Rollup, str, Path], Sequence[Path]]
    notices: Callable[[], Notices]
    pages: Environment
    static: Path

    def warm(self, review_id: str) -> None:
        """Draw the next thing while somebody looks at this one."""
        asked = threading.Thread(target=self._drawn, args=(review_id,), daemon=True)
        asked.start()

    def _drawn(self, review_id: str) -> None:
        try:
            found = looking.waiting(self.office, self.previews, review_id)
            if found and found.file and found.preview.pages:
                looking.page_of(self.office, self.previews, found.file, 1)
        except (MailbotError, OSError) as fault:
            log.info("not drawn ahead: %s", fault)
