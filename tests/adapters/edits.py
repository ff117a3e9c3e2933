"""Whatever a desk may do to its publication, at random."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from tests.adapters.edited import PNG, WORDS, Desk, new_claim
from tests.publications import CONFIG

Edit = Callable[[Desk, random.Random], None]


def body(desk: Desk, dice: random.Random) -> None:
    """Rewrite a section that only the claim's own page and the search have."""
    desk.public(dice)[dice.choice(["what_we_know", "analysis"])] = f"Counted anew {desk.number()} times [@office]."


def link_inside(desk: Desk, dice: random.Random) -> None:
    """Write a link to another claim, which may go away."""
    claim = desk.public(dice)
    claim["conclusion"] = f"See [another]({dice.choice(['../', '../../claims/'])}{desk.other(dice, claim)}/)."


def summary(desk: Desk, dice: random.Random) -> None:
    """Rewrite what feeds say of a claim."""
    desk.public(dice)["summary"] = [f"It was closed {desk.number()} times [@office]."]


def headline(desk: Desk, dice: random.Random) -> None:
    """Change or drop what lists call a claim."""
    claim = desk.public(dice)
    claim["headline"] = f"The {dice.choice(WORDS)} was open {desk.number()} times"


def words(desk: Desk, dice: random.Random) -> None:
    """Add a wording, a role or a reason."""
    claim = desk.public(dice)
    claim[dice.choice(["claimant_role", "verdict_reason", "context"])] = f"Because of {desk.number()} reasons"
    claim.setdefault("variants", []).append(f"The {dice.choice(WORDS)} of {desk.number()} days")


def verdict(desk: Desk, dice: random.Random) -> None:
    """Change a verdict, in the open."""
    claim = desk.public(dice)
    to = dice.choice([one for one in ("true", "half-true", "false", "unproven") if one != claim["verdict"]])
    made = {"date": "2025-06-01", "kind": "verdict-change", "text": "The office sent its list."}
    claim.setdefault("corrections", []).append(made | {"from_verdict": claim["verdict"], "to_verdict": to})
    claim["verdict"] = to


def correction(desk: Desk, dice: random.Random) -> None:
    """Correct something else."""
    kind = dice.choice(["typo", "clarification", "update"])
    made = {"date": "2025-06-01", "kind": kind, "text": f"Word {desk.number()}.", "by": "ben-hale"}
    desk.public(dice).setdefault("corrections", []).append(made)


def source(desk: Desk, dice: random.Random) -> None:
    """Add, rename or swap sources; a figure names one of them."""
    claim = desk.public(dice)
    first, second = claim["sources"][:2]
    match dice.randrange(4):
        case 0:
            name = f"source-{desk.number()}"
            publisher = dice.choice(["coast-radio", "Coast Radio", "millbrook-herald", "A leaflet"])
            address = f"https://{dice.choice(WORDS)}.example/"
            claim["sources"].append({"id": name, "title": "More", "publisher": publisher, "url": address,
                                     "kind": "news", "stance": "context"})  # fmt: skip
        case 1:
            first["title"] = f"Closures, list {desk.number()}"
        case 2:
            first["id"], second["id"] = second["id"], first["id"]
        case _:
            first["archive_url"] = f"https://archive.example/{desk.number()}"


def figure(desk: Desk, dice: random.Random) -> None:
    """Change a figure, or what it counts."""
    claim = desk.public(dice)
    key, value = dice.choice(["beds", "closures", "ferries"]), str(desk.number())
    claim["figures"] = [{"key": key, "value": value, "unit": dice.choice(["days", "beds"]), "source": "herald"}]


def relation(desk: Desk, dice: random.Random) -> None:
    """Add or take away a relation."""
    claim = desk.public(dice)
    if claim.get("related") and dice.random() < 0.5:
        claim["related"].pop()
    else:
        kind = dice.choice(["variant-of", "supersedes", "later-development-of", "repeats", "contradicts"])
        claim.setdefault("related", []).append({"claim": desk.other(dice, claim), "relation": kind})


