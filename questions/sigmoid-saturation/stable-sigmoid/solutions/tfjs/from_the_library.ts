import * as tf from '@tensorflow/tfjs';

export const sigmoid = (x: tf.Tensor): tf.Tensor[] => tf.tidy(() => [tf.sigmoid(x), tf.mul(tf.sigmoid(x), tf.sigmoid(tf.neg(x)))]);
