"""What the tests stand on: databases to write in, threads that act together, a browser."""
