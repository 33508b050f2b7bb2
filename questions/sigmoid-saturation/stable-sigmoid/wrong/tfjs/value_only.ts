import * as tf from '@tensorflow/tfjs';

export const sigmoid = (x: tf.Tensor): tf.Tensor => tf.sigmoid(x);
