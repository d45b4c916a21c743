"""A session's screens: the desk of chair and secretary, and a member's phone."""
