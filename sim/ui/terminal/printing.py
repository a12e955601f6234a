"""`cleanclaim print`: a form or letter of an exercise as a PDF."""

import argparse
from pathlib import Path

from sim.ground.errors import CleanClaimError
from sim.learn.desk.attempt_store import Store
from sim.learn.desk.seat import seat
from sim.learn.exercises.case import draw
from sim.learn.paper.prints import own_answer, printed
from sim.ui.terminal.answered import answer


def run(options: argparse.Namespace) -> int:
    """Draw it and write the file, whole or not at all."""
    case = draw(options.exercise, options.variant)
    own = own_answer(Store(), seat().learner, case) if options.mine else None
    made = printed(options.form, case, options.worked, own)
    path = Path(options.out)
    hidden = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        hidden.write_bytes(made)
        hidden.replace(path)
    except OSError as reason:
        raise CleanClaimError(
            f"cannot write: {reason.strerror}", str(path), "a file you may write", "choose another --out"
        ) from None
    return answer(options, {"file": str(path), "bytes": len(made)}, [f"Written: {path}. Open it and print it"])
