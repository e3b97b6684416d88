from azureml.contrib.services.aml_request import rawhttp


def init():
    pass


@rawhttp
def run(request):
    return {
        "query": request.query_string.decode(),
        "headers": {name.lower(): value for name, value in request.headers.items()},
    }
