"""How a policy reaches other lines: the only way from one line to another.

Every helper stays inside one payer: a payer knows only the claims that it decided itself. `by` is a tuple of column
names which lines must share; it begins with patient_key, or with household_key or subscriber_patient_key where a family
shares. A line of the same claim counts as it stood at the start of the stage; a line of an earlier claim as it was
finally decided; a line of a later claim never. Denied, pended and reversed lines do not count, save where a helper says
so.

A helper notes in `lines.read` whose ending it asked for on behalf of a later claim: only if such an ending turns out
otherwise than guessed must the household be decided again.
"""

import numpy as np

from sim.ground.coded import Coded
from sim.ground.joins import ranges
from sim.payer.engine.prior_history import past_pairs

ROOM = 2**62
PATIENT_AND_DAY = ("patient_key", "service_date")


class Grouping:
    """Rows sorted by group and, inside it, in the order of work; `runs` are the parts of a group that belong to one
    claim.
    """

    def __init__(self, keys: np.ndarray, claim: np.ndarray, rows: np.ndarray | None = None):
        order, ordered = in_order(keys)
        self.order, claims = order if rows is None else rows[order], claim[order]
        head = np.ones(len(order), bool)
        head[1:] = ordered[1:] != ordered[:-1]
        start = head.copy()
        start[1:] |= claims[1:] != claims[:-1]
        self.group = np.cumsum(head) - 1
        self.group_start = np.flatnonzero(head)
        self.run = np.cumsum(start) - 1
        self.run_start = np.flatnonzero(start)

    def before_group(self, running: np.ndarray) -> np.ndarray:
        """What a running sum (exclusive) had reached where the row's group begins."""
        return running[self.group_start][self.group]

    def before_run(self, running: np.ndarray) -> np.ndarray:
        """What it had reached where the row's own claim begins inside the group."""
        return running[self.run_start][self.run]


