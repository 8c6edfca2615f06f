"""Twelve-lead ECGs made from parameters, and ready-made ones by name."""

from simtrainer.physiology.ecg12.measurements import describe_leads, describe_measurements
from simtrainer.physiology.ecg12.parameters import (
    CHEST,
    EXTRA,
    LEADS,
    LIMB,
    RATE_HZ,
    SECONDS,
    EcgParameters,
    st_elevation_threshold_mm,
)
from simtrainer.physiology.ecg12.presets import PRESET_NAMES, ecg_preset
from simtrainer.physiology.ecg12.synthesis import twelve_lead

__all__ = [
    "CHEST",
    "EXTRA",
    "LEADS",
    "LIMB",
    "PRESET_NAMES",
    "RATE_HZ",
    "SECONDS",
    "EcgParameters",
    "describe_leads",
    "describe_measurements",
    "ecg_preset",
    "st_elevation_threshold_mm",
    "twelve_lead",
]
