"""The language model in an encounter: made ready at the door, and not missed when it is lost."""
