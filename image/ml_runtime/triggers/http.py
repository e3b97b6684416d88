"""HTTP: /score as on an Azure ML endpoint, and /swagger.json."""

import azure.functions as func

from .. import wsgi
from ..scoring import Scoring
from ..settings import Settings

AUTH_LEVEL = "ML_TRIGGER_AUTH_LEVEL"
METHODS = "ML_TRIGGER_METHODS"

_AUTH_LEVELS = ("anonymous", "function", "admin")
_METHODS = ("GET", "POST", "OPTIONS", "HEAD", "PUT", "PATCH", "DELETE")


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the functions ``score`` and ``swagger``."""
    (level,) = settings.choice(AUTH_LEVEL, _AUTH_LEVELS, default="function")
    methods = settings.choice(METHODS, _METHODS, default="GET,POST,OPTIONS")
    auth_level = func.AuthLevel[level.upper()]

    @app.function_name("score")
    @app.route("score", methods=methods, auth_level=auth_level)
    def score(req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
        return _pass_on(scoring, req, context)

    @app.function_name("swagger")
    @app.route("swagger.json", methods=["GET"], auth_level=auth_level)
    def swagger(req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
        return _pass_on(scoring, req, context)


def _pass_on(scoring: Scoring, req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
    answer = scoring.answer(wsgi.Request(req.get_body(), req.headers, req.method, req.url), context)
    response = func.HttpResponse(answer.body, status_code=answer.status)
    for name, value in answer.headers:
        # The host takes one value a name, save for cookies, which it takes apart.
        if name in response.headers and name.lower() != "set-cookie":
            response.headers[name] = f"{response.headers[name]}, {value}"
        else:
            response.headers.add_header(name, value)
    return response
