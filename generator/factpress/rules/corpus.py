"""What must hold of claims among each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Final

from factpress.corpus import Corpus
from factpress.models.claim import Claim
from factpress.models.parts import RelationKind
from factpress.problems import Severity, quoted
from factpress.rules.register import Found, Setting, corpus_rule

CIRCLED: Final = (
    (RelationKind.SUPERSEDES, RelationKind.LATER_DEVELOPMENT_OF),
    (RelationKind.REPEATS,),
)
"""The relations that have a direction in time; those of one group form no circle together."""


MEDIA_ENDINGS: Final = (
    *("png", "jpg", "jpeg", "gif", "webp", "avif"),
    *("mp3", "m4a", "ogg", "mp4", "webm"),
    *("pdf", "csv", "txt"),
)
"""The kinds of files that a browser shows and doesn't run."""


@corpus_rule(
    "FP301",
    Severity.ERROR,
    hint="Rename one of the files; folders don't tell claims apart.",
    example="content/claims/2024/old-bridge.yml\ncontent/claims/2025/old-bridge.yml",
)
def unique_ids(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must have an id that no other claim has, whatever the folder."""
    if len(corpus.by_id) == len(corpus.claims):
        return
    first: dict[str, Claim] = {}
    for claim in _by_path(corpus.claims):
        other = first.setdefault(claim.id, claim)
        if other is not claim:
            message = f"must have a name of its own; {quoted(other.path)} is called the same"
            yield Found("", message, path=claim.path)


@corpus_rule(
    "FP302",
    Severity.ERROR,
    hint="Delete the alias, or rename the other claim.",
    example="aliases: [old-bridge]   # and content/claims/old-bridge.yml is there",
)
def unique_aliases(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """An alias must be no claim's id and no other claim's alias."""
    owner: dict[str, Claim] = {}
    for claim in _by_path(claim for claim in corpus.claims if claim.aliases):
        for number, alias in enumerate(claim.aliases, 1):
            field = f"aliases[{number}]"
            if alias == claim.id:
                yield Found(field, f"must be a former id; found the present one, {quoted(alias)}", path=claim.path)
            elif alias in corpus.by_id or alias in corpus.unread:
                yield Found(field, f"must be no claim's id; {quoted(alias)} is one", path=claim.path)
            elif (other := owner.setdefault(alias, claim)) is not claim:
                message = f"must be no other claim's alias; {quoted(other.id)} has {quoted(alias)}, too"
                yield Found(field, message, path=claim.path)


@corpus_rule(
    "FP303",
    Severity.WARNING,
    hint="Keep one of them, or say in `related` how they stand to each other.",
    example="claim: The bridge is closed   # in two files",
)
def each_claim_once(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must not have the same wording as another, unless it says how it stands to it."""
    alike: dict[str, list[Claim]] = defaultdict(list)
    for claim in corpus.claims:
        alike[claim.wording].append(claim)
    for claims in (_by_path(some) for some in alike.values() if len(some) > 1):
        for position, claim in enumerate(claims):
            other = next((one for one in claims[:position] if not _know_each_other(one, claim)), None)
            if other is not None:
                yield Found(
                    "claim",
                    f"must be told apart from {quoted(other.id)}; found the same words",
                    path=claim.path,
                )


def _by_path(claims: Iterable[Claim]) -> list[Claim]:
    """Return claims in the order of their files, by which the later of two has to give way."""
    return sorted(claims, key=attrgetter("path"))


def _know_each_other(one: Claim, other: Claim) -> bool:
    return one.id == other.id or any(
        there.id in (here.translation_of, *(relation.claim for relation in here.related))
        for here, there in ((one, other), (other, one))
    )


@corpus_rule(
    "FP304",
    Severity.ERROR,
    hint="Keep the relation that says most, in one of the two files; it shows on both pages.",
    example="related:\n  - {claim: other, relation: background}\n  - {claim: other, relation: repeats}",
)
def related_once(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """Two claims must have no more than one relation between them, stated on one side."""
    stated: dict[frozenset[str], Claim] = {}
    for claim in _by_path(corpus.relating):
        for number, relation in enumerate(claim.related, 1):
            pair = frozenset((claim.id, relation.claim))
            if len(pair) == 2 and pair in stated:
                where = "above" if stated[pair] is claim else f"in {quoted(stated[pair].path)}"
                message = f"must be the only one between two claims; another stands {where}"
                yield Found(f"related[{number}]", message, path=claim.path)
            stated.setdefault(pair, claim)


@corpus_rule(
    "FP305",
    Severity.ERROR,
    hint="Turn one of these relations round, or delete it.",
    example="related:\n  - {claim: other, relation: supersedes}   # and other supersedes this one",
)
def no_circles(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A claim must not come, by way of others, to supersede, follow or repeat itself."""
    for kinds in CIRCLED:
        next_ones = {
            claim.id: [relation.claim for relation in claim.related if relation.relation in kinds]
            for claim in _by_path(corpus.relating)
        }
        for circle in circles(next_ones):
            claim = corpus.by_id[circle[0]]
            number = next(
                n
                for n, relation in enumerate(claim.related, 1)
                if relation.claim == circle[1] and relation.relation in kinds
            )
            way = " → ".join(circle)
            message = f"must lead back to no claim; found {quoted(way, 300)}"
            yield Found(f"related[{number}]", message, path=claim.path)


@corpus_rule(
    "FP306",
    Severity.ERROR,
    hint="Save it as one of these. SVG and HTML can hold scripts, which would run as the site's own.",
    example="content/media/chart.svg",
)
def shown_media(corpus: Corpus, setting: Setting) -> Iterator[Found]:
    """A file of `content/media/` must be an image, a recording or a document that runs nothing."""
    for path in sorted(corpus.media):
        ending = path.rpartition(".")[2].lower()
        if ending not in MEDIA_ENDINGS:
            message = f"must end in one of {', '.join(MEDIA_ENDINGS)}; found {quoted(path)}"
            yield Found("", message, path=f"content/media/{path}")


def circles(next_ones: Mapping[str, Iterable[str]]) -> Iterator[list[str]]:
    """Yield the circles in a graph, each once, closed: its first node stands at its end again."""
    done: set[str] = set()
    for start in sorted(next_ones):
        if start in done:
            continue
        way: list[str] = [start]
        place = {start: 0}
        open_ends = [iter(next_ones[start])]
        while open_ends:
            node = next(open_ends[-1], None)
            if node is None:
                open_ends.pop()
                left = way.pop()
                del place[left]
                done.add(left)
            elif node in place:
                if node != way[-1]:
                    yield [*way[place[node] :], node]
            elif node in next_ones and node not in done:
                place[node] = len(way)
                way.append(node)
                open_ends.append(iter(next_ones[node]))
