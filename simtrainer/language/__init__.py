"""Utterance -> topics and acts; text similarity."""
