"""Set the gates anew from the examples: `python -m bot.nlu.calibrate`, after any change to the word lists or to the reader.

A test holds `data/gates.yaml` to what this gives, so a change without it does not go unnoticed.
"""

import sys
from pathlib import Path
from typing import Final

from bot.nlu.gates import Gates
from bot.nlu.lexicon import read_examples, read_lexicon
from bot.nlu.normal import script
from bot.nlu.training import cross_validated

HEAD: Final = "# When to act, ask back or decline; written by `python -m bot.nlu.calibrate`, not by hand.\n"
PLACES: Final = 4


def current_gates() -> Gates:
    """What the packaged examples give now, to the places that are kept."""
    lexicon = read_lexicon()
    found, _ = cross_validated(read_examples(script(), lexicon, judged=True), lexicon.concepts)
    return Gates(*(round(value, PLACES) for value in found.as_tuple()))


def as_yaml(gates: Gates) -> str:
    """The content of the data file."""
    return HEAD + "".join(
        f"{name}: {value}\n" for name, value in zip(Gates.__slots__, gates.as_tuple(), strict=True)
    )


def main() -> None:
    """Write the data file and say what it holds."""
    text = as_yaml(current_gates())
    (Path(__file__).parent / "data" / "gates.yaml").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
