"""Canary people: each of their fields holds a word found nowhere else, looked for everywhere it must not be."""
