"""The demo's folder works also where no child can be walled off."""

from pathlib import Path

from mailbot.demo.house import Post, furnish
from mailbot.settings import Need, load_settings


def test_the_demo_parses_its_own_mails_even_where_no_wall_can_be_had(
    tmp_path: Path,
) -> None:
    furnish(tmp_path / "house", Post("127.0.0.1", 1143, 1125, "office", "x"))
    assert load_settings(Need.NOTHING, {}, tmp_path / "house").policy.unconfined
