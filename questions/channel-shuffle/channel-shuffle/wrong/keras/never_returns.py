def channel_shuffle(x, groups):
    while True:
        pass
