"""Choosing one of a few, or yes and no: all of it from one place."""

from simtrainer.ui.kit.segments import Segment, SegmentedChoice
from simtrainer.ui.kit.tabs import Tab, TabBar
from simtrainer.ui.kit.ticks import CheckBox, Radio, paint_check

__all__ = ["CheckBox", "Radio", "Segment", "SegmentedChoice", "Tab", "TabBar", "paint_check"]
