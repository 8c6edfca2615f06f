"""The figure as one pure function: a look and a state in, flat shapes out. No Qt here."""

from __future__ import annotations

from simtrainer.ui.figure.body import body_shapes
from simtrainer.ui.figure.hair import hair_back
from simtrainer.ui.figure.head import head_shapes
from simtrainer.ui.figure.look import FaceState, PersonLook
from simtrainer.ui.figure.scene import scene_shapes
from simtrainer.ui.figure.shapes import DROP_PIXELS, TILT_DEGREES, Drawing
from simtrainer.ui.figure.tones import tones_of


def figure(look: PersonLook, face: FaceState, dark: bool = False) -> Drawing:
    """Every shape of the figure in a 360 x 340 field; ``dark`` turns the lights down."""
    tones = tones_of(look, face)
    return Drawing(
        scene=scene_shapes(look.scene, dark),
        back=hair_back(look),
        body=body_shapes(look, face, tones, dark),
        head=head_shapes(look, face, tones),
        tilt=face.tilt * TILT_DEGREES,
        drop=face.drop * DROP_PIXELS,
    )
