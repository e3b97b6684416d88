def init()
    pass
