def init():
    pass


def run(data, request_headers):
    return {name.lower(): value for name, value in request_headers.items()}
