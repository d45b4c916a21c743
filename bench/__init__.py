"""How fast the pages are: `make bench` measures them; `world` makes the neighbourhood they show, for tests too."""
