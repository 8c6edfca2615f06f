"""What a person does with an utterance: disclose, feel, word, check."""
