"""The models page: the patient's voice and the recogniser, fetched only when asked for."""

from simtrainer.ui.models.page import ModelsPage

__all__ = ["ModelsPage"]
