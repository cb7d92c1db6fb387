"""Set the gates anew from the examples: `python -m bot.nlu.calibrate`, after any change to the word lists or to the reader.

A test holds `data/gates.yaml` to what this gives, so a change without it does not go unnoticed.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bot.nlu.classifier import OOS
from bot.nlu.gates import Gates, Prediction
from bot.nlu.lexicon import read_examples, read_lexicon
from bot.nlu.normal import script
from bot.nlu.training import cross_validated, intents

HEAD: Final = "# When to act, ask back or decline; written by `python -m bot.nlu.calibrate`, not by hand.\n"
PLACES: Final = 4


def calibrated() -> tuple[Gates, Mapping[str, float]]:
    """The gates, and what they do to sentences of patterns that the judging model has not seen: shares of 1.

    Every pattern is a meaning of its own to the model that has not seen it, so these are lower bounds.
    """
    lexicon = read_lexicon()
    examples = read_examples(script(), lexicon, judged=True)
    found, held_out, strange = cross_validated(examples, lexicon.concepts)
    gates = Gates(*(round(value, PLACES) for value in found.as_tuple()))
    labels = intents(examples)
    said = [
        (example.intent, gates.judge(labels, scores, float(unheard)))
        for example, scores, unheard in zip(examples, held_out, strange, strict=True)
        if not example.ruled
    ]
    return gates, _figures(said)


def _figures(said: Sequence[tuple[str, Prediction]]) -> Mapping[str, float]:
    inside = [(truth, found) for truth, found in said if truth != OOS]
    outside = [found for truth, found in said if truth == OOS]
    acted = [truth == found.intent for truth, found in said if found.gate == "act"]
    acted_inside = [truth == found.intent for truth, found in inside if found.gate == "act"]
    return {
        "sentences": len(said),
        "in_scope_accuracy": sum(truth == found.intent for truth, found in inside) / len(inside),
        "oos_named": sum(found.intent == OOS for found in outside) / len(outside),
        "oos_not_acted_on": sum(found.gate != "act" for found in outside) / len(outside),
        "acted_on_precision": sum(acted) / len(acted),
        "in_scope_acted_on_rightly": sum(acted_inside) / len(inside),
    }


def as_yaml(gates: Gates) -> str:
    """The content of the data file."""
    return HEAD + "".join(
        f"{name}: {value}\n" for name, value in zip(Gates.__slots__, gates.as_tuple(), strict=True)
    )


def main() -> None:
    """Write the data file and say what it holds, and the figures of the cross-validation."""
    gates, figures = calibrated()
    text = as_yaml(gates)
    (Path(__file__).parent / "data" / "gates.yaml").write_text(text, encoding="utf-8")
    sys.stdout.write(text + "".join(f"# {name}: {round(value, PLACES)}\n" for name, value in figures.items()))


if __name__ == "__main__":
    main()
