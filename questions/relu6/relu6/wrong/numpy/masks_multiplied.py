

def relu6(x, upstream):
    inside = (x > 0) & (x < 6)
    return x * inside + x.dtype.type(6) * (x >= 6), upstream * inside
