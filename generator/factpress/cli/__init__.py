"""The command `factpress`."""


def main() -> None:
    """Run the command."""
