"""Cases and checks of dca-fit. Signs are free, so no matrix is compared with a stored one: the judge computes from what
came back whether it does what is asked, by 5 properties that together fix it up to the sign of each pair of columns."""

import numpy as np
from harness import Case, Comparison, unchecked

NEGLIGIBLE = 1e-6
OWN_CONCEPTS = ("scatter", "cross", "span")


def cases(rng, runtime):
    few = lambda *choices: int(rng.choice(choices))  # noqa: E731
    return [
        example_case(),
        drawn(rng, "public_three_classes", "scatter", (40, 5, 4), 3, visibility="public"),
        drawn(rng, "public_refusal", "refusal", (12, 3, 2), 1, visibility="public", raises="ValueError"),
        drawn(rng, "three_classes", "scatter", (few(41, 47), few(6, 7), 5), 3),
        drawn(rng, "five_classes", "cross", (70, 8, 6), 5, opposed=True),
        drawn(rng, "same_width", "span", (50, 6, 6), 4),
        drawn(rng, "two_classes", "classes", (30, 4, 3), 2),
        drawn(rng, "unbalanced", "classes", (60, 5, 4), 4, shares=(0.6, 0.25, 0.1, 0.05)),
        drawn(rng, "odd_labels", "classes", (45, 5, 4), 3, names=rng.permutation([-7, 12, 1000])),
        drawn(rng, "far_from_the_origin", "centred", (45, 5, 4), 3, offset=100.0),
        drawn(rng, "few_features_in_x", "rank", (80, 2, 6), 5),
        drawn(rng, "single_feature_in_x", "rank", (50, 1, 5), 4),
        drawn(rng, "few_features_in_y", "rank", (80, 7, 1), 4),
        drawn(rng, "classes_on_a_line", "rank", (60, 6, 5), 4, line=0.0),
        drawn(rng, "classes_on_a_line_in_y", "rank", (60, 5, 6), 4, line_y=0.0),
        drawn(rng, "almost_on_a_line", "rank", (60, 6, 5), 4, line=1e-4),
        drawn(rng, "weak_direction", "rank", (60, 6, 5), 4, line=5e-3, weakest=5e-5),
        drawn(rng, "small_units", "rank", (50, 5, 4), 3, unit=1e-9),
        drawn(rng, "large_units", "rank", (50, 5, 4), 3, unit=1e7),
        drawn(rng, "more_features_than_samples", "degenerate", (24, 60, 40), 4),
        drawn(rng, "constant_feature", "degenerate", (40, 5, 4), 3, constant=True),
        drawn(rng, "repeated_feature", "degenerate", (40, 5, 4), 3, repeated=True),
        drawn(rng, "one_class", "refusal", (20, 4, 3), 1, raises="ValueError"),
        drawn(rng, "lengths_differ", "refusal", (20, 4, 3), 3, shorter="y", raises="ValueError"),
        drawn(rng, "x_is_shorter", "refusal", (20, 4, 3), 3, shorter="x", raises="ValueError"),
        drawn(rng, "labels_are_shorter", "refusal", (20, 4, 3), 3, shorter="labels", raises="ValueError"),
        Case("no_samples", "refusal", {"x": np.zeros((0, 4)), "y": np.zeros((0, 3)), "labels": np.zeros(0, dtype=np.int64)},
             raises="ValueError"),
    ]


def drawn(rng, name, concept, sizes, classes, *, shares=None, names=None, offset=0.0, line=None, line_y=None, unit=1.0,
          constant=False, repeated=False, shorter=None, weakest=1.0, opposed=False, **more):  # fmt: skip
    """Two views of the same samples. Drawn again until no two roles are nearly equal: see `is_clear`. `weakest` is an upper bound of the smallest share of x that is
    kept; `opposed` asks for a pair of columns whose largest entries differ in sign."""
    while True:
        count, width_x, width_y = sizes
        which = members(rng, count, classes, shares)
        latent = rng.normal(size=(count, 3))
        x, y = (view(rng, latent, which, width, classes) for width in (width_x, width_y))
        if line is not None:
            x = flattened(rng, x, which, line)
        if line_y is not None:
            y = flattened(rng, y, which, line_y)
        if constant:
            x[:, rng.integers(width_x)] = 3.0
        if repeated:
            first, second = rng.permutation(width_x)[:2]
            x[:, second] = x[:, first]
        x, y = unit * x + offset, y - offset
        labels = (np.arange(classes) * 2 + 1 if names is None else names)[which]
        inputs = {"x": x, "y": y, "labels": labels.astype(np.int64)}
        if shorter:
            inputs[shorter] = inputs[shorter][:-1]
        if more.get("raises") or is_clear(inputs) and smallest_share(inputs) < weakest and (not opposed or has_opposed(inputs)):
            return Case(name, concept, inputs, **more)


def members(rng, count, classes, shares):
    """Class of each sample, in random order; every class has at least 2 members, and no two are equally many."""
    shares = np.arange(2, classes + 2) if shares is None else np.array(shares)
    sizes = np.maximum(2, np.floor(count * shares / shares.sum()).astype(int))
    sizes[-1] += count - sizes.sum()
    return rng.permutation(np.repeat(np.arange(classes), sizes))


def view(rng, latent, which, width, classes):
    means = rng.normal(scale=2.0, size=(classes, width))
    return means[which] + latent @ rng.normal(size=(3, width)) + rng.normal(size=(len(which), width))


