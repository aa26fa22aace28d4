"""The units of a notice: their names, seals, addresses and telephones."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit (责任单位) as the notice and the roster know it.

    `name` is the notice's own word and the key everywhere; `aliases` identify the
    unit by themselves, `weak_aliases` only beside a second sign; `seals` are the
    texts its official seal may bear (the first its own, others e.g. a host
    department's), `legal_names` what its own may bear instead, told from its full name.
    `self_reporting` marks the unit that hosts the mailbox.
    """

    name: str
    full_name: str = ""
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    seals: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    contact: str = ""
    telephone: str = ""
    leader_address: str = ""
    self_reporting: bool = False
    legal_names: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that identifies the unit by itself, longest first."""
        every = {self.name, self.full_name, *self.aliases, *self.legal_names} - {""}
        return tuple(sorted(every, key=lambda name: (-len(name), name)))


@dataclass(frozen=True, slots=True)
class Roster:
    """All units of a notice, in the notice's order.

    `warnings` are sentences about the roster file that staff should read; `derived`
    the units whose full name or seal was told from the notice's place.
    """

    units: tuple[Unit, ...]
    warnings: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> Unit:
        """Return the unit called `name` in the notice; KeyError if there is none."""
        for unit in self.units:
            if unit.name == name:
                return unit
        raise KeyError(name)

    def by_address(self, address: str) -> tuple[Unit, ...]:
        """Return the units whose roster entry lists `address` (any case)."""
        wanted = address.lower()
        return tuple(u for u in self.units if wanted and wanted in u.addresses)
