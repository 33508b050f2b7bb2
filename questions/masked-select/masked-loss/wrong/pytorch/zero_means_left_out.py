

def masked_loss(prediction, target, mask):
    inside = (prediction * mask) != 0
    difference = prediction[inside] - target[inside]
    return (difference**2).sum() / max(1, len(difference))
