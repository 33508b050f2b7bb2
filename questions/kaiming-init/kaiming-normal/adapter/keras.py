"""Makes the generator, calls the candidate, and notes what else happened."""

import random

import keras
import numpy as np
import tensorflow as tf


def run(entry, inputs, params):
    generator = keras.random.SeedGenerator(params["seed"])
    if "other_seed" in params:
        first, facts = drawn(entry, params, generator)
        following, _ = drawn(entry, params, generator)
        again, _ = drawn(entry, params, keras.random.SeedGenerator(params["seed"]))
        other, _ = drawn(entry, params, keras.random.SeedGenerator(params["other_seed"]))
        return {"weight": first, "again": again, "next": following, "other": other, "facts": facts}
    calls = [drawn(entry, params, generator) for _ in range(params["calls"])]
    if params["calls"] == 1:
        return {"weight": calls[0][0], "facts": calls[0][1]}
    facts = tf.reduce_min(tf.stack([facts for _, facts in calls]), axis=0)
    return {"weight": tf.stack([weight for weight, _ in calls]), "facts": facts}


def drawn(entry, params, generator):
    before = seeds()
    weight = entry(tuple(params["shape"]), params["a"], params["mode"], params["dtype"], generator)
    facts = [isinstance(weight, tf.Tensor), keras.config.floatx() == "float32", seeds() == before]
    return weight, tf.constant([int(fact) for fact in facts], dtype=tf.int64)


def seeds():
    """What keras.utils.set_random_seed would change, of Python and of NumPy."""
    return random.getstate()[1][:3], np.random.get_state()[1][:3].tolist()
