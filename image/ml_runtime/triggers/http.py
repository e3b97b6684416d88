"""HTTP: /score as on an Azure ML endpoint, and /swagger.json."""

import contextlib
import math
import re
import time
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_plus

import azure.functions as func

from .. import wsgi
from ..sample import Answer, Function, Sample
from ..scoring import Scoring
from ..settings import Settings, SettingsError

AUTH_LEVEL = "ML_TRIGGER_AUTH_LEVEL"
METHODS = "ML_TRIGGER_METHODS"

# By which callers show the host a key: https://learn.microsoft.com/azure/azure-functions/function-keys-how-to
_KEY_HEADERS = ("x-functions-key", "x-functions-clientid")
_KEY_PARAMETERS = ("code", "clientid")
# Headers that repeat the URL, such as the X-Original-URL and X-WAWS-Unencoded-URL of App Service.
_URL_HEADER = re.compile(r"(^|[-_])ur[il]([-_]|$)|^referer$")
_COOKIE_ATTRIBUTES = ("domain", "path", "samesite", "secure", "httponly")


def register(app: func.FunctionApp, scoring: Scoring, settings: Settings) -> None:
    """Adds the functions ``score`` and ``swagger``."""
    try:
        auth_level = func.AuthLevel[settings.values.get(AUTH_LEVEL, "function").upper()]
        methods = [
            func.HttpMethod[name] for name in settings.values.get(METHODS, "GET,POST,OPTIONS").upper().split(",")
        ]
    except KeyError as error:
        raise SettingsError(f"The app settings {AUTH_LEVEL} and {METHODS} do not allow {error}.") from error

    has_keys = auth_level is not func.AuthLevel.ANONYMOUS

    @app.function_name("score")
    @app.route("score", methods=methods, auth_level=auth_level)
    async def score(req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
        return await _pass_on(scoring, "/score", has_keys, req, context)

    @app.function_name("swagger")
    @app.route("swagger.json", methods=["GET"], auth_level=auth_level)
    async def swagger(req: func.HttpRequest, context: func.Context) -> func.HttpResponse:
        return await _pass_on(scoring, "/swagger.json", has_keys, req, context)


async def call_with_sample(score: Function, sample: Sample) -> Answer:
    """Calls ``score`` as for a POST of the sample."""
    headers = {"Content-Type": sample.content_type or "application/json"}
    request = func.HttpRequest("POST", "http://localhost/score", headers=headers, body=sample.body)
    response = await score(req=request, context=sample.context)
    return Answer(response.get_body(), response.status_code)


async def _pass_on(
    scoring: Scoring, path: str, has_keys: bool, req: func.HttpRequest, context: func.Context
) -> func.HttpResponse:
    headers = dict(req.headers)  # by lower-case name
    for name in _KEY_HEADERS:
        headers.pop(name, None)
    url = req.url
    if has_keys:
        for name, value in headers.items():
            if "?" in value and _URL_HEADER.search(name):
                headers[name] = _without_keys(value)
        url = _without_keys(url)
    answer = await scoring.answer(wsgi.Request(req.get_body(), headers, path, req.method, url), context)
    sent: dict[str, str] = {}
    spelled: dict[str, str] = {}
    cookies = []
    for given, value in answer.headers:
        name = spelled.setdefault(given.lower(), given)
        if name.lower() == "set-cookie":
            cookies.append(value)
        else:  # the host takes one value a name
            sent[name] = f"{sent[name]}, {value}" if name in sent else value
    response = func.HttpResponse(answer.body, status_code=answer.status, headers=sent)
    for cookie in cookies:
        response.headers.add("Set-Cookie", _for_the_host(cookie))
    return response


def _without_keys(url: str) -> str:
    """A URL whose query has none of the host's keys, which are no input of the script's."""
    before, _, query = url.partition("?")
    if not query:
        return url
    names = ((part, unquote_plus(part.partition("=")[0]).lower()) for part in query.split("&"))
    kept = "&".join(part for part, name in names if name not in _KEY_PARAMETERS)
    return f"{before}?{kept}" if kept else before


def _for_the_host(cookie: str) -> str:
    """A cookie with the attributes that the worker passes on, which ends after some seconds instead of at a date.

    Of dates the worker of 3.13 makes a message that crashes it; of attributes that ``http.cookies`` does not know, nothing at
    all. Max-Age, where it stands beside a date, wins anyway (https://www.rfc-editor.org/rfc/rfc6265#section-5.3).
    """
    pair, *attributes = cookie.split(";")
    kept = []
    seconds = date = None
    for attribute in attributes:
        name, _, value = attribute.strip().partition("=")
        if name.lower() == "expires":
            date = value
        elif name.lower() == "max-age":
            seconds = int(value) if re.fullmatch(r"-?\d+", value) else None
        elif name.lower() in _COOKIE_ATTRIBUTES:
            kept.append(attribute)
    if seconds is None and date is not None:
        with contextlib.suppress(ValueError, OverflowError):  # as browsers do with a date that is none
            seconds = max(0, math.ceil(parsedate_to_datetime(date).timestamp() - time.time()))
    return ";".join([pair, *kept, *([] if seconds is None else [f" Max-Age={seconds}"])])
