"""A log that programs read: one object a line, whatever was logged."""

import json
import logging

import pytest

from mailbot.cli.logs import JsonLines


@pytest.mark.parametrize("text", ["完成", 'two\nlines "quoted"', "a\u2028b\x85c"])
def test_each_record_is_one_line_of_json(text: str) -> None:
    record = logging.LogRecord("mailbot.x", logging.INFO, "", 0, "%s", (text,), None)
    line = JsonLines().format(record)
    assert len(line.splitlines()) == 1
    told = json.loads(line)
    assert (told["message"], told["level"], told["logger"]) == (
        text,
        "info",
        "mailbot.x",
    )


def test_a_fault_stands_in_the_line_it_belongs_to() -> None:
    fault = ValueError("x")
    info = (type(fault), fault, None)
    record = logging.LogRecord("m", logging.ERROR, "", 0, "failed", (), info)
    assert "ValueError: x" in json.loads(JsonLines().format(record))["fault"]
