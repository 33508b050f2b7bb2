"""A right answer that gathers, on machines with different backends: accepted where its gradient exists, nobody's mistake elsewhere."""

import json
import os
import shutil

import pytest
from conftest import BUILD, REPOSITORY
from judge.devices import processor
from judge.errors import BackendMissing
from judge.grade import GradeDeps, GradeRequest, grade
from judge.questions import QuestionBank, load_question
from judge.start import open_pool

FOLDER = REPOSITORY / "questions" / "masked-select" / "masked-loss"
GATHERS = (FOLDER / "solutions" / "tfjs" / "gathered.ts").read_bytes()


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """builds(backend) -> folder of the cells' programs, as set-up leaves them on a machine where this backend was found."""
    file = BUILD / "tfjs" / "manifest.json"
    if not file.is_file():
        pytest.skip("TensorFlow.js is not prepared on this machine: run `npx gradecheck setup --runtime tfjs`")
    manifest = json.loads(file.read_text())

    def build(backend):
        if backend == "native" and manifest["backend"] != "native":
            pytest.skip(f"the native backend was not to be had on this machine: {manifest.get('whyNotNative')}")
        folder = tmp_path_factory.mktemp(backend) / "build"
        shutil.copytree(BUILD, folder, copy_function=hard_link)
        (folder / "tfjs" / "manifest-webgpu.json").unlink(missing_ok=True)
        (folder / "tfjs" / "manifest.json").unlink()
        readable = [str(folder / "tfjs"), *manifest["readable"][1:]]
        there = manifest | {"backend": backend, "version": f"4.22.0 ({backend})", "readable": readable}
        (folder / "tfjs" / "manifest.json").write_text(json.dumps(there))
        return folder

    return build


def hard_link(source, target):
    """Hundreds of MiB of libraries: copied only where a link cannot be made."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def graded(build):
    pool = open_pool(["tfjs"], build, 1)
    try:
        versions = {one["name"]: one["version"] for one in pool.runtime_versions()}
        deps = GradeDeps(QuestionBank(REPOSITORY / "questions"), pool, versions, processor().described())
        asked = GradeRequest(
            "masked-loss", load_question(FOLDER).revision, "tfjs", "grade", [("solution.ts", GATHERS)], "11" * 32
        )
        return grade(deps, asked)[0]
    finally:
        pool.close()


def test_where_the_native_kernels_are_it_is_accepted(builds):
    report = graded(builds("native"))
    assert (report["verdict"], report["runtime"]["version"]) == ("accepted", "4.22.0 (native)"), report


def test_where_they_are_not_it_is_our_fault(builds):
    with pytest.raises(
        BackendMissing, match="masked-loss is graded by the native backend of tfjs, and this machine has wasm"
    ):
        graded(builds("wasm"))
