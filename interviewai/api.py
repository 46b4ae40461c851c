"""Version 1 of the API on one screen. `/api/v1/`"""

from django.urls import URLPattern, URLResolver, path, re_path

from interviewai import api_root
from interviewai.openapi.document import openapi
from interviews import usage_api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", api_root.ApiRoot.as_view()),
    path("usage", usage_api.UsageView.as_view()),
    path("openapi.json", openapi, name="openapi"),
    # The last one.
    re_path("", api_root.UnknownAddress.as_view()),
]
