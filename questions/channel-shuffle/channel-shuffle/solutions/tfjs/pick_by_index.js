const tf = require('@tensorflow/tfjs');

function channelShuffle(x, groups) {
  const channels = x.shape[3];
  const perGroup = channels / groups;
  if (!(groups >= 1 && Number.isInteger(perGroup))) throw new RangeError('groups must divide the channels');
  const source = Int32Array.from({ length: channels }, (_, to) => (to % groups) * perGroup + Math.floor(to / groups));
  return tf.gather(x, tf.tensor1d(source, 'int32'), 3);
}

module.exports = { channelShuffle };
