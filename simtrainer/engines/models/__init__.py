"""Models are files: what may be fetched, what is here, and whether this computer can hold it."""
