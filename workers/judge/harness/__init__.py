"""Everything a question's judge.py may use, in one import.

A question's ``judge.py`` is trusted code: it runs in the judge, never beside a candidate's code. It defines

``cases(rng, runtime) -> list[Case]``
    Called with a generator from a fixed seed, of which the ``visibility="public"`` cases are kept, and with one from
    the attempt's secret seed, of which the hidden ones are kept. Draw everything from ``rng`` and nothing from
    anywhere else. ``runtime`` is ``"pytorch"``, ``"numpy"``, …: the same mathematics in another layout belongs in one
    file.

``reference(case) -> dict[str, ndarray | Expected]``
    Name of output -> right values, computed in float64 from ``case.inputs`` (through ``as_float64``). The names must be
    exactly those that the adapter returns; the default adapter returns ``"output"``. A float64 reference is expected
    back in the dtype of the case's first floating input (or ``case.output_dtypes[name]``); an integer or bool
    reference in its own dtype and exactly. ``Expected`` says more: another dtype, its own tolerance;
    ``unchecked(shape, dtype)`` checks the outside only and leaves the values to ``check``. Not called for cases with
    ``raises``.

``check(case, outputs) -> iterable of Comparison and Finding``                                             (optional)
    Further tests on returned tensors, made by the judge. Called once names, shapes and dtypes are right; values may
    still be anything, NaN and infinities included. ``outputs`` is name -> array as returned. Never trust a number that
    the adapter claims to have measured where the judge can compute it from tensors.

``mistakes(case) -> dict[str, dict[str, ndarray]]``                                                      (optional)
    Class of mistake -> the outputs that this wrong idea gives. When an answer is wrong and within tolerance of one of
    these, its mistake is named so instead of ``value``. Computed only for wrong answers.

A *case* is judged in this order: number and names of outputs, shape, dtype, positions of NaN, +inf and -inf, values
``|returned - expected| <= atol + rtol * |expected|``; then ``check``; then that the inputs are unchanged.

Checks that only deep learning needs are there ready-made. The left column is for the adapter (``from _shared import
probes``, in Python runtimes), the right one for ``judge.py``; ``workers/runtimes/_shared/probes.py`` and ``probes.py``
here say more::

    input unchanged                always checked, in every case; nothing to do
    same input twice               Case(…, repeat=True)
    batch of one, and empty        batch_sizes(shape) gives the shapes
    memory layout                  probes.laid_out(x, layout)          a case for each of LAYOUTS
    gradient                       probes.with_gradient(call, x, up)   expected "gradient": a formula, or
                                                                       finite_differences(function, inputs, up, "x")
    fresh storage                  probes.spoilt_after(call, x)        nothing: the values are wrong if it is an alias
    same buffer, new values        probes.refilled(call, x, other)     expected: both results
    determinism under a seed       probes.seeded(call, seed, other)    deterministic(outputs)
    generator untouched            probes.draws_around(call, seed)     generator_untouched(outputs)
    train, eval, grad mode         probes.modes_around(call, module)   modes_restored(outputs)
    call counts                    probes.Recorder(thing)              count_is(…), at_most(…)
    complexity                     counts at two sizes                 grows_like(…)
    peak memory                    probes.peak_bytes(call)             at_most(…, mistake="peak_memory"), grows_like(…)

Outputs that such a probe adds belong to ``reference`` too: ``DRAWS``, ``MODES`` and ``COUNT`` for those of that name, and
``unchecked(shape, dtype)`` for results that only ``check`` compares (``first``, ``again``, ``other``).

An *adapter* (``adapter/<runtime>.py``) runs beside the candidate's code and is sent to the cell as source. It sees no
more than the case's params and inputs and decides nothing::

    def run(entry, inputs, params):            # candidate's function, name -> tensor, dict
        return {"output": entry(inputs["x"], params["groups"])}

Without an adapter: ``{"output": entry(*inputs.values(), **params)}``. An array or tensor of any memory layout may be
returned; inputs arrive contiguous, so build other layouts in the adapter, by a param.
"""

from .batch_norm import batch_norm_reference, batch_norm_scale_shift
from .case import Case
from .convolution import conv_reference
from .draw import counting, different_sizes, distinct, heavy_tailed, integers, normal, uniform, with_specials
from .dtypes import BFLOAT16, as_float64, cast, dtype_name
from .expected import Comparison, Expected, Finding, unchecked
from .probes import (
    COUNT,
    DRAWS,
    LAYOUTS,
    MODES,
    at_most,
    batch_sizes,
    count_is,
    deterministic,
    finite_differences,
    generator_untouched,
    grows_like,
    modes_restored,
    same,
)
from .tolerance import EXACT, Tolerance, tolerance

# What `check` receives; a name for signatures.
Outputs = dict

__all__ = [
    "BFLOAT16",
    "COUNT",
    "DRAWS",
    "EXACT",
    "LAYOUTS",
    "MODES",
    "Case",
    "Comparison",
    "Expected",
    "Finding",
    "Outputs",
    "Tolerance",
    "as_float64",
    "at_most",
    "batch_norm_reference",
    "batch_norm_scale_shift",
    "batch_sizes",
    "cast",
    "conv_reference",
    "count_is",
    "counting",
    "deterministic",
    "different_sizes",
    "distinct",
    "dtype_name",
    "finite_differences",
    "generator_untouched",
    "grows_like",
    "heavy_tailed",
    "integers",
    "modes_restored",
    "normal",
    "same",
    "tolerance",
    "unchecked",
    "uniform",
    "with_specials",
]
