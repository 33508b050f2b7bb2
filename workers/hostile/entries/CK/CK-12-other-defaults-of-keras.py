# id: CK-12
# attack: leaves Keras' float type, data format and seed changed
# runs: keras
# expect: judged
# layer: judge apart
import keras
import tensorflow as tf


def act(x):
    keras.config.set_floatx("float64")
    keras.config.set_image_data_format("channels_first")
    keras.mixed_precision.set_global_policy("mixed_bfloat16")
    keras.utils.set_random_seed(0)
    tf.config.run_functions_eagerly(True)
