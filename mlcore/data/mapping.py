"""Which column of a table means what: guessed, shown, and overridden where the guess is wrong."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Mapping:
    """Wishes of a person, or what an importer made of them.

    In a wish None means "guess" and an empty value "there is none"; nothing is None in an answer.
    """

    table: str | None = None
    """The CSV file, by its name in the source."""
    id_column: str | None = None
    """The images' files or names."""
    split_column: str | None = None
    """train, val or test, in any common wording."""
    patient_column: str | None = None
    """Scans with the same value are never parted by a split made here."""
    labels: tuple[str, ...] | None = None
    """Columns of 0, 1 or blank, or the one column that lists findings; where there is no table, the
    labels' names (MedMNIST, in the order of its numbers) or the folders that are labels."""
    separator: str | None = None
    """Between the findings of a list; empty where each label has a column."""

    def wishes(self) -> list[str]:
        """Names of the fields that are not left to a guess."""
        return [field.name for field in fields(self) if getattr(self, field.name) is not None]

    @classmethod
    def without_table(cls, labels: tuple[str, ...]) -> "Mapping":
        """The answer of a form that has no table, or one whose columns leave no choice."""
        return cls("", "", "", "", labels, "")


GUESS = Mapping()
"""The wish of somebody who leaves everything to the importer."""
