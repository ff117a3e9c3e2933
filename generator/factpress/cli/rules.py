"""`factpress rules`: lists what must hold of content."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator

import click

from factpress.cli.running import WrongUse
from factpress.forms import did_you_mean
from factpress.problems import Rule
from factpress.rules import all_rules


@click.command()
@click.argument("code", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def rules(code: str | None, form: str) -> None:
    """List the rules, or explain the one with a CODE like FP104."""
    known = all_rules()
    chosen = [rule for rule in known if code is None or rule.code == code.upper()]
    if code is not None and not chosen:
        hint = did_you_mean(code.upper(), [rule.code for rule in known])
        raise WrongUse(f"There is no rule {code!r}. {hint or 'Call factpress rules to see them all.'}")
    if form == "json":
        click.echo(json.dumps([_as_mapping(rule) for rule in chosen], indent=2))
    elif form == "markdown":
        click.echo(rules_page(chosen), nl=False)
    elif code is None:
        for rule in chosen:
            click.echo(f"{rule.code}  {rule.severity:7}  {rule.sentence}")
    else:
        click.echo("\n".join(_explained(chosen[0])))


def rules_page(rules: Iterable[Rule]) -> str:
    """Return the reference of rules as a Markdown page."""
    parts = [
        "# Rules",
        "What must hold of content, each rule with a code that never changes its meaning. An *error* "
        "keeps the site from being built; a *warning* does so in a strict build; a *notice* never does. This "
        "page is made by `factpress rules --format markdown`.",
    ]
    for rule in rules:
        parts += [
            f"## {rule.code}",
            f"{rule.sentence} *({rule.severity})*",
            rule.hint,
            f"```yaml\n{rule.example}\n```",
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _as_mapping(rule: Rule) -> dict[str, str]:
    return {
        "code": rule.code,
        "severity": rule.severity.value,
        "sentence": rule.sentence,
        "hint": rule.hint,
        "example": rule.example,
    }


def _explained(rule: Rule) -> Iterator[str]:
    yield f"{rule.code}  {rule.severity}"
    yield rule.sentence
    if rule.hint:
        yield f"\nWhat to do: {rule.hint}"
    yield f"\nThis breaks it:\n{textwrap.indent(rule.example, '    ')}"
