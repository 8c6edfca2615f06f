"""The patient as flat vector art: parameters in, paths out, painted by one widget."""

from simtrainer.ui.figure.drawing import figure
from simtrainer.ui.figure.look import Device, FaceState, PersonLook, look_for
from simtrainer.ui.figure.paint import paint_figure
from simtrainer.ui.figure.widget import FigureWidget

__all__ = [
    "Device",
    "FaceState",
    "FigureWidget",
    "PersonLook",
    "figure",
    "look_for",
    "paint_figure",
]
