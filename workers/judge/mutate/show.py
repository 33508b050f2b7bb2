"""A question's mutation score for people: a table by operator, then every survivor with the line that was changed."""

from __future__ import annotations

from .quality import Quality, Tally
from .run_mutants import Result

CONTEXT = 34


def show_quality(question_id: str, quality: Quality, floor: float, seconds: float) -> str:
    lines = [question_id, f"  {'operator':<20}{'made':>7}{'killed':>8}{'equal':>7}{'alive':>7}"]
    for name, tally in sorted(quality.by_operator.items()):
        lines.append(_row(name.replace("_", " "), tally))
    for name, tally in sorted(quality.by_runtime.items()):
        mark = "" if tally.score >= floor else f"   below {floor:.2f}"
        lines.append(f"{_row(name, tally)}   score {tally.score:.3f}{mark}")
    for title, found in (("NOT EXPLAINED", quality.unexplained), ("let through, see mutants.yaml", quality.explained)):
        for solution, result in found:
            lines += _survivor(title, solution, result)
    if quality.unexplained:
        lines.append(
            "  Add a case that catches each, or write its key and the reason into mutants.yaml of the question."
        )
    lines += [f"  STALE in mutants.yaml: {one}. Drop the line." for one in quality.stale]
    lines += [f"  unused in mutants.yaml: {one}. Drop the line." for one in quality.unused]
    for runtime in quality.left_out:
        lines.append(
            f"  NOT RUN: {runtime}. Run `npx gradecheck setup --runtime {runtime}`; quality.json stays as it was."
        )
    alive = f"{quality.whole.surviving} alive, {len(quality.unexplained)} of them unexplained"
    lines.append(f"  {'ok  ' if quality.good else 'FAIL'} score {quality.whole.score:.3f}, {alive} [{seconds:.0f} s]")
    return "\n".join(lines)


def _row(name: str, tally: Tally) -> str:
    return f"  {name:<20}{tally.generated:>7}{tally.killed:>8}{tally.equivalent:>7}{tally.surviving:>7}"


def _survivor(title: str, solution: str, result: Result) -> list[str]:
    mutant = result.mutant
    before, after = difference(mutant.before, mutant.after)
    where = f"{solution}:{mutant.line}" if mutant.line else solution
    return [f"  {title}  {where}  {mutant.key}", f"    - {before}", f"    + {after}"]


def difference(before: str, after: str) -> tuple[str, str]:
    """Two long lines cut to what differs, with some of what stands around it."""
    before, after = before.replace("\n", " "), after.replace("\n", " ")
    start = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return _window(before, start, end), _window(after, start, end)


def _window(text: str, start: int, end: int) -> str:
    first, last = max(0, start - CONTEXT), min(len(text), len(text) - end + CONTEXT)
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
