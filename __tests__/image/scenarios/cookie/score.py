import json

from azureml_inference_server_http.api.aml_response import AMLResponse


def init():
    pass


def run(data):
    wanted = json.loads(data)
    response = AMLResponse("hi", 200)
    if "header" in wanted:
        response.headers["Set-Cookie"] = wanted["header"]
    else:
        response.set_cookie("a", "1", path="/p", **wanted)
    return response
