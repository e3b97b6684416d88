run = 1


def init():
    pass
