"""Units, grades and amounts in texts."""

from fractions import Fraction

import pytest

from matchmaker.matching import Passage
from matchmaker.matching.quantities import Measure, amounts_in, measure


@pytest.mark.parametrize(
    ("units", "base", "factor"),
    [
        ("L l. 리터 Liter litres リットル", "l", "1"),
        ("kL ㎘ m3 m³ ㎥ 킬로리터", "l", "1000"),
        ("mL ㎖ cc 밀리리터", "l", "1/1000"),
        ("µg μg mcg 마이크로그램", "g", "1/1000000"),
        ("t ton 톤", "g", "1000000"),
        ("㎛ μm micron", "m", "1/1000000"),
        ("°C ℃", "°c", "1"),
        ("mg/mL g/L", "g/l", "1"),
        ("L/h", "l/min", "1/60"),
        ("bar", "pa", "100000"),
        ("cells/mL", "cell/l", "1000"),
        ("BSL bsl 생물안전등급", "bsl", "1"),
        ("ISO", "iso class", "1"),
    ],
)
def test_spellings_of_a_unit_are_one_and_units_of_one_kind_share_a_base(units, base, factor):
    found = {unit: measure(unit) for unit in units.split()}
    assert found == dict.fromkeys(units.split(), Measure(base, Fraction(factor)))


@pytest.mark.parametrize(
    "unit", ["", " ", "%", "lots", "TU/mL", "L/", "/L", "L/h/m2", "nM", "μM", "M", "T", "mPa", "🧪"]
)
def test_what_is_no_known_unit_measures_nothing(unit):
    assert measure(unit) is None


def test_equal_amounts_in_different_units_are_equal_to_the_last_bit():
    lengths = {measure(unit).in_base(value) for value, unit in [(0.3, "μm"), (300.0, "nm"), (0.0003, "mm")]}
    masses = {measure(unit).in_base(value) for value, unit in [(0.7, "mg"), (700.0, "µg"), (7e-7, "kg")]}
    assert (len(lengths), len(masses)) == (1, 1)


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 1e308, -1e308])
def test_what_is_no_finite_number_cannot_be_compared(value):
    assert measure("kL").in_base(value) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vessels of 50–2,000 L and 1 L bags", {"l": ((1.0, 1.0), (50.0, 2000.0))}),
        ("2천 리터 배양기, 2 kL 탱크", {"l": ((2000.0, 2000.0),)}),
        ("항체 농도 60 mg/mL", {"g/l": ((60.0, 60.0),)}),
        ("-80 °C, 2~8 ℃", {"°c": ((-80.0, -80.0), (2.0, 8.0))}),
        ("현미경·-80 ℃ 냉동고", {"°c": ((-80.0, -80.0),)}),
        ("from -20 to 25 °C", {"°c": ((-20.0, -20.0),)}),
        ("Particles of 300 nm or 0.3 μm", {"m": ((3e-07, 3e-07),)}),
        ("BSL-2 and biosafety level 3 laboratories", {"bsl": ((2.0, 2.0), (3.0, 3.0))}),
        ("생물안전 3등급 시설", {"bsl": ((3.0, 3.0),)}),
        ("ISO 7 clean room, ISO 14644-1 class 5, ISO 클래스 8", {"iso class": ((5.0, 5.0), (7.0, 7.0), (8.0, 8.0))}),
    ],
)
def test_amounts_and_grades_are_read_from_texts(text, expected):
    assert amounts_in([Passage(text)]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\N{TEST TUBE}",
        "2,000 of them, 98 % pure, 30 people",
        "IC50 of 5 nM, 10 mM buffer, 3 μM, 2 M NaCl, a 7 T magnet, 10,000 G, 3 mPa",
        "10^6 L, 10⁶ cells/mL, 1x10^7 CFU",
        "1,5 L of it",
        "ISO 13485, ISO 9001:2015, ISO 14644-1, ISO 14644-2:2015, ISO-8859, BSL-12",
    ],
)
def test_what_may_mean_something_else_is_not_read(text):
    assert amounts_in([Passage(text, "en")]) == {}


def test_commas_and_points_are_read_as_the_language_of_the_text_writes_them():
    assert amounts_in([Passage("Der Kessel fasst 1,5 L und der andere 2.000 L", "de")]) == {
        "l": ((1.5, 1.5), (2000.0, 2000.0))
    }


def test_an_endless_text_gives_two_hundred_amounts_at_most():
    endless = " ".join(f"{number} L" for number in range(1, 5000))
    assert amounts_in([Passage(endless)]) == {"l": tuple((float(number), float(number)) for number in range(1, 201))}