def in_order(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A stable order of whole numbers from zero up, and the numbers in it. The row rides along in the low bits where
    there is room: sorting plain numbers is several times faster than sorting rows by number.

    >>> [part.tolist() for part in in_order(np.array([5, 3, 5]))]
    [[1, 0, 2], [3, 5, 5]]
    """
    count, bits = len(keys), max(len(keys) - 1, 1).bit_length()
    if (keys[1:] >= keys[:-1]).all():
        return np.arange(count), keys
    if int(keys.max()) >> (62 - bits):
        order = np.argsort(keys, kind="stable")
        return order, keys[order]
    both = np.sort((keys << bits) | np.arange(count))
    return both & ((1 << bits) - 1), both >> bits


def keys_of(lines, by: tuple[str, ...], rows=None) -> np.ndarray:
    """One int64 per row, equal where payer and all columns of `by` are equal."""
    first, width = _with_payer(lines, by[0])
    out = first if rows is None else first[rows]
    for name in by[1:]:
        values, low, size = _whole(lines, name)
        values = values if rows is None else values[rows]
        if size * width >= ROOM:
            (out, width), (values, size), low = _compact(out), _compact(values), 0
        out = out * size + (values - np.int64(low))
        width *= size
    return out


def _with_payer(lines, name: str) -> tuple[np.ndarray, int]:
    """The first column together with the payer, as whole numbers below a width."""

    def join():
        values, low, size = _whole(lines, name)
        values, size = (values - np.int64(low), size) if size * len(lines.payers) < ROOM else _compact(values)
        return values * len(lines.payers) + lines.payer, size * len(lines.payers)

    return lines.keep(("with payer", name), join)


def _whole(lines, name: str) -> tuple[np.ndarray, int, int]:
    """A column as whole numbers, with its least value and the count of values it spans."""

    def measure():
        column = getattr(lines, "claim" if name == "claim_key" else name)
        values = (
            column.keys if isinstance(column, Coded) else column.view(np.int64) if column.dtype.kind == "M" else column
        )
        low = int(values.min()) if len(values) else 0
        return values, low, int(values.max()) - low + 1 if len(values) else 1

    return lines.keep(("whole", name), measure)


def _compact(values):
    unique, inverse = np.unique(values, return_inverse=True)
    return inverse.astype(np.int64), max(len(unique), 1)


def grouping(lines, by: tuple[str, ...]) -> Grouping:
    """All rows grouped, kept for the next policy that asks for the same `by`."""
    return lines.keep(("grouping", by), lambda: _some(lines, by, None))


def _some(lines, by, where) -> Grouping:
    """The rows of a mask grouped. Rows are brought together by patient first: then they are nearly in order, and the
    sort has little to do.
    """
    rows = (
        lines.keep("by patient", lambda: in_order(_with_payer(lines, "patient_key")[0])[0])
        if by[0] == "patient_key"
        else None
    )
    if rows is None:
        rows = None if where is None else np.flatnonzero(where)
    elif where is not None:
        rows = rows[where[rows]]
    return Grouping(keys_of(lines, by, rows), lines.claim if rows is None else lines.claim[rows], rows)


def _exclusive(values: np.ndarray) -> np.ndarray:
    running = np.cumsum(values)
    return running - values


def _note(lines, g: Grouping) -> None:
    """Groups that reach over several claims: how their lines ended was asked."""
    runs = np.bincount(g.group[g.run_start])
    if len(g.run_start) > len(runs):
        lines.read[g.order[(runs > 1)[g.group]]] = True


def any_in_claim(lines, mask: np.ndarray) -> np.ndarray:
    """Is the mask true on any line of the same claim? Boolean per line; denied lines count, the mask says what is
    asked.
    """
    if not len(lines):
        return mask
    if not mask.any():
        return np.zeros(len(lines), bool)
    return np.logical_or.reduceat(mask, lines.claim_starts)[lines.claim]


def earlier(lines, by: tuple[str, ...], also_denied: bool = False) -> np.ndarray:
    """Was a line with the same `by` decided before this one, in an earlier claim or further up in the same claim?
    Boolean per line.

    `also_denied`: a denied line counts too, unless it was sent back as unprocessable (CARC 16), which asks for a new
    claim. Give the columns that differ most first: only lines that share the first three are compared on the rest.
    """
    coarse = grouping(lines, by[:3])
    size = np.diff(np.append(coarse.group_start, len(lines)))
    out = np.zeros(len(lines), bool)
    rows = np.sort(coarse.order[size[coarse.group] > 1]) if len(lines) else coarse.order
    if not len(rows):
        return out
    fine = Grouping(keys_of(lines, by, rows), lines.claim[rows], rows)
    now, finally_ = ~lines.denied[fine.order], ~lines.denied_finally[fine.order]
    if also_denied:
        now, finally_ = np.ones_like(now), ~lines.sent_back_finally[fine.order]
    _note(lines, fine)
    before, own = _exclusive(finally_.astype(np.int64)), _exclusive(now.astype(np.int64))
    out[fine.order] = (fine.before_run(before) - fine.before_group(before) + own - fine.before_run(own)) > 0
    return out


def total(lines, quantity: np.ndarray, by: tuple[str, ...], where: np.ndarray | None = None) -> np.ndarray:
    """The sum of `quantity` (int64) over the lines with the same `by`: the whole own claim, and earlier claims. The
    line itself counts even if it is denied already. `where` limits the rows that count and get an answer; the others
    get 0."""
    if by == ("claim_key",) and where is None and len(lines):
        kept = np.where(lines.denied, 0, quantity)
        return np.add.reduceat(kept, lines.claim_starts)[lines.claim] + quantity - kept
    g = _some(lines, by, where) if where is not None else grouping(lines, by)
    out = np.zeros(len(lines), np.int64)
    if not len(g.order):
        return out
    quantity, denied = quantity[g.order], lines.denied[g.order]
    now, finally_ = np.where(denied, 0, quantity), np.where(lines.denied_finally[g.order], 0, quantity)
    _note(lines, g)
    before = _exclusive(finally_)
    own = np.add.reduceat(now, g.run_start)[g.run]
    out[g.order] = own + g.before_run(before) - g.before_group(before) + np.where(denied, quantity, 0)
    return out


def pairs(lines, by: tuple[str, ...], where: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers (this, other) of two different lines with the same `by`: this one where `where`, the other one where
    `other`, standing, and of the same or an earlier claim."""
    nothing = np.zeros(0, np.int64)
    if not (where.any() and other.any()):
        return nothing, nothing
    coarse = (
        PATIENT_AND_DAY if set(PATIENT_AND_DAY) <= set(by) else by[:1]
    )  # one grouping serves many policies; the pairs are few
    g = grouping(lines, coarse)
    offered = np.append(0, np.cumsum(other[g.order]))
    run_end = np.append(g.run_start[1:], len(g.order))
    place = np.flatnonzero(where[g.order])
    low, high = offered[g.group_start[g.group[place]]], offered[run_end[g.run[place]]]
    candidates = g.order[np.flatnonzero(other[g.order])]
    this, that = np.repeat(g.order[place], high - low), candidates[ranges(low, high - low)]
    keep = this != that
    for name in by:
        keep &= True if name in coarse else _same(getattr(lines, name), this, that)
    this, that = this[keep], that[keep]
    same = lines.claim[this] == lines.claim[that]
    lines.read[that[~same]] = True
    stands = ~np.where(same, lines.denied[that], lines.denied_finally[that])
    return this[stands], that[stands]


def _same(column, this, that) -> np.ndarray:
    values = column.keys if isinstance(column, Coded) else column
    return values[this] == values[that]


def rank(lines, amount: np.ndarray, by: tuple[str, ...], where: np.ndarray) -> np.ndarray:
    """1 for the largest amount among the own claim's lines with the same `by`, 2 for the next ...; equal amounts in
    line order. Lines of earlier claims come first, whatever their amount. Only standing lines where `where` are ranked;
    the others get 0."""
    out = (where & ~lines.denied).astype(np.int64)
    rows = _in_company(lines, by, where)
    if not len(rows):
        return out
    keys = keys_of(lines, by, rows)
    order = np.lexsort((rows, -amount[rows], lines.claim[rows], keys))
    g = Grouping(keys[order], lines.claim[rows[order]], rows[order])
    _note(lines, g)
    now, before = ~lines.denied[g.order], _exclusive((~lines.denied_finally[g.order]).astype(np.int64))
    own = np.cumsum(now)
    place = own - g.before_run(own - now) + g.before_run(before) - g.before_group(before)
    out[g.order] = np.where(now, place, 0)
    return out


def _in_company(lines, by: tuple[str, ...], where: np.ndarray) -> np.ndarray:
    """Rows of the mask that share patient and day with another row of it: only those can have another rank than the
    first.
    """
    if not set(PATIENT_AND_DAY) <= set(by) or not where.any():
        return np.flatnonzero(where)
    g = grouping(lines, PATIENT_AND_DAY)
    here = where[g.order]
    several = np.bincount(g.group[here], minlength=len(g.group_start)) > 1
    return np.sort(g.order[here & several[g.group]])


def last(lines, mask, by: tuple[str, ...], where: np.ndarray) -> np.ndarray:
    """The date of the last service for which `mask` is true, on or before the line's own date, in an earlier claim or
    in the history that this payer knows of (prior_services). datetime64[D], NaT for none and for rows outside `where`.

    `mask` is a function of lines, since the history is asked too. `by` begins with patient_key and names columns of
    prior_services.
    """
    out = np.full(len(lines), np.iinfo(np.int64).min, np.int64)
    this, that = pairs(lines, by, where, mask(lines))
    dates = lines.service_date.astype(np.int64)
    keep = (lines.claim[this] != lines.claim[that]) & (dates[that] <= dates[this])
    np.maximum.at(out, this[keep], dates[that[keep]])
    this, then = past_pairs(lines, mask, by, where)
    keep = then <= dates[this]
    np.maximum.at(out, this[keep], then[keep])
    return out.astype("datetime64[D]")


def spend(
    lines,
    limit: np.ndarray,
    amount: np.ndarray,
    by: tuple[str, ...],
    counts: tuple[str, ...],
    where: np.ndarray | None = None,
) -> np.ndarray:
    """How much of `amount` (cents) each line takes from a limit shared by the lines with the same `by`, in the order of
    work, until the limit is used up. Amounts that earlier claims took count as they were finally decided (by the last
    guess, while households are decided again); `counts` names those adjustments, as ("PR-1",). `where`: lines outside
    it want nothing; give the same mask to several calls, and the lines are brought together once."""
    given = amount if lines.fixed is None else np.where(lines.fixed, lines.taken_finally(counts), amount)
    where = given > 0 if where is None else where if lines.fixed is None else where | lines.fixed
    last, g = lines.kept.get(("spending", by), (None, None))
    if last is not where:
        g = _some(lines, by, where)
        lines.kept["spending", by] = where, g
    out = np.zeros(len(lines), np.int64)
    basis = out
    if len(g.order):
        given, most = given[g.order], limit[g.order]
        before = _exclusive(given)
        if lines.guessed is None:
            before -= g.before_group(before)
        else:
            basis, known = np.zeros(len(lines), np.int64), lines.guessed(counts)[g.order]
            basis[g.order] = known
            running = _exclusive(known)
            before, most = (
                before - g.before_run(before),
                np.maximum(most - (g.before_run(running) - g.before_group(running)), 0),
            )
        out[g.order] = np.minimum(before + given, most) - np.minimum(before, most)
    lines.spent.append((counts, basis))
    return out
