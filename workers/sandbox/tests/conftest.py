"""The compiled helper, for tests that use it without judge or zygote."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

SANDBOX = Path(__file__).resolve().parents[1]


SANITIZED = "-fsanitize=address,undefined -fno-sanitize-recover=all -g"


@pytest.fixture(scope="session", params=["plain", "sanitized"])
def helper(request, tmp_path_factory) -> Iterator[Path]:
    """A fresh build, so that the sources are what is tested: as it is used, and once more with AddressSanitizer and
    UndefinedBehaviorSanitizer, where every memory error and undefined step ends the helper with a report."""
    build = tmp_path_factory.mktemp("build")
    strict = "-Werror"
    if request.param == "sanitized":
        if not compiles(SANITIZED, build):
            pytest.skip("SKIPPED ALOUD: this compiler has no AddressSanitizer; gcc and clang packages hold it")
        strict = f"-Werror {SANITIZED}"
        # Looking for leaks takes ptrace, and the waiter only waits and ends.
        os.environ["ASAN_OPTIONS"] = "detect_leaks=0"
    made = subprocess.run(
        ["make", "-C", str(SANDBOX), f"BUILD={build}", f"STRICT={strict}", "all", f"{build}/node-zygote.so"], capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    build.chmod(0o755)
    yield build
    os.environ.pop("ASAN_OPTIONS", None)


def compiles(flags: str, folder: Path) -> bool:
    """Whether a program with these flags is made and runs."""
    source, program = folder / "probe.c", folder / "probe"
    source.write_text("int main(void) { return 0; }\n")
    made = subprocess.run([os.environ.get("CC", "cc"), *flags.split(), "-o", str(program), str(source)], capture_output=True)
    return made.returncode == 0 and subprocess.run([str(program)]).returncode == 0
