"""`factpress init`: makes a new publication."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click

from factpress.adapters.package import locked_requirements, starter_folder
from factpress.adapters.requirement import own_requirement
from factpress.adapters.settings import site_address
from factpress.cli.running import WrongUse, from_here
from factpress.cli.schema import write_schemas
from factpress.models.text import fold
from factpress.schema import FILES

NAME: Final = "Example Checks"
ADDRESS: Final = "https://checks.example/"
"""What the starter is called and where it stands until somebody says otherwise."""


@click.command(
    short_help="Make a new publication.",
    epilog="""\b
Example:
  factpress init fact-checks --name "Millbrook Checks" --url https://checks.example.org/""",
)
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", default=NAME, show_default=True, help="The publication's name.")
@click.option("--url", default=ADDRESS, show_default=True, help="The address where the site will stand.")
def init(target: Path, name: str, url: str) -> None:
    """Make a new publication in DIR, which must be empty or not there yet.

    It holds one example of everything, passes `factpress check` and can be built at once.
    """
    name = fold(name)
    if not name.isprintable() or not name:
        raise WrongUse("--name must be a text that can be printed.")
    address = site_address(url)
    if target.is_dir() and any(entry.name != ".git" for entry in target.iterdir()):
        raise WrongUse(f"{target} must be empty, for nothing is ever overwritten. Choose another folder.")
    for place in sorted(starter_folder().rglob("*")):
        if place.is_file():
            _copy(place, target / place.relative_to(starter_folder()), name, address)
    write_schemas(target / "schema", list(FILES))
    (target / "requirements.txt").write_bytes(locked_requirements().read_bytes())
    (target / "requirements-factpress.txt").write_text(own_requirement(), "utf-8", newline="\n")
    shown = from_here(target)
    click.echo(f"Made {name} in {shown}/. Next:")
    click.echo(f"  cd {shown}\n  factpress check\n  factpress serve --open")
    click.echo("README.md there says how to go on, and what to fill in before you publish.")


def _copy(source: Path, place: Path, name: str, address: str) -> None:
    text = source.read_text("utf-8")
    # A JSON string is a YAML string, whatever stands in it.
    text = text.replace(f'site_name: "{NAME}"', f"site_name: {json.dumps(name, ensure_ascii=False)}")
    text = text.replace(f'\nname: "{NAME}"', f"\nname: {json.dumps(name, ensure_ascii=False)}")
    text = text.replace(f'site_url: "{ADDRESS}"', f"site_url: {json.dumps(address, ensure_ascii=False)}")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, "utf-8", newline="\n")
