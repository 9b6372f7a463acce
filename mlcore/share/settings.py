"""The settings of a run that a reader wants to see: all that were asked for, by their titles."""

from mlcore.share.facts import Facts
from mlcore.train import options


def shown(facts: Facts) -> list[tuple[str, str]]:
    """Title and value of each option of the run, and what it ran on."""
    asked = facts.run.config
    rows = [
        (option.title, option.shown(asked[option.name]))
        for option in options.OPTIONS
        if option.name in asked
    ]
    environment = facts.run.environment
    augmented = environment.get("augmentation") or {}
    known = {
        "Random seed": asked.get("seed"),
        "Recipe of changes": augmented.get("name"),
        "Number format used": environment.get("precision"),
        "Python": environment.get("python"),
        "Data fingerprint": asked.get("fingerprint"),
        "Parameters of the network": facts.run.model_card.get("parameters"),
    }
    titles = {title for title, _ in rows}
    return rows + [
        (title, _told(value))
        for title, value in known.items()
        if value is not None and title not in titles
    ]


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and value >= 10_000:
        return f"{value:,}"
    return str(value)
