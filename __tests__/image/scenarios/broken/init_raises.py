def init():
    raise FileNotFoundError("model.joblib is not there")


def run(data):
    return data
