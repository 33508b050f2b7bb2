

def masked_loss(prediction, target, mask):
    squares = (prediction - target) ** 2 * mask
    return squares.sum() / mask.expand_as(squares).sum().clamp(min=1)
