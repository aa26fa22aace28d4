"""config/mailbot.toml → Policy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mailbot.core.notice.policy import Policy
from mailbot.fault_words import why
from mailbot.settings.names import nearest
from mailbot.settings.table import BEHAVIOUR

_SECTIONS = tuple(dict.fromkeys(row.section for row in BEHAVIOUR))


def load_policy(path: Path, faults: list[str]) -> Policy:
    """Read how the bot shall behave; what is wrong is added to `faults`."""
    data = _toml(path, faults)
    faults.extend(f"{path.name}：{words}" for words in _unknown(data))
    policy = Policy()
    for row in BEHAVIOUR:
        section = data.get(row.section)
        if not isinstance(section, dict) or row.key not in section:
            continue
        try:
            policy = put(policy, row.field, row.kind.read(section[row.key]))
        except ValueError:
            where = f"{path.name}：[{row.section}] {row.key}"
            faults.append(f"{where}（{row.words}）有误。{row.kind.remedy}")
    return policy


def put(whole: Any, field: str, value: object) -> Any:
    """Return `whole` with another value in a field, or in a field of its field."""
    name, _, inner = field.partition(".")
    held = put(getattr(whole, name), inner, value) if inner else value
    return replace(whole, **{name: held})


def _toml(path: Path, faults: list[str]) -> Mapping[str, object]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as fault:
        faults.append(f"{path.name} {_where(fault)}写法有误：请对照自带的样例改正")
    except UnicodeDecodeError:
        faults.append(f"{path.name} 不是UTF-8编码，请另存为UTF-8")
    except OSError as fault:
        faults.append(f"{path.name} 读不出（{why(fault)}），请检查权限")
    return {}


def _where(fault: tomllib.TOMLDecodeError) -> str:
    """Return where a file is wrong; tomllib tells it in an English sentence only."""
    found = re.search(r"line (\d+), column (\d+)", str(fault))
    return f"第{found[1]}行第{found[2]}列" if found else "末尾"


def _unknown(data: Mapping[str, object]) -> Iterator[str]:
    """Tell misspelt keys: a setting that silently does nothing misleads."""
    for section, values in data.items():
        if section not in _SECTIONS:
            yield f"不认识 [{section}]，{_known(section, _SECTIONS)}"
        elif not isinstance(values, dict):
            yield f"{section} 应写成 [{section}] 一节"
        else:
            for key in values:
                yield from _unknown_key(section, key)


def _unknown_key(section: str, key: str) -> Iterator[str]:
    known = sorted(row.key for row in BEHAVIOUR if row.section == section)
    homes = [row.section for row in BEHAVIOUR if row.key == key]
    if key not in known:
        hint = f"此项应写在 [{homes[0]}] 一节" if homes else _known(key, known)
        yield f"[{section}] {key} 有误。不认识此项，{hint}"


def _known(name: str, known: Sequence[str]) -> str:
    near = nearest(name.lower(), known)
    asked = f"是否想写 {near}？" if near else ""
    return f"{asked}可写：{'、'.join(known)}"
