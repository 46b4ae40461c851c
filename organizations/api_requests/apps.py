from django.apps import AppConfig


class ApiRequestsConfig(AppConfig):
    name = "organizations.api_requests"
    label = "api_requests"
    verbose_name = "API requests"
