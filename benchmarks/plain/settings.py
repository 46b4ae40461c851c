"""Django as `startproject` makes it, for one view. DATABASE_URL names a database of its own."""

import os

from organizations.schemas.databases import parse

SECRET_KEY = "for a benchmark"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.plain.urls"
INSTALLED_APPS = ["rest_framework", "benchmarks.plain.apps.Jobs", "benchmarks.plain.apps.Interviews"]
MIGRATION_MODULES = {"jobs": None, "interviews": None}  # Their tables are made as the models are now.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
_database = parse(os.environ["DATABASE_URL"])
_pool = {"min_size": 0, "max_size": int(os.environ.get("DATABASE_POOL_SIZE", "16"))}
DATABASES = {
    "default": _database
    | {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _database["OPTIONS"] | {"pool": _pool},
    }
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "UNAUTHENTICATED_USER": None,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
USE_I18N = False
