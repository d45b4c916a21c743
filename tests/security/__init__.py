"""What a hostile visitor types, sends and asks, and what comes of it."""
