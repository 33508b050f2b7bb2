

def masked_loss(prediction, target, mask):
    difference = prediction[mask] - target[mask]
    return (difference**2).sum() / max(1, len(difference))
