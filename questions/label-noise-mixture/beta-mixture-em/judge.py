"""Cases and reference of beta-mixture-em: the stated algorithm in float64, densities as logarithms."""

import math

import numpy as np
from harness import Case, as_float64

CLIP = 1e-4
SMALLEST_VARIANCE = 1e-6


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        case("public_example", "m_step", np.array([0.1, 0.2, 0.2, 0.7, 0.9]), 1, visibility="public"),
        case("public_mixture", "iteration", mixture(rng, 16), 10, visibility="public"),
        case("public_refusal", "refusal", np.array([0.2, 1.5, 0.4]), 3, visibility="public", raises="ValueError"),
        case("no_steps", "e_step", mixture(rng, 40), 0),
        case("one_step", "m_step", mixture(rng, few(60, 70)), 1),
        case("two_steps", "iteration", mixture(rng, 50), 2),
        case("ten_steps", "iteration", mixture(rng, 300), 10),
        case("forty_steps", "iteration", mixture(rng, 200), 40),
        case("many_steps", "iteration", settling(rng), 300),
        case("crossed", "iteration", crossed(rng), 12),
        case("few_noisy", "iteration", mixture(rng, 250, noisy=0.1), 15),
        case("mostly_noisy", "iteration", mixture(rng, 250, noisy=0.8), 15),
        case("zeros_and_ones", "clipping", np.concatenate([mixture(rng, 60), [0, 0, 0, 0, 1, 1]]), 10),
        case("only_zeros_and_ones", "clipping", rng.permutation(np.repeat([0.0, 1.0], [9, 4])), 5),
        case("all_equal", "degenerate", np.full(7, float(rng.uniform(0.2, 0.8))), 3),
        case("one_sample", "degenerate", rng.uniform(0.1, 0.9, 1), 2),
        case("all_zero", "degenerate", np.zeros(5), 4),
        case("narrow_clusters", "narrow", narrow(rng), 20),
        case("far_from_both", "narrow", far_from_both(rng), 20),
        case("below_zero", "refusal", np.append(mixture(rng, 6), -0.01), 3, raises="ValueError"),
        case("barely_below_zero", "refusal", np.append(mixture(rng, 6), -1e-12), 3, raises="ValueError"),
        case("barely_above_one", "refusal", np.append(mixture(rng, 6), np.nextafter(1, 2)), 3, raises="ValueError"),
        case("above_one_and_no_steps", "refusal", np.append(mixture(rng, 6), 1.25), 0, raises="ValueError"),
        case("not_a_number", "refusal", np.append(mixture(rng, 6), np.nan), 3, raises="ValueError"),
        case("no_samples", "refusal", np.zeros(0), 3, raises="ValueError"),
        case("no_samples_and_no_steps", "refusal", np.zeros(0), 0, raises="ValueError"),
    ]


def case(name, concept, losses, steps, **more):
    return Case(name, concept, {"losses": losses}, {"steps": steps}, **more)


def mixture(rng, count, noisy=0.4):
    """Clean losses low and skewed, noisy ones high; mixed, so that no order tells them apart."""
    many = max(1, round(count * noisy))
    low = rng.beta(rng.uniform(1.5, 3), rng.uniform(8, 14), count - many)
    high = rng.beta(rng.uniform(5, 9), rng.uniform(2, 3.5), many)
    return rng.permutation(np.concatenate([low, high]))


def settling(rng):
    """Far enough apart that the steps become small long before the last one, and near enough that they still count."""
    return rng.permutation(np.concatenate([rng.beta(2, 11, 70), rng.beta(8, 2.5, 50)]))


def crossed(rng):
    """A tight cluster, and losses at both ends: here the component that began as the noisy one ends with the lower mean."""
    while True:
        losses = rng.permutation(np.concatenate([rng.beta(38, 120, 38), rng.beta(0.37, 1.69, 34)]))
        alpha, beta, _ = fit(losses, 12)
        clean, noisy = alpha / (alpha + beta)
        if clean > noisy + 0.02:
            return losses


def narrow(rng):
    """Two clusters so tight that alpha and beta reach some tens of thousands, and one without any variance."""
    low, high = rng.uniform(0.08, 0.12), rng.uniform(0.56, 0.6)
    return rng.permutation(np.concatenate([np.full(35, low), rng.normal(high, 0.002, 20)]))


def far_from_both(rng):
    """Thousands of samples in two tight clusters, and one between them whose density underflows in both."""
    low, high, between = rng.uniform((0.28, 0.78, 0.54), (0.32, 0.82, 0.56))
    clusters = [rng.normal(low, 0.002, 5000), rng.normal(high, 0.002, 3000)]
    return rng.permutation(np.concatenate([*clusters, [between]]))


def reference(case):
    alpha, beta, weight = fit(as_float64(case.inputs["losses"]), case.params["steps"])
    return {
        "alpha": alpha,
        "beta": beta,
        "weight": weight,
        "noisy": responsibilities(clipped(case), alpha, beta, weight)[1],
    }


def mistakes(case):
    """The whole answer as some wrong ideas give it."""
    ideas = {"noisy_and_clean_swapped": {"noisy": 1 - reference(case)["noisy"]}}
    if case.params["steps"] > 0:
        alpha, beta, weight = fit(as_float64(case.inputs["losses"]), case.params["steps"] - 1)
        ideas["one_step_too_few"] = {
            "alpha": alpha, "beta": beta, "weight": weight,
            "noisy": responsibilities(clipped(case), alpha, beta, weight)[1],
        }  # fmt: skip
        hard = fit(as_float64(case.inputs["losses"]), case.params["steps"], hard=True)
        if hard is not None:
            ideas["hard_assignment"] = dict(zip(("alpha", "beta", "weight"), hard, strict=True))
    return ideas


def clipped(case):
    return np.clip(as_float64(case.inputs["losses"]), CLIP, 1 - CLIP)


def fit(losses, steps, hard=False):
    """alpha, beta and weight after so many steps. `hard` is a wrong idea: shares of 0 and 1 only."""
    x = np.clip(losses, CLIP, 1 - CLIP)
    alpha, beta, weight = np.array([1.0, 2.0]), np.array([2.0, 1.0]), np.array([0.5, 0.5])
    for _ in range(steps):
        shares = responsibilities(x, alpha, beta, weight)
        if hard:
            shares = np.stack([shares[0] >= shares[1], shares[0] < shares[1]]).astype(float)
            if not shares.any(axis=1).all():
                return None  # a component without samples has no moments
        moved = [moments(x, share) for share in shares]
        alpha, beta = (np.array(values) for values in zip(*moved, strict=True))
        weight = shares.mean(axis=1)
    return alpha, beta, weight


def moments(x, share):
    """alpha and beta of the Beta distribution with the weighted mean and variance."""
    total = math.fsum(share)
    mean = math.fsum(share * x) / total
    variance = max(math.fsum(share * (x - mean) ** 2) / total, SMALLEST_VARIANCE)
    size = mean * (1 - mean) / variance - 1
    return mean * size, (1 - mean) * size


def responsibilities(x, alpha, beta, weight):
    """Shape (2, n); columns sum to 1."""
    with np.errstate(divide="ignore"):
        logs = np.stack([np.log(w) + log_density(x, a, b) for a, b, w in zip(alpha, beta, weight, strict=True)])
    shares = np.exp(logs - logs.max(axis=0))
    return shares / shares.sum(axis=0)


def log_density(x, a, b):
    return (a - 1) * np.log(x) + (b - 1) * np.log1p(-x) + math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
