"""The page that opens a fund: a thin edge over `cms.actions.installation`, which the command uses too.

What is typed waits in the session, step by step; nothing is written before the last button.
"""
