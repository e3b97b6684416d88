"""HTTP: /score as on an Azure ML endpoint, and /swagger.json."""

import azure.functions as func

from .. import wsgi
from ..scoring import Scoring
from ..settings import Settings, SettingsError

AUTH_LEVEL = "ML_TRIGGER_AUTH_LEVEL"
METHODS = "ML_TRIGGER_METHODS"


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the functions ``score`` and ``swagger``."""
    try:
        auth_level = func.AuthLevel[settings.values.get(AUTH_LEVEL, "function").upper()]
        methods = [
            func.HttpMethod[name] for name in settings.values.get(METHODS, "GET,POST,OPTIONS").upper().split(",")
        ]
    except KeyError as error:
        raise SettingsError(f"The app settings {AUTH_LEVEL} and {METHODS} do not allow {error}.") from error

    @app.function_name("score")
    @app.route("score", methods=methods, auth_level=auth_level)
    def score(req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
        return _pass_on(scoring, "/score", req, context)

    @app.function_name("swagger")
    @app.route("swagger.json", methods=["GET"], auth_level=auth_level)
    def swagger(req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
        return _pass_on(scoring, "/swagger.json", req, context)


def _pass_on(scoring: Scoring, path: str, req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
    answer = scoring.answer(wsgi.Request(req.get_body(), req.headers, path, req.method, req.url), context)
    response = func.HttpResponse(answer.body, status_code=answer.status)
    for name, value in answer.headers:
        # The host takes one value a name, save for cookies.
        if name in response.headers and name.lower() != "set-cookie":
            response.headers[name] += f", {value}"
        else:
            response.headers.add_header(name, value)
    return response
