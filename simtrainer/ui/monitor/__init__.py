"""The patient monitor: a dark instrument with swept traces, figures and alarms."""

from simtrainer.ui.monitor.vitals import Alarm, AlarmLimits, VitalsView
from simtrainer.ui.monitor.widget import Monitor

__all__ = ["Alarm", "AlarmLimits", "Monitor", "VitalsView"]