def translation(desk: Desk, dice: random.Random) -> None:
    """Call a claim a translation, or no longer one."""
    claim = desk.public(dice)
    if claim.pop("translation_of", None) is None:
        claim |= {"translation_of": desk.other(dice, claim), "lang": dice.choice(["fr", "sv"])}


def refers(desk: Desk, dice: random.Random) -> None:
    """Change claimant, topics, people or dates of a claim."""
    claim = desk.public(dice)
    match dice.randrange(5):
        case 0:
            claim["claimant"] = dice.choice(["unknown", "clinic", ["harbour-union", "mayor-lund"]])
        case 1:
            claim["topics"] = dice.sample(["traffic", "bridges", "health"], dice.randint(1, 3))
        case 2:
            claim["reviewed_by"], claim["authors"] = claim["authors"], claim["reviewed_by"]
        case 3:
            claim["published"] = dice.choice(["2024-12-31", "2025-05-30", "2025-03-05T23:30:00Z", "2025-04-01"])
            claim["claim_date"], claim["as_of"] = "2024-11", "2024-12-01"
            for one in claim["sources"]:
                one.pop("date", None)
                one.pop("accessed", None)
        case _:
            claim["lang"] = dice.choice(["fr", "en", "sv"])


def added(desk: Desk, dice: random.Random) -> None:
    """Add a claim."""
    new_claim(desk, dice)


def deleted(desk: Desk, dice: random.Random) -> None:
    """Delete a claim, whoever relies on it."""
    del desk.claims[dice.choice(sorted(desk.claims))]


def renamed(desk: Desk, dice: random.Random) -> None:
    """Rename a claim; relations may then lead nowhere."""
    old = dice.choice([key for key, one in desk.claims.items() if one.get("status") == "published"])
    new = f"renamed-{desk.number()}"
    desk.claims[new] = desk.claims.pop(old)
    if dice.random() < 0.8:
        desk.claims[new].setdefault("aliases", []).append(old)
    for one in desk.claims.values():
        for stated in one.get("related", []) if dice.random() < 0.9 else []:
            stated["claim"] = new if stated["claim"] == old else stated["claim"]
        if one.get("translation_of") == old:
            one["translation_of"] = new


def status(desk: Desk, dice: random.Random) -> None:
    """Take a claim back, hold it, or publish it again."""
    claim = dice.choice([one for one in desk.claims.values() if "verdict" in one])
    claim.pop("retraction", None)
    claim["status"] = dice.choice(["published", "draft", "hold", "retracted"])
    if claim["status"] == "retracted":
        claim["retraction"] = {"date": "2025-06-01", "reason": f"We mixed up {desk.number()} days."}
    claim["hold_reason"] = "We wait." if claim["status"] == "hold" else None


def registry(desk: Desk, dice: random.Random) -> None:
    """Change what claims refer to."""
    known, number = desk.registries, desk.number()
    match dice.randrange(7):
        case 0:
            dice.choice([*known["claimants"].values()])["name"] = f"Claimant {number}"
        case 1:
            known["topics"]["bridges"]["parent"] = dice.choice(["traffic", "health"])
        case 2:
            known["topics"][f"topic-{number}"] = {"name": f"Topic {number}", "parent": "health"}
        case 3:
            known["publishers"][f"outlet-{number}"] = {"name": dice.choice(["A leaflet", "Road Office"])}
        case 4:
            dice.choice(known["verdicts"]).update(color=f"#1b{number % 90 + 10}20", name=f"Verdict {number}")
        case 5:
            dice.choice([*known["people"].values()])["bio"] = f"Writes since {number} days."
        case _:
            dice.shuffle(known["verdicts"])


