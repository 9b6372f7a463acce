"""The recipe under construction: its only home. Widgets start from it, the editor reads them back.

Each step has a number that stays with it, so moving a step moves its widgets along.
"""

from dataclasses import dataclass, field

import streamlit as st

from mlcore.augment import presets
from mlcore.augment.recipe import Choose, Recipe, StepUse

BLOCKS, NUMBER = "augment_blocks", "augment_last_number"
FOR_TRAINING = "train_augmentation"
"""Where the Train page finds the name of a saved recipe."""
FIRST = "gentle"


@dataclass
class Block:
    """A step, a choice or, as an option, nothing (None); its widgets begin with ``use``."""

    use: StepUse | Choose | None
    number: int
    options: list["Block"] = field(default_factory=list)

    def key(self, name: str) -> str:
        return f"step_{self.number}_{name}"


def blocks() -> list[Block]:
    """The steps in their order; at the first visit those of a gentle preset."""
    if BLOCKS not in st.session_state:
        load(presets.get(FIRST).recipe)
    return st.session_state[BLOCKS]


def load(recipe: Recipe) -> None:
    """Put another recipe into the editor."""
    st.session_state[BLOCKS] = [_block(use) for use in recipe.steps]


def add(siblings: list[Block], use: StepUse | Choose | None) -> None:
    siblings.append(_block(use))


def remove(siblings: list[Block], block: Block) -> None:
    siblings.remove(block)


def move(siblings: list[Block], block: Block, by: int) -> None:
    """Up (-1) or down (1)."""
    at = siblings.index(block)
    siblings.insert(at + by, siblings.pop(at))


def _block(use: StepUse | Choose | None) -> Block:
    options = [_block(option) for option in use.options] if isinstance(use, Choose) else []
    number = st.session_state[NUMBER] = st.session_state.get(NUMBER, 0) + 1
    return Block(use, number, options)
