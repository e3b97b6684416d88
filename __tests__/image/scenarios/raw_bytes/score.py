import json

from azureml.contrib.services.aml_request import AMLRequest, rawhttp
from azureml.contrib.services.aml_response import AMLResponse


def init():
    pass


@rawhttp
def run(request: AMLRequest):
    if request.method == "GET":
        return AMLResponse(json.dumps(request.args.to_dict(flat=False)), 200, {"Content-Type": "application/json"})
    if request.files:
        return {name: len(file.read()) for name, file in request.files.items()}
    status = int(request.args.get("status", "200"))
    response = AMLResponse(request.get_data(), status, {"Content-Type": request.content_type or "none", "X-Many": "a,b"})
    response.set_cookie("session", "1", httponly=True)
    return response