def flattened(rng, x, which, rest):
    """Class means moved towards a line; `rest` is the share of their distance from it that is kept."""
    classes = np.unique(which)
    means = np.stack([x[which == c].mean(axis=0) for c in classes])
    along = rng.normal(size=x.shape[1])
    along /= np.linalg.norm(along)
    centre = x.mean(axis=0)
    wanted = centre + np.outer((means - centre) @ along, along)
    return x + ((wanted - means) * (1 - rest))[which]


def example_case():
    """Small enough to follow by hand: the means of two classes, one direction in each view."""
    inputs = {
        "x": np.array([[0.0, 1], [2, 1], [4, 3], [6, 3]]),
        "y": np.array([[0.0], [1], [3], [4]]),
        "labels": np.array([4, 4, 9, 9]),
    }
    return Case("public_example", "scatter", inputs, visibility="public")


class Analysis:
    """Everything that is known of one case, by eigenvectors of the scatter matrices themselves."""

    def __init__(self, inputs):
        labels = inputs["labels"]
        self.x, self.y = (view - view.mean(axis=0) for view in (inputs["x"], inputs["y"]))
        self.scatter_x, self.scatter_y = between(self.x, labels), between(self.y, labels)
        self.values_x, vectors_x = kept(self.scatter_x)
        self.values_y, vectors_y = kept(self.scatter_y)
        self.rank = min(len(self.values_x), len(self.values_y))
        self.basis_x, self.basis_y = vectors_x[:, : self.rank], vectors_y[:, : self.rank]
        white_x = self.x @ self.basis_x / np.sqrt(self.values_x[: self.rank])
        white_y = self.y @ self.basis_y / np.sqrt(self.values_y[: self.rank])
        left, self.correlations, right = np.linalg.svd(white_x.T @ white_y)
        # Up to the lengths of the columns.
        self.a_x = self.basis_x / np.sqrt(self.values_x[: self.rank]) @ left
        self.a_y = self.basis_y / np.sqrt(self.values_y[: self.rank]) @ right.T


def between(centred, labels):
    scatter = np.zeros((centred.shape[1],) * 2)
    for label in np.unique(labels):
        mean = centred[labels == label].mean(axis=0)
        scatter += np.count_nonzero(labels == label) * np.outer(mean, mean)
    return scatter


def kept(scatter):
    """Eigenvalues that are not negligible, largest first, and their vectors."""
    values, vectors = np.linalg.eigh(scatter)
    values, vectors = values[::-1], vectors[:, ::-1]
    count = int((values > NEGLIGIBLE * values[0]).sum())
    return values[:count], vectors[:, :count]


def is_clear(inputs):
    """No eigenvalue near the bound or near its neighbour where one is kept and the other is not; no singular value
    near 0. What is left over must not hang on rounding."""
    found = Analysis(inputs)
    for scatter in (found.scatter_x, found.scatter_y):
        values = np.linalg.eigvalsh(scatter)[::-1]
        relative = values / values[0]
        if ((relative > NEGLIGIBLE / 10) & (relative < NEGLIGIBLE * 10)).any():
            return False
        if found.rank < len(values) and values[found.rank - 1] < 1.5 * values[found.rank]:
            return False
    return found.correlations[-1] > 0.02 * found.correlations[0]


def smallest_share(inputs):
    """Smallest eigenvalue of x that counts, as a share of the largest."""
    values = Analysis(inputs).values_x
    return 0 if len(values) == 1 else values[-1] / values[0]


def has_opposed(inputs):
    """Whether making the largest entry of each column positive, on each side by itself, would break up a pair."""
    found = Analysis(inputs)
    signs = [np.sign(a[np.abs(a).argmax(axis=0), np.arange(found.rank)]) for a in (found.a_x, found.a_y)]
    return bool((signs[0] != signs[1]).any())


def reference(case):
    found = Analysis(case.inputs)
    return {
        "a_x": unchecked((case.inputs["x"].shape[1], found.rank), "float64"),
        "a_y": unchecked((case.inputs["y"].shape[1], found.rank), "float64"),
    }


def check(case, outputs):
    """Each property is scaled so that 1 is its natural size; then one bound serves all."""
    found = Analysis(case.inputs)
    a_x, a_y = outputs["a_x"], outputs["a_y"]
    scale = np.sqrt(found.correlations)
    one = np.eye(found.rank)
    own = case.concept in OWN_CONCEPTS

    def compare(name, expected, returned, concept):
        return Comparison(name, expected, returned, concept=concept if own else case.concept)

    return [
        compare("scatter_x", one, a_x.T @ found.scatter_x @ a_x * np.outer(scale, scale), "scatter"),
        compare("scatter_y", one, a_y.T @ found.scatter_y @ a_y * np.outer(scale, scale), "scatter"),
        compare("cross", one, (found.x @ a_x).T @ (found.y @ a_y), "cross"),
        compare("span_x", *inside(a_x, found.basis_x), "span"),
        compare("span_y", *inside(a_y, found.basis_y), "span"),
    ]


def inside(matrix, basis):
    """(columns of length 1 projected onto the basis, the columns themselves): equal when they lie within."""
    with np.errstate(all="ignore"):
        unit = matrix / np.linalg.norm(matrix, axis=0)
    return np.nan_to_num(basis @ (basis.T @ unit)), unit
