"""How fast retention is, and how much memory it takes: `make bench`."""
