"""The règlement: read by all, recorded version by version, changed by proposals."""
