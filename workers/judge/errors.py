"""What can go wrong on our side. None of these is ever the candidate's fault."""

from __future__ import annotations


class JudgeFault(Exception):
    """We broke. `reason` is a stable word for the grader's retry rules, the message is for the log."""

    reason = "judge_fault"

    def __init__(self, detail: str, reason: str | None = None) -> None:
        super().__init__(detail)
        if reason is not None:
            self.reason = reason


class QuestionBroken(JudgeFault):
    """A question's own files contradict themselves or raise."""

    reason = "question_broken"


class QuestionUnknown(JudgeFault):
    reason = "question_unknown"


class RevisionUnknown(JudgeFault):
    """The answer was given to another text of the question than the one on this machine."""

    reason = "revision_unknown"


class BackendMissing(JudgeFault):
    """The question may be answered with what this machine's backend of the runtime cannot do."""

    reason = "backend_missing"


def backend_missing(question: str, runtime: str, needed: str, has: str | None) -> str:
    return (
        f"{question} is graded by the {needed} backend of {runtime}, and this machine has {has}. Run `npx gradecheck "
        f"setup --runtime {runtime}` here, which says what {needed} is missing, or start a worker on a machine that has it."
    )


class RuntimeUnknown(JudgeFault):
    reason = "runtime_unknown"
