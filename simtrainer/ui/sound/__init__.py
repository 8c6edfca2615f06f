"""Sound in the window: one controller owns the children; pages ask it and hear its signals."""