def publication(desk: Desk, dice: random.Random) -> None:
    """Change what the publication says of itself."""
    known, number = desk.registries["publication"], desk.number()
    key, value = dice.choice(
        [
            ("name", f"Millbrook Checks {number}"),
            ("feeds", {"length": dice.randint(2, 6)}),
            ("lang", dice.choice(["en", "fr", "de"])),
            ("timezone", dice.choice(["Pacific/Kiritimati", "America/Anchorage", "UTC"])),
            ("licence", f"Licence {number}"),
            ("submit", {"repository": f"https://forge.example/{number}"}),
            ("editorial", {"complete_from": "2025-04-15"}),
        ]
    )
    known[key] = value


def settings(desk: Desk, dice: random.Random) -> None:
    """Change mkdocs.yml."""
    number = desk.number()
    match dice.randrange(3):
        case 0:
            desk.config = CONFIG.replace("https://checks.example/desk/", f"https://checks.example/{number}/")
        case 1:
            desk.config = CONFIG.replace("site_name: Millbrook Checks", f"site_name: Millbrook {number}")
        case _:
            desk.config = CONFIG + f"copyright: Desk {number}\n"


def page(desk: Desk, dice: random.Random) -> None:
    """Change, add or take away a hand-written page."""
    match dice.randrange(3):
        case 0:
            desk.pages["about.md"] = f"# About us\n\nSince {desk.number()} days. [Claims](claims/index.md)\n"
        case 1:
            desk.pages["deep/more.md"] = f"# More\n\nSince {desk.number()} days.\n"
        case _:
            desk.pages.pop("deep/more.md", None)


def medium(desk: Desk, dice: random.Random) -> None:
    """Add, change, rename or delete a file of media; a folder may come in the place of a file."""
    match dice.randrange(5):
        case 0:
            desk.media[f"new-{desk.number()}.png"] = PNG
        case 1:
            desk.media["bridge.png"] = PNG + bytes([desk.number() % 256])
        case 2:
            name = dice.choice(sorted(desk.media))
            desk.media[f"renamed-{desk.number()}.png"] = desk.media.pop(name)
        case 3:
            for name in [name for name in desk.media if name.startswith("turn.png")]:
                desk.media[name.removesuffix("/in.png") if "/" in name else f"{name}/in.png"] = desk.media.pop(name)
        case _:
            desk.media["turn.png"] = PNG


def theme(desk: Desk, dice: random.Random) -> None:
    """Put a template, a style or a wrapper of the publication's own over ours, or take them away."""
    number = desk.number()
    match dice.randrange(4):
        case 0:
            desk.theme["factpress/feeds.html"] = f"<h1>Feeds {number}</h1><h2 id='data'>Data</h2>"
        case 1:
            desk.theme["assets/own.css"] = f"p{{order:{number}}}"
        case 2:
            desk.theme["partials/copyright.html"] = f"<p>Own foot {number}</p>"
        case _:
            desk.theme.clear()


def gone(desk: Desk, dice: random.Random) -> None:
    """List an address that leads nowhere any more."""
    address = dice.choice(desk.public(dice)["sources"])["url"]
    desk.registries["links"] = [{"address": address, "since": "2025-05-01"}]


def broken(desk: Desk, dice: random.Random) -> None:
    """Break a file in one of many ways; the build refuses."""
    path = dice.choice(["content/claims/torn.yml", "content/topics.yml", "content/verdicts.yml", "content/people.yml"])
    desk.raw[path] = dice.choice(["claim: [", "", "- a\n- b\n", "verdict: flase\nclaim: Torn.\nstatus: published\n"])


def tomorrow(desk: Desk, dice: random.Random) -> None:
    """Let some days pass: a claim may come to be due for another look."""
    desk.now += timedelta(days=dice.choice([1, 2, 400]), hours=dice.randint(0, 23))


EDITED: Final[tuple[Edit, ...]] = (
    body, body, link_inside, summary, headline, words, verdict, correction, source, source, figure, relation, relation,
    translation, refers, refers, added, deleted, renamed, status, status, registry, registry, publication, settings,
    page, medium, medium, theme, gone, broken, tomorrow,
)  # fmt: skip
