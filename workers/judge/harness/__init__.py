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
from .tolerance import EXACT, Tolerance, tolerance

# What `check` receives; a name for signatures.
Outputs = dict

__all__ = [
    "BFLOAT16",
    "EXACT",
    "Case",
    "Comparison",
    "Expected",
    "Finding",
    "Outputs",
    "Tolerance",
    "as_float64",
    "batch_norm_reference",
    "batch_norm_scale_shift",
    "cast",
    "conv_reference",
    "counting",
    "different_sizes",
    "distinct",
    "dtype_name",
    "heavy_tailed",
    "integers",
    "normal",
    "tolerance",
    "unchecked",
    "uniform",
    "with_specials",
]
