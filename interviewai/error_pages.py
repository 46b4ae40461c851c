"""What is answered where no view could: a page for people, a problem document below `/api/v1/`."""

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

from interviewai.platform_api import problems
from organizations.api_requests.models import new_request_id
from organizations.platform_api.middleware import PREFIX


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not is_api(request):
        return defaults.bad_request(request, exception)
    if isinstance(exception, RequestDataTooBig):
        return problem(request, 413, "too_large", "The body is larger than this server takes.")
    if isinstance(exception, BadRequest):
        return problem(request, 400, "malformed", "The query must not hold NUL characters.")
    return problem(request, 400, "bad_request", "The request cannot be understood; its Host header may be a wrong one.")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not is_api(request):
        return defaults.permission_denied(request, exception)
    return problem(request, 403, "forbidden", problems.TITLES["forbidden"])


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if not is_api(request):
        return defaults.page_not_found(request, exception)
    return problem(request, 404, "not_found", "The API has no such address.")


def server_error(request: HttpRequest) -> HttpResponse:
    if not is_api(request):
        return defaults.server_error(request)
    return problem(request, 500, "internal", problems.OUR_FAILURE)


def too_busy(request: HttpRequest) -> HttpResponse:
    """Nothing of the request was looked at. No template: there are too many of these already."""
    if is_api(request):
        answer = problem(request, 429, "too_many_at_once", "Too many requests of this address wait already.")
    else:
        answer = HttpResponse("Too many requests. Please try again in a moment.", "text/plain", 429)
    answer["Retry-After"] = "1"
    return answer


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith(PREFIX)


def problem(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    """With a request id even where the request did not come as far as the middleware that gives it one."""
    if not hasattr(request, "request_id"):
        request.request_id = new_request_id()  # type: ignore[attr-defined]
    body = problems.document(request, status, code, detail)
    headers = {"X-Request-ID": body["request_id"], "Cache-Control": "no-store"}
    return JsonResponse(body, status=status, content_type=problems.CONTENT_TYPE, headers=headers)
