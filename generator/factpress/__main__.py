"""Runs the command as a module: `python -m factpress`."""

from factpress.cli import main

main()
