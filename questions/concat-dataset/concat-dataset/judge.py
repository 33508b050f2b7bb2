"""Cases and reference of concat-dataset: which item of which part an index means."""

import numpy as np
from harness import Case, Finding, unchecked

HUGE = 1_000_000_000


def cases(rng, runtime):
    some = lambda count, low=1, high=7: [int(size) for size in rng.integers(low, high, count)]  # noqa: E731
    shuffled = lambda sizes, low=0: [int(i) for i in rng.permutation(np.arange(low, sum(sizes)))]  # noqa: E731
    few, more = some(4), [*some(3), 5, *some(3)]
    gaps = [*some(2), 0, *some(2)]
    many = some(60, 0, 5)
    last = len_of(few) - 1
    return [
        case("public_example", "places", [3, 2], [0, 1, 2, 3, 4, -1, -5], visibility="public"),
        case("public_empty", "empty_parts", [0, 2, 0, 1], [0, 1, 2], visibility="public"),
        case("public_outside", "bounds", [2, 2], [4], visibility="public", raises="IndexError"),
        case("public_no_parts", "refusal", [], [], visibility="public", raises="ValueError"),
        case("every_index", "places", more, shuffled(more)),
        case("borders", "places", few, borders(few)),
        case("single_part", "places", [last + 1], shuffled([last + 1])),
        case("many_parts", "places", many, shuffled(many)),
        case("parts_of_one", "places", [1] * 9, shuffled([1] * 9)),
        case("empty_first", "empty_parts", [0, 0, *few], shuffled(few)),
        case("empty_between", "empty_parts", gaps, shuffled(gaps)),
        case("empties_in_a_row", "empty_parts", [few[0], 0, 0, 0, few[1]], shuffled(few[:2])),
        case("empty_last", "empty_parts", [*few, 0, 0], [*shuffled(few), -1]),
        case("all_empty", "empty_parts", [0, 0, 0], []),
        case("from_the_end", "negative", more, [i - sum(more) for i in shuffled(more)]),
        case("from_the_end_with_gaps", "negative", [*gaps, 0], [i - sum(gaps) for i in shuffled(gaps)]),
        case("just_outside", "bounds", few, [sum(few)], raises="IndexError"),
        case("far_outside", "bounds", few, [int(rng.integers(2, 9)) * sum(few) + 1], raises="IndexError"),
        case("below_the_start", "bounds", few, [-sum(few) - 1], raises="IndexError"),
        case("far_below_the_start", "bounds", few, [-2 * sum(few) - 1], raises="IndexError"),
        case("below_an_empty_start", "bounds", [0, *few], [-sum(few) - 1], raises="IndexError"),
        case("nothing_to_find", "bounds", [0, 0], [0], raises="IndexError"),
        case("nothing_from_the_end", "bounds", [0, 0], [-1], raises="IndexError"),
        case("loop_ends", "bounds", gaps, list(range(sum(gaps))), way="loop"),
        case("huge_parts", "lazy", [HUGE, few[0], HUGE], [HUGE - 1, HUGE, HUGE + few[0], 2 * HUGE, -1, 17, -HUGE - few[0]]),
        case("beyond_32_bits", "lazy", [HUGE, HUGE, few[0], HUGE], [2 * HUGE, 3 * HUGE, 2 * HUGE + few[0], -1, 23, -HUGE - 1]),
        case("twice_asked", "lazy", few, [last, 0, last, 0, -1]),
        case("numpy_indices", "usable", few, [*shuffled(few), -1, -sum(few)], way="int64"),
        case("narrow_numpy_indices", "usable", few, [*shuffled(few), -1, -sum(few)], way="int32"),
        case("unsigned_numpy_indices", "usable", few, shuffled(few), way="uint8"),
        case("parts_with_an_iterator", "usable", few, shuffled(few), iterators=True),
        case("through_a_loader", "usable", gaps, shuffled(gaps), way="loader"),
        case("nested", "usable", more, [*shuffled(more), -1], nested=[3, 5]),
        case("same_part_twice", "usable", few, shuffled([*few, few[1], few[0]]), order=[0, 1, 2, 3, 1, 0]),
        case("list_changed_later", "usable", few, shuffled(few), list_changes=True),
        case("two_instances", "usable", few, shuffled(few), another=True),
        case("stream_among_them", "refusal", [few[0], "stream", few[1]], [0], raises="TypeError"),
        case("only_a_stream", "refusal", ["stream"], [0], raises="TypeError"),
    ]  # fmt: skip


def case(name, concept, sizes, indices, *, order=None, way="index", nested=None, list_changes=False, another=False, iterators=False, **more):
    params = {"sizes": sizes, "order": list(range(len(sizes))) if order is None else order, "indices": indices, "way": way,
              "nested": nested or [], "list_changes": list_changes, "another": another, "iterators": iterators}  # fmt: skip
    return Case(name, concept, {}, params, **more)


def len_of(sizes):
    return sum(sizes)


def borders(sizes):
    ends = np.cumsum(sizes)
    return [int(i) for i in np.unique(np.concatenate([ends - sizes, ends - 1]))]


def located(sizes, index):
    """(part, place) of an index, by walking along the parts."""
    index = index + sum(sizes) if index < 0 else index
    for part, size in enumerate(sizes):
        if index < size:
            return part, index
        index -= size
    raise IndexError(index)


def reference(case):
    p = case.params
    sizes = [p["sizes"][number] for number in p["order"]]
    items = [(p["order"][part], place) for part, place in (located(sizes, index) for index in p["indices"])]
    return {
        "length": np.array([sum(sizes)], dtype=np.int64),
        "items": np.array(items, dtype=np.int64).reshape(-1, 2),
        "reads": np.array([len(items)], dtype=np.int64),
        "is_dataset": unchecked((1,), "int64"),
    }


def check(case, outputs):
    yield Finding("is_dataset", outputs["is_dataset"][0] == 1, mistake="structure", concept="usable",
                  message="ConcatDataset is not derived from torch.utils.data.Dataset.")  # fmt: skip
