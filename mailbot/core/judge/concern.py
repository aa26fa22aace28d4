"""Whether a stranger's mail is a citizen's, and whether a unit is named in it."""

from __future__ import annotations

import re

from mailbot.core.judge.signs import MailSigns
from mailbot.core.words.wording import plain

# A clerk's words, whatever is asked or complained of beside them.
_REPORTING = re.compile(r"报表|实事(?!求是)|台账|报送|填报|上报|补报|进展情况")
# A citizen's words: such a letter is none of ours, whatever unit or quarter it names.
_PETITION = re.compile(
    r"举报|投诉|控告|申诉|信访(?!局)|上访|反映|求助|不作为|枉法|冤|请求立案|问题$"
)


def is_petition(signs: MailSigns) -> bool:
    """Tell whether subject, file name or heading is a citizen's, and none a clerk's.

    A clerk asks of reports (二季度报表填报问题), or sends the form.
    """
    places = [signs.subject, *(p for f in signs.files for p in (f.name, f.heading))]
    texts = [plain(place.text).split("\n", maxsplit=1)[0] for place in places]
    if any(_REPORTING.search(t) for t in texts) or any(
        f.form.found for f in signs.files
    ):
        return False
    return any(_PETITION.search(text) for text in texts)


def names_any_unit(signs: MailSigns) -> bool:
    """Tell whether subject, a file name, a heading or a seal names a unit clearly."""
    named = [signs.subject, *(p for f in signs.files for p in f.places)]
    return any(p.units for p in named)
