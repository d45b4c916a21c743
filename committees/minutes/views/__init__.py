"""A committee's page, the closing of a meeting, and its minutes as page and PDF."""
