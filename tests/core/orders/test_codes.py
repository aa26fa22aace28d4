"""Codes: unguessable, forgiving to fingers, and never mistaken for a name."""

from hypothesis import given
from hypothesis import strategies as st

from mailbot.core.orders.codes import (
    CodeRef,
    find_codes,
    folded,
    new_secret,
    piece_of_code,
)


@given(st.integers(0, 2**40 - 1), st.integers(1, 9_999_999), st.integers(0, 999))
def test_every_code_is_read_back_as_it_was_written(
    bits: int, number: int, file: int
) -> None:
    ref = CodeRef("R", number, file, new_secret(lambda _width: bits))
    (found,) = find_codes(folded(f"您好 {ref.text}确认"))
    assert found.ref == ref


@given(st.integers(0, 2**40 - 1))
def test_a_code_in_small_letters_without_marks_is_the_same(bits: int) -> None:
    ref = CodeRef("R", 12, 2, new_secret(lambda _width: bits))
    (found,) = find_codes(ref.text.lower().replace("-", " "))
    assert found.ref == ref


def test_the_secret_holds_all_forty_bits() -> None:
    assert new_secret(lambda width: (1 << width) - 1) == "ZZZZZZZZ"
    assert new_secret(lambda _width: 0) == "00000000"
    assert new_secret(lambda _width: 1) == "00000001"


def test_letters_that_look_alike_are_the_same() -> None:
    (found,) = find_codes("Rl2-OIL0-uVVu")
    assert found.ref == CodeRef("R", 12, 0, "0110VVVV")


def test_names_and_numbers_are_no_codes() -> None:
    for text in ("R12", "2343785", "源政办字〔2023〕13号", "MAILBOT", "R12-7K3F", ""):
        assert list(find_codes(folded(text))) == []


def test_a_piece_of_a_code_is_noticed() -> None:
    assert piece_of_code("请 R12.2-7K3F 确认") == "R12.2-7K3F"
    assert piece_of_code("确认") == ""
