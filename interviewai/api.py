"""Version 1 of the API on one screen. `/api/v1/`"""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
