"""The house's own law, where no linter knows it."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.floors import PICTURE, drawn
from mailbot.cli.arguments import build_parser
from mailbot.core.record.flags import FlagKind

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "mailbot"
# Written by Alembic, one statement a table; nobody reads them as prose.
GENERATED = PACKAGE / "adapters" / "store" / "migrations" / "versions"
MOST_LINES_A_FILE = 400
MOST_LINES_A_FUNCTION = 35
MOST_FILES_A_FOLDER = 20
MOST_LINES_OF_THE_PIPELINE = 150


def sources() -> list[Path]:
    return [p for p in sorted(PACKAGE.rglob("*.py")) if GENERATED not in p.parents]


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout: nothing to ask which files are tracked")
    paths = (ROOT / line for line in listed.stdout.splitlines())
    return [path for path in paths if path.exists()]


def texts() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        raw = path.read_bytes()
        if b"\0" not in raw:
            found.append((path, raw.decode("utf-8", "replace")))
    return found


def test_no_file_is_longer_than_a_room_should_be() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in sources()
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > MOST_LINES_A_FILE
    }
    assert long == {}


def test_no_function_needs_scrolling() -> None:
    long = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > MOST_LINES_A_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = lines
    assert long == {}


def test_the_pipeline_fits_a_sheet() -> None:
    lines = (
        (PACKAGE / "flows" / "intake" / "collect.py")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    assert len(lines) < MOST_LINES_OF_THE_PIPELINE


def test_no_folder_holds_more_than_a_newcomer_can_look_through() -> None:
    folders = Counter(path.parent for path in sources())
    full = {
        str(folder.relative_to(ROOT)): n
        for folder, n in folders.items()
        if n > MOST_FILES_A_FOLDER
    }
    assert full == {}


def swallows_everything(handler: ast.ExceptHandler) -> bool:
    caught = ast.unparse(handler.type) if handler.type else "BaseException"
    last = handler.body[-1]
    raises_again = isinstance(last, ast.Raise) and last.exc is None
    return caught in {"Exception", "BaseException"} and not raises_again


def test_everything_is_caught_at_one_place_only() -> None:
    """It is the guard of one mail, of one file in its child, of one reader there."""
    places = {
        str(path.relative_to(ROOT))
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and swallows_everything(node)
    }
    assert places <= {
        "mailbot/flows/intake/unjudged.py",
        "mailbot/adapters/confine/child.py",
        "mailbot/adapters/documents/reading.py",  # a reader's fault leaves the words
    }


def rooms() -> list[str]:
    return sorted(
        f"{floor}/{room.name}"
        for floor in ("core", "flows", "adapters")
        for room in (PACKAGE / floor).iterdir()
        if (room / "__init__.py").exists()
    )


def test_every_room_has_its_sentence_on_the_map() -> None:
    page = (ROOT / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    told = re.findall(r"(?m)^\| `((?:core|flows|adapters)/\w+)` \|", page)
    assert sorted(told) == rooms()


def test_the_picture_of_the_floors_is_drawn_from_the_import_law() -> None:
    """`python -m bench.floors` draws it anew."""
    assert PICTURE.read_text(encoding="utf-8") == drawn()


# Public classes that share a name, and why nobody can mix the two up.
NAMED_TWICE = {
    "Cell": "a state in the summary's matrix; a cell of a table as a document draws it",
    "Column": "a column of the notice's annex; one of our own summary's spreadsheet",
    "Part": "a leaf of a mail (RFC 2045); a piece of a printed line, inside one folder",
    "Piece": "of a .doc's piece table (MS-DOC 2.8.35); glyphs printed side by side",
    "Place": "the county of the notice; where printed lines were joined, in one folder",
    "Sheet": "of a spreadsheet; a printed page turned upright, inside one folder",
}
MOST_NAMES_TWICE = 6


def test_a_name_stands_for_one_thing() -> None:
    places = Counter(
        node.name
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert {name for name, n in places.items() if n > 1} == set(NAMED_TWICE)
    assert len(NAMED_TWICE) <= MOST_NAMES_TWICE


FLAG_CALLS = {"Flag", "doubting", "_noting", "has", "flagged", "rulings"}
FLAG_TEXTS = {kind.value for kind in FlagKind}


def flags_as_text(tree: ast.AST) -> Iterator[str]:
    """Yield what a call or comparison about a flag says in a text of its own."""
    for node in ast.walk(tree):
        said: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            said = [*node.args] if name in FLAG_CALLS else []
        elif isinstance(node, ast.Compare) and "flag" in ast.unparse(node):
            said = [node.left, *node.comparators]
        for part in (sub for one in said for sub in ast.walk(one)):
            if isinstance(part, ast.Constant) and part.value in FLAG_TEXTS:
                yield str(part.value)


def test_no_flag_is_a_text() -> None:
    """The words of flags stand in one table; elsewhere the member is named."""
    told = {
        str(path.relative_to(ROOT)): texts
        for path in sources()
        if (texts := [*flags_as_text(ast.parse(path.read_text(encoding="utf-8")))])
    }
    assert told == {}


def test_a_flag_that_is_a_text_would_be_seen() -> None:
    for code in (
        'Flag("late")',
        'who.doubting("town" if x else "stale")',
        'verdict.has("too_large")',
        'f.flag == "revision"',
        '"duplicate" in file.flags',
    ):
        assert [*flags_as_text(ast.parse(code))], code


def test_every_command_is_in_both_readmes() -> None:
    actions = [a for a in build_parser()._actions if a.metavar == "命令"]
    commands = list(actions[0].choices or {})
    assert "poll" in commands
    for name in ("README.md", "README.zh-CN.md"):
        readme = (ROOT / name).read_text(encoding="utf-8")
        assert [c for c in commands if f"mailbot {c}" not in readme] == [], name


def test_every_environment_variable_is_in_both_readmes() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in sources())
    wanted = {
        name
        for name in re.findall(r"MAILBOT_[A-Z_]+[A-Z]", code)
        if not name.endswith("_FILE") or name == "MAILBOT_CA_FILE"
    }
    for name in ("README.md", "README.zh-CN.md"):
        readme = (ROOT / name).read_text(encoding="utf-8")
        assert sorted(w for w in wanted if w not in readme) == [], name


def test_every_setting_of_the_file_is_in_both_readmes() -> None:
    settings = tomllib.loads((ROOT / "config" / "mailbot.toml").read_text("utf-8"))
    keys = {key for section in settings.values() for key in section}
    for name in ("README.md", "README.zh-CN.md"):
        readme = (ROOT / name).read_text(encoding="utf-8")
        assert sorted(k for k in keys if f"`{k}`" not in readme) == [], name


def test_every_letter_is_in_both_readmes() -> None:
    letters = {
        p.name.split(".")[0]
        for p in (ROOT / "templates" / "letters").glob("*.subject.j2")
    }
    for name in ("README.md", "README.zh-CN.md"):
        readme = (ROOT / name).read_text(encoding="utf-8")
        assert sorted(w for w in letters if f"`{w}`" not in readme) == [], name


def test_no_file_names_a_package_registry() -> None:
    index, listing, locked = "index", "simple", "resolved"  # apart: none is named here
    host = "https?:" + 2 * "/" + r"[^ \"]*"
    ways = (f"{index}-url", f"{host}/{listing}", rf"\"{locked}\": *\"http")
    address = re.compile("|".join(ways))
    here = Path(__file__)
    named = [p for p, text in texts() if p != here and address.search(text)]
    assert named == []


def test_no_file_holds_a_path_of_one_machine() -> None:
    path = re.compile(r"/(?:root|tmp|work)/(?:main|shared|mb|\.library|\.pyenv)\b")
    here = Path(__file__)
    assert [p for p, text in texts() if p != here and path.search(text)] == []


def test_what_state_holds_is_never_tracked() -> None:
    below = [p for p in tracked() if ROOT / "state" in p.parents]
    assert [p.name for p in below] == [".gitkeep"]
