"""What must hold of the registries: verdicts, topics, people, claimants, publishers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from factpress.corpus import Corpus
from factpress.forms import did_you_mean
from factpress.models.registries import MARKS
from factpress.problems import Severity, quoted
from factpress.rules.corpus import circles
from factpress.rules.register import Found, Setting, corpus_rule
from factpress.rules.terms import unknown_id

CONTRAST = 4.5
"""The least between a text and what it stands on (WCAG 2.2, success criterion 1.4.3)."""


@corpus_rule(
    "FP321",
    Severity.ERROR,
    hint="Correct the id, or add the topic.",
    example="bridges:\n  name: Bridges\n  parent: trafic",
)
def known_parent(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A topic must lie in a topic that there is."""
    if "topics" in corpus.unread:
        return
    for key, topic in corpus.topics.items():
        if topic.parent is not None and topic.parent not in corpus.topics:
            found = unknown_id(f"{key}.parent", "topics.yml", topic.parent, corpus.topics)
            yield Found(found.field, found.message, found.hint, _file("topics"))


@corpus_rule(
    "FP322",
    Severity.ERROR,
    hint="Delete one of the parents.",
    example="bridges:\n  name: Bridges\n  parent: bridges",
)
def no_topic_in_itself(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A topic must not lie in itself, by way of others or at once."""
    parents = {key: [topic.parent] if topic.parent else [] for key, topic in corpus.topics.items()}
    for key, topic in corpus.topics.items():
        if topic.parent == key:
            yield Found(f"{key}.parent", f"must be another topic; found {quoted(key)} itself", path=_file("topics"))
    for circle in circles(parents):
        message = f"must lead to no topic twice; found {quoted(' → '.join(circle), 300)}"
        yield Found(f"{circle[0]}.parent", message, path=_file("topics"))


@corpus_rule(
    "FP323",
    Severity.ERROR,
    hint="Give each verdict an id of its own; claims name it.",
    example="- {id: false, name: False, meaning: …}\n- {id: false, name: Wrong, meaning: …}",
)
def unique_verdicts(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A verdict must have an id that no other verdict has."""
    yield from _unique("id", corpus)


@corpus_rule(
    "FP324",
    Severity.ERROR,
    hint="Give each step of the scale its own value, or none to a verdict outside the scale.",
    example="- {id: false, value: 1, …}\n- {id: fabricated, value: 1, …}",
)
def unique_values(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A verdict must have a value that no other verdict has."""
    yield from _unique("value", corpus)


def _unique(field: str, corpus: Corpus) -> Iterator[Found]:
    seen: dict[Any, str] = {}
    for number, verdict in enumerate(corpus.verdicts, 1):
        value = getattr(verdict, field)
        if value in seen:
            message = f"must be unique in verdicts.yml; found {quoted(value)} again"
            yield Found(f"[{number}].{field}", message, path=_file("verdicts"))
        elif value is not None:
            seen[value] = verdict.id


@corpus_rule(
    "FP325",
    Severity.WARNING,
    hint="List the scale from its truest verdict down, each value lower than the one above.",
    example="- {id: false, value: 1, …}\n- {id: true, value: 2, …}",
)
def truest_first(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A scale must be listed truest first."""
    steps = [(number, v.value) for number, v in enumerate(corpus.verdicts, 1) if v.value is not None]
    for (_, above), (number, value) in pairwise(steps):
        if value > above:
            message = f"must be below the one above it, {above}; found {value}"
            yield Found(f"[{number}].value", message, path=_file("verdicts"))


@corpus_rule(
    "FP326",
    Severity.ERROR,
    hint="Name the verdict to use instead, one that isn't retired itself.",
    example="- {id: unverified, retired: 2025-01-01, replaced_by: unprovn, …}",
)
def known_replacement(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A verdict must be replaced by another one that is in use."""
    if "verdicts" in corpus.unread:
        return
    for number, verdict in enumerate(corpus.verdicts, 1):
        name = verdict.replaced_by
        other = corpus.verdict_by_id.get(name or "")
        if name is not None and (other is None or other is verdict or other.retired is not None):
            what = "" if other is None else ", itself" if other is verdict else ", which is retired"
            message = f"must be the id of another verdict in use; found {quoted(name)}{what}"
            hint = did_you_mean(name, corpus.verdict_by_id) if other is None else ""
            yield Found(f"[{number}].replaced_by", message, hint, _file("verdicts"))


@corpus_rule(
    "FP327",
    Severity.WARNING,
    hint="Choose a darker colour.",
    example='- {id: half-true, color: "#ffcc00", …}',
)
def readable_colours(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A verdict's colour must be dark enough for white text."""
    for number, verdict in enumerate(corpus.verdicts, 1):
        if verdict.color and (contrast := contrast_with_white(verdict.color)) < CONTRAST:
            message = f"must have a contrast to white of at least {CONTRAST}; {verdict.color} has {contrast:.1f}"
            yield Found(f"[{number}].color", message, path=_file("verdicts"))


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of a colour, `#rrggbb`, to white (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@corpus_rule(
    "FP328",
    Severity.ERROR,
    hint="Put the file below content/media/, or correct the path.",
    example="ida-moss:\n  name: Ida Moss\n  photo: ida.jpg   # and no content/media/ida.jpg",
)
def files_are_there(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A file that a registry or the publication names must be there."""
    named = [("publication", "logo", corpus.publication.logo)]
    named += [("claimants", f"{key}.image", claimant.image) for key, claimant in corpus.claimants.items()]
    named += [("people", f"{key}.photo", person.photo) for key, person in corpus.people.items()]
    named += [("verdicts", f"[{n}].icon", v.icon) for n, v in enumerate(corpus.verdicts, 1) if v.icon not in MARKS]
    for name, field, path in named:
        if path is not None and path not in corpus.media:
            message = f"must be a file below content/media/; found {quoted(path)}"
            yield Found(field, message, did_you_mean(path, sorted(corpus.media)), _file(name))


@corpus_rule(
    "FP329",
    Severity.WARNING,
    hint="Keep one of them, or tell them apart in their names.",
    example="ida-moss:\n  name: Ida Moss\ni-moss:\n  name: Ida Moss",
)
def names_once(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A name must stand once in a registry."""
    registries: dict[str, Mapping[str, Any]] = {
        "claimants": corpus.claimants,
        "people": corpus.people,
        "publishers": corpus.publishers,
        "topics": corpus.topics,
        "verdicts": {f"[{number}]": verdict for number, verdict in enumerate(corpus.verdicts, 1)},
    }
    for registry, entries in registries.items():
        seen: dict[str, str] = {}
        for key, entry in entries.items():
            if (other := seen.setdefault(entry.name.casefold(), key)) != key:
                message = f"must be another than that of {quoted(other)}; found {quoted(entry.name)} in both"
                yield Found(f"{key}.name", message, path=_file(registry))


@corpus_rule(
    "FP330",
    Severity.WARNING,
    hint="Add `image_credit`.",
    example="mayor-lund:\n  name: Ada Lund\n  image: lund.jpg",
)
def portraits_are_credited(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claimant's portrait must say who made it."""
    for key, claimant in corpus.claimants.items():
        if claimant.image and not claimant.image_credit:
            yield Found(f"{key}.image", "must have an `image_credit`; found none", path=_file("claimants"))


@corpus_rule(
    "FP331",
    Severity.WARNING,
    hint="Leave the domain to the one that owns it.",
    example="herald:\n  domains: [herald.example]\ngazette:\n  domains: [herald.example]",
)
def domains_once(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A domain must belong to one publisher."""
    owners: dict[str, str] = {}
    for key, publisher in corpus.publishers.items():
        for number, domain in enumerate(publisher.domains, 1):
            if (other := owners.setdefault(domain.lower().removeprefix("www."), key)) != key:
                message = f"must be one publisher's; {quoted(other)} has {quoted(domain)}, too"
                yield Found(f"{key}.domains[{number}]", message, path=_file("publishers"))


def _file(registry: str) -> str:
    return f"content/{registry}.yml"
