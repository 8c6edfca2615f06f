"""The drawn patient: what it shows, that it stays in its ranges, and when it moves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from simtrainer.patient.appearance import device_seen, face_of, what_one_sees
from simtrainer.ui.figure import FaceState, FigureWidget, PersonLook, figure, look_for, paint_figure
from simtrainer.ui.figure.look import DEVICES, HAIR_STYLES, RANGES, is_colour
from simtrainer.ui.figure.paint import field_transform
from simtrainer.ui.figure.tones import tones_of

MOODS = ("trust", "anxiety", "pain", "anger", "sadness", "fatigue", "consciousness")
SIGNS = ("pallor", "cyanosis", "sweat", "flush", "effort", "tears")
wild = st.floats(-1, 2) | st.sampled_from([0.0, 0.5, 1.0])
moods = st.dictionaries(st.sampled_from(MOODS), wild)
signs = st.builds(
    lambda some, rate: some | {"resp_rate": rate},
    st.dictionaries(st.sampled_from(SIGNS), wild),
    st.floats(-5, 300),
)


@given(mood=moods, sign=signs)
def test_that_every_mood_and_sign_gives_a_face_within_its_ranges(
    mood: dict[str, float], sign: dict[str, float]
) -> None:
    face = face_of(mood, sign)
    assert set(face) == set(RANGES)
    for name, value in face.items():
        low, high = RANGES[name]
        assert low <= value <= high, name


@given(mood=moods, sign=signs, difficulty=st.sampled_from(["easy", "standard", "hard"]))
def test_that_what_one_sees_is_always_plain_sentences(
    mood: dict[str, float], sign: dict[str, float], difficulty: str
) -> None:
    line = what_one_sees(mood, sign, difficulty)  # type: ignore[arg-type]
    assert line.endswith(".")
    assert all(part[0].isupper() for part in line.rstrip(".").split(". "))
    assert ",," not in line
    assert "  " not in line


def test_that_a_calm_person_looks_at_ease() -> None:
    face = face_of({"trust": 0.8}, {})
    assert face["mouth_curve"] > 0.2
    assert face["lids"] < 0.2
    assert what_one_sees({"trust": 0.8}, {}) == "Looks at you, at ease."


@pytest.mark.parametrize("feeling", ["pain", "anxiety", "anger", "sadness"])
def test_that_an_unconscious_person_has_closed_eyes_and_shows_no_feeling(feeling: str) -> None:
    mood = {feeling: 1.0, "consciousness": 0.1}
    face = face_of(mood, {})
    assert face["lids"] == 1
    assert face["furrow"] == face["grimace"] == face["brow_inner"] == 0
    assert what_one_sees(mood, {}).startswith("Lies still, eyes closed")


def test_that_the_line_says_what_illness_shows() -> None:
    mood = {"anxiety": 0.6, "trust": 0.5}
    ill = {"pallor": 0.5, "sweat": 0.4, "resp_rate": 26.0}
    assert what_one_sees(mood, ill) == "Looks worried, pale and clammy. Breathing fast."
    assert "about 26 times a minute" in what_one_sees(mood, ill, count_breaths=True)
    assert "Not breathing." in what_one_sees({"consciousness": 0}, {"resp_rate": 0})


def test_that_a_fast_breath_is_judged_by_the_usual_rate_for_the_age() -> None:
    assert "fast" in what_one_sees({}, {"resp_rate": 35})
    assert "fast" not in what_one_sees({}, {"resp_rate": 35, "resp_rate_usual": 40})


def test_that_every_drawn_device_has_words() -> None:
    assert [bool(device_seen(device)) for device in DEVICES] == [False, True, True, True]


def _distance(one: str, other: str) -> float:
    a, b = QColor(one), QColor(other)
    parts = ((a.red(), b.red()), (a.green(), b.green()), (a.blue(), b.blue()))
    return float(sum((x - y) ** 2 for x, y in parts) ** 0.5)


def _blueness(colour: str) -> int:
    return QColor(colour).blue() - QColor(colour).red()


@given(skin=st.floats(0, 1))
def test_that_cyanosis_and_pallor_read_on_every_skin_tone(skin: float) -> None:
    look = PersonLook(skin=skin)
    well = tones_of(look, FaceState())
    blue = tones_of(look, FaceState(cyanosis=1))
    pale = tones_of(look, FaceState(pallor=1))
    assert _distance(well.lip, blue.lip) > 30
    assert _blueness(blue.lip) > _blueness(well.lip) + 30
    assert _distance(well.skin, pale.skin) > 20
    assert QColor(pale.skin).hslSaturation() < QColor(well.skin).hslSaturation()


def _painted(look: PersonLook, face: FaceState, dark: bool = False) -> QImage:
    image = QImage(180, 170, QImage.Format.Format_RGB32)
    image.fill(QColor("#FF00FF"))
    painter = QPainter(image)
    paint_figure(painter, figure(look, face, dark), QRectF(image.rect()))
    painter.end()
    return image


@pytest.mark.parametrize("hair", HAIR_STYLES)
@pytest.mark.parametrize("child", [False, True])
def test_that_every_look_paints_and_fills_its_field(qapp: object, hair: str, child: bool) -> None:
    look = PersonLook(hair=hair, child=child, glasses="#333333", beard="#222222")  # type: ignore[arg-type]
    image = _painted(look, FaceState(tears=1, sweat=1, effort=1, cyanosis=1, grimace=1))
    assert image.pixelColor(0, 0) == QColor("#DDE7E6")
    assert image.pixelColor(179, 169) != QColor("#FF00FF")


@pytest.mark.parametrize(
    "changed",
    [
        {"lids": 1.0},
        {"mouth_open": 1.0},
        {"tears": 1.0},
        {"device": "mask"},
        {"device": "cannula"},
        {"sweat": 0.6},
        {"tilt": 0.8},
        {"brow_inner": 1.0},
        {"effort": 1.0},
    ],
)
def test_that_each_change_of_face_is_seen(qapp: object, changed: dict[str, object]) -> None:
    look = PersonLook()
    assert _painted(look, replace(FaceState(), **changed)) != _painted(look, FaceState())  # type: ignore[arg-type]


@given(width=st.integers(180, 1600), height=st.integers(120, 900))
def test_that_the_face_is_never_cut_off(width: int, height: int) -> None:
    target = QRectF(0, 0, width, height)
    field = field_transform(target)
    for corner in (QPointF(122, 62), QPointF(238, 235)):
        assert target.contains(field.map(corner))


def test_that_a_person_looks_the_same_each_time_and_what_the_case_says_wins() -> None:
    drawn = look_for("ama", age=66, sex="female", skin=0.3)
    assert drawn == look_for("ama", age=66, sex="female", skin=0.3)
    told = look_for("ama", age=66, given={"hair": "scarf", "scarf": "#112233", "glasses": True})
    assert (told.hair, told.scarf) == ("scarf", "#112233")
    assert is_colour(told.glasses)


def test_that_a_template_dresses_its_person() -> None:
    told = {"clothes": "gown", "clothes_colour": "#AA3322", "beard": True, "hair_colour": "#998877"}
    look = look_for("sam", given=told)
    assert (look.gown, look.cloth, look.beard) == (True, "#AA3322", "#998877")
    assert look.cloth_edge != look.cloth


def test_that_an_appearance_the_figure_cannot_show_is_left_out() -> None:
    plain = look_for("kim")
    odd = {"hair": "mohawk", "hair_colour": "plaid", "skin": "tan", "scene": "moon", "tattoo": 1}
    assert look_for("kim", given=odd) == plain


@pytest.fixture
def widget(qtbot: QtBot) -> FigureWidget:
    made = FigureWidget()
    qtbot.addWidget(made)
    made.resize(372, 286)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_that_a_new_face_is_reached_exactly(qtbot: QtBot, widget: FigureWidget) -> None:
    sad = FaceState(mouth_curve=-1, tears=1, device="mask")
    widget.set_state(sad)
    assert widget.state() != sad
    qtbot.waitUntil(lambda: widget.state() == sad)


def test_that_the_figure_breathes_only_while_it_is_seen(widget: FigureWidget) -> None:
    assert widget.is_moving()
    widget.hide()
    assert not widget.is_moving()


def test_that_reduced_motion_changes_at_once_and_keeps_still(widget: FigureWidget) -> None:
    widget.set_reduced_motion(True)
    worried = FaceState(brow_inner=1, breath=1, effort=1, resp_rate=30)
    widget.set_state(worried)
    assert widget.state() == worried
    assert not widget.is_moving()


def test_that_shoulders_rise_with_the_breath(widget: FigureWidget) -> None:
    widget.set_state(FaceState(breath=1, effort=1, resp_rate=30), animate=False)
    before = widget.grab().toImage()
    widget._advance(0.9)
    assert widget.grab().toImage() != before
