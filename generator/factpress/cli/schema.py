"""`factpress schema`: prints or writes the JSON Schemas of the content files."""

from __future__ import annotations

import json
from pathlib import Path

import click

from factpress.cli.running import WrongUse
from factpress.reference import fields_page
from factpress.schema import FILES, json_schema


@click.command(short_help="Print or write JSON Schemas, or the reference of fields.")
@click.argument("name", required=False, type=click.Choice(list(FILES)))
@click.option(
    "--output", type=click.Path(file_okay=False, path_type=Path), metavar="DIR", help="Write NAME.json there."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "markdown"]),
    default="json",
    show_default=True,
    help="markdown is the reference of all fields, for authors.",
)
def schema(name: str | None, output: Path | None, form: str) -> None:
    """Print the JSON Schema of a content file, or write it, or all of them, into a folder.

    Editors use it to complete and check fields while you type; `factpress init` sets this up.
    """
    names = [name] if name else list(FILES)
    if form == "markdown":
        if name or output:
            raise WrongUse("The reference is one page on standard output; leave NAME and --output out.")
        click.echo(fields_page(), nl=False)
    elif output:
        write_schemas(output, names)
        click.echo(f"Wrote {', '.join(f'{one}.json' for one in names)} into {output}/")
    elif name:
        click.echo(schema_text(name), nl=False)
    else:
        for one, files in FILES.items():
            click.echo(f"{one:12} {files}")


def schema_text(name: str) -> str:
    """Return the text of a schema's file."""
    return json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path, names: list[str]) -> None:
    """Write schemas into a folder, each as NAME.json."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / f"{name}.json").write_text(schema_text(name), "utf-8", newline="\n")
