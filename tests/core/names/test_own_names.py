"""Full names told from a place: every title's example, and offices of other levels."""

import pytest

from mailbot.core.names.legal_names import EXAMPLES as LEGAL_EXAMPLES
from mailbot.core.names.legal_names import legal_names
from mailbot.core.names.office_titles import EXAMPLES
from mailbot.core.names.own_names import full_name, with_own_names
from mailbot.core.notice.notice import Place
from mailbot.core.notice.units import Roster, Unit

TAOYUAN = Place("桃源县", "常德市", "湖南省")
ZOUCHENG = Place("邹城市", "济宁市", "山东省")  # a city that is no higher than a county


@pytest.mark.parametrize(("unit", "full"), EXAMPLES)
def test_every_titles_example_holds(unit: str, full: str) -> None:
    assert full_name(unit, TAOYUAN) == full


@pytest.mark.parametrize(
    ("place", "unit", "full"),
    [
        (TAOYUAN, "团县委", "共青团桃源县委员会"),
        (TAOYUAN, "县团委", "共青团桃源县委员会"),
        (TAOYUAN, "共青团桃源县委", "共青团桃源县委员会"),
        (TAOYUAN, "民政局", "桃源县民政局"),
        (TAOYUAN, "桃源县民政局", "桃源县民政局"),
        (TAOYUAN, "桃源民政局", "桃源县民政局"),
        (TAOYUAN, "市场监督管理局", "桃源县市场监督管理局"),
        (
            TAOYUAN,
            "市住房公积金管理中心桃源分中心",
            "常德市住房公积金管理中心桃源分中心",
        ),
        (TAOYUAN, "陬市镇", "桃源县陬市镇人民政府"),
        (TAOYUAN, "漳江街道", "桃源县漳江街道办事处"),
        (TAOYUAN, "国网桃源供电公司", "国网桃源供电公司"),
        (ZOUCHENG, "市民政局", "邹城市民政局"),
        (ZOUCHENG, "市市场监管局", "邹城市市场监督管理局"),
        (ZOUCHENG, "市场监管局", "邹城市市场监督管理局"),
        (ZOUCHENG, "团市委", "共青团邹城市委员会"),
        (Place("鼓楼区"), "区残联", "鼓楼区残疾人联合会"),
    ],
)
def test_a_full_name_has_its_own_level(place: Place, unit: str, full: str) -> None:
    assert full_name(unit, place) == full


def test_a_seal_that_is_given_is_the_full_name_too() -> None:
    given = Roster((Unit("县民政局", seals=("桃源县民政和社会组织局",)),))
    (unit,) = with_own_names(given, TAOYUAN).units
    assert unit.full_name == "桃源县民政和社会组织局"


@pytest.mark.parametrize(("common", "legal"), LEGAL_EXAMPLES)
def test_every_legal_names_example_holds(common: str, legal: str) -> None:
    assert legal in legal_names(common, TAOYUAN)


def test_most_offices_and_places_without_a_province_have_no_other_name() -> None:
    assert legal_names("桃源县民政局", TAOYUAN) == ()
    assert legal_names("桃源县人民法院", Place("桃源县")) == ()
    assert legal_names("中共桃源县委员会", TAOYUAN) == ()


def test_a_unit_may_seal_with_its_legal_name_a_host_with_its_own() -> None:
    seals = ("桃源县精神文明建设委员会办公室", "中共桃源县委宣传部")
    given = Roster((Unit("团县委"), Unit("县文明办", seals=seals)))
    league, civil = with_own_names(given, TAOYUAN).units
    assert league.legal_names == ("中国共产主义青年团桃源县委员会",)
    assert "中国共产党桃源县委员会宣传部" in civil.seals
    assert civil.legal_names == ()
