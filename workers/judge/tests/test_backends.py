"""A question that needs a backend is graded on it or not at all. Cells are faked here."""

import pytest
from fakes import FakePool, returned
from judge.cells import Outcome
from judge.errors import BackendMissing, QuestionBroken
from judge.grade import GradeDeps, GradeRequest, grade
from judge.prepared import what_is_missing
from judge.questions import QuestionBank, load_question
from judge.service import JudgeService
from test_frames import Sink, request


@pytest.fixture
def needing(question_folder):
    return offers(question_folder, "tfjs: { entry: double, needs_backend: native }")


def offers(folder, runtime):
    about = folder / "question.yaml"
    about.write_text(about.read_text().replace("limits:", f"  {runtime}\nlimits:"))
    return folder


def right(params, inputs):
    if b"refuse" in params:
        return Outcome("raised", message="ValueError: no", raised=("ValueError", "Exception"), wall_ms=1.0)
    return returned(output=2 * inputs["x"])


def deps_of(folder, pool):
    return GradeDeps(QuestionBank(folder.parents[1]), pool, {}, {"type": "cpu", "name": "test"})


def grade_on(backend, folder, runtime="tfjs"):
    pool = FakePool(right, backend=backend)
    asked = GradeRequest(
        "double-it", load_question(folder).revision, runtime, "grade", [("solution.ts", b"")], "ab" * 32
    )
    try:
        return grade(deps_of(folder, pool), asked)[0]["verdict"], pool
    except BackendMissing as fault:
        return fault, pool


def test_the_backend_that_is_needed_grades(needing):
    assert grade_on("native", needing)[0] == "accepted"


@pytest.mark.parametrize("backend", ["wasm", "cpu", "webgpu", None])
def test_any_other_is_our_fault_and_no_line_of_the_answer_runs(needing, backend):
    fault, pool = grade_on(backend, needing)
    assert isinstance(fault, BackendMissing) and fault.reason == "backend_missing"
    assert f"has {backend}" in str(fault) and "npx gradecheck setup --runtime tfjs" in str(fault)
    assert not pool.loads and not pool.runs and all(cell.closed for cell in pool.cells)


def test_where_none_is_needed_any_will_do(needing):
    assert grade_on("wasm", needing, "numpy")[0] == "accepted"


def test_the_grader_hears_of_it_as_a_fault(needing):
    sink = Sink()
    service = JudgeService(deps_of(needing, FakePool(right, backend="wasm")), sink, 1, on_exhausted=lambda: None)
    service.receive(request(question_revision=load_question(needing).revision, runtime="tfjs"))
    assert [(frame["event"], frame["reason"]) for frame in sink.wait_for(1)] == [("fault", "backend_missing")]


def test_the_authors_tools_say_what_is_missing(needing):
    spec = load_question(needing).runtime("tfjs")
    assert what_is_missing(FakePool(right, backend="native"), "double-it", spec) == ""
    assert "double-it is graded by the native backend" in what_is_missing(
        FakePool(right, backend="wasm"), "double-it", spec
    )


@pytest.mark.parametrize(
    "runtime", ["tfjs: { entry: double, needs_backend: nativ }", "pytorch: { entry: double, needs_backend: native }"]
)
def test_a_backend_that_no_machine_could_have_is_refused(question_folder, runtime):
    with pytest.raises(QuestionBroken, match="has no backend"):
        load_question(offers(question_folder, runtime))
