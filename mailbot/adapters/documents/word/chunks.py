"""Parts of another kind in a .docx (ECMA-376 11.3.1): w:altChunk points to them.

Web systems that export "Word" put the whole form into one HTML or MHT part and leave
the document around it empty; others pack RTF or a whole .docx.
"""

from __future__ import annotations

import posixpath

from mailbot.adapters.documents.kind import kind_of
from mailbot.adapters.documents.package import Package, attribute, children
from mailbot.adapters.documents.reading import read
from mailbot.core.record.documents import Content, Problem


class Chunks:
    """The parts of another kind that one part of a package points to."""

    def __init__(self, package: Package, part: str) -> None:
        self._package = package
        self._targets = _targets(package, part)

    def read(self, identifier: str) -> Content:
        """Return what a part says; nothing where it is not there or cannot be read."""
        target = self._targets.get(identifier, "")
        if target not in self._package:
            return Content()
        data = self._package.read(target)
        found = read(kind_of(data), data)
        return Content() if isinstance(found, Problem) else found


def _targets(package: Package, part: str) -> dict[str, str]:
    """Return where a part's internal relations point, by their identifiers."""
    folder, name = posixpath.split(part)
    place = posixpath.join(folder, "_rels", name + ".rels")
    if place not in package:
        return {}
    return {
        attribute(one, "Id"): posixpath.normpath(
            posixpath.join("/", folder, attribute(one, "Target"))
        )
        for one in children(package.xml(place), "Relationship")
        if attribute(one, "TargetMode") != "External"
    }
