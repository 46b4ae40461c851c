"""All settings, driven by the environment. README.md lists the variables; `environ` reads them."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from interviewai import environ
from interviewai.beat import BEAT_SCHEDULE
from interviewai.embedded import discovery
from interviewai.logging import configure_logging
from interviewai.openapi.configuration import openapi_settings
from interviewai.platform_api import configuration
from interviewai.storage_url import storage
from organizations.schemas.databases import databases
from providers import registry
from providers.config import AIConfig
from providers.errors import ConfigurationError

django_stubs_ext.monkeypatch()  # Django's generic classes can be subscripted for the type checker.

BASE_DIR = Path(__file__).resolve().parent.parent
INTERVIEWAI_HOME = BASE_DIR / environ.text("INTERVIEWAI_HOME", ".interviewai")

# Stores that `manage.py up` runs are found through its state file; the environment always comes first.
for name, value in discovery.environment(INTERVIEWAI_HOME).items():
    os.environ.setdefault(name, value)

# --- Web -------------------------------------------------------------------------------------------------------------
HOST = environ.text("HOST", "127.0.0.1")
PORT = environ.number("PORT", 8000, minimum=1)
PUBLIC_URL = environ.text("PUBLIC_URL", f"http://localhost:{PORT}").rstrip("/")
HTTPS = PUBLIC_URL.startswith("https://")
# Where workers reach the web process, behind its proxy: the sandbox's candidate comes from here.
INTERNAL_URL = environ.text("INTERNAL_URL", PUBLIC_URL).rstrip("/")
SECRET_KEY = environ.required_secret("SECRET_KEY")
# Of their own, so that SECRET_KEY can be changed without breaking each key and each sealed row. The first one seals.
# `check --deploy` says which of them follow from SECRET_KEY (organizations.checks).
ENCRYPTION_KEYS = environ.secret("ENCRYPTION_KEYS").split() or [SECRET_KEY]
API_KEY_PEPPER = environ.secret("API_KEY_PEPPER") or SECRET_KEY
DEBUG = environ.flag("DEBUG")
BEHIND_PROXY = environ.flag("BEHIND_PROXY")
ALLOWED_HOSTS = environ.words("ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{urlsplit(PUBLIC_URL).hostname or ''}")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
ROOT_URLCONF = "interviewai.urls"
ASGI_APPLICATION = "interviewai.asgi.application"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = environ.number("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # One audio segment (4 MiB) and its header fit; see interviews.protocol.

# --- Applications ----------------------------------------------------------------------------------------------------
SHARED_APPS = [
    "django_tenants",
    "interviewai",
    "organizations",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.admin",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "organizations.owed_work",
    "organizations.budgets",
    "django_htmx",
    "django_structlog",
    "csp",
    "channels",
]
TENANT_APPS = ["organizations.usage", "organizations.api_requests", "webhooks", "jobs", "interviews", "evaluations"]
INSTALLED_APPS = [*SHARED_APPS, *TENANT_APPS]
TENANT_MODEL = "organizations.Organization"
TENANT_DOMAIN_MODEL = "organizations.Domain"
TENANT_DB_ALIAS = "owner"  # migrations run as the owner of the database; see organizations.databases
AUTH_USER_MODEL = "organizations.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "organizations.middleware.NoStoreMiddleware",
    "organizations.platform_api.middleware.ApiMiddleware",  # Its log has every request, the odd ones too.
    "interviewai.odd_addresses.OddAddressMiddleware",
    "organizations.middleware.OrganizationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Postgres, the truth ---------------------------------------------------------------------------------------------
# The owner's login is for `prepare_database`; with DATABASE_APP_URL no other process needs it.
DATABASE_APP_URL = environ.secret("DATABASE_APP_URL")
DATABASE_URL = environ.secret("DATABASE_URL") if DATABASE_APP_URL else environ.required_secret("DATABASE_URL")
DATABASES = databases(DATABASE_URL, DATABASE_APP_URL, SECRET_KEY)
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]

# --- Redis: queue, channel layer, cache; may be lost at any moment ---------------------------------------------------
REDIS_URL = environ.required_secret("REDIS_URL")
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"serializer": "interviewai.json_cache.JsonSerializer"},
        "VERSION": 2,  # entries of version 1 are pickles
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # Whoever sends a task while the broker is away fails at once; by default kombu tries for six seconds.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TIMEZONE = "UTC"
CELERY_TASK_PUBLISH_RETRY = False  # What was owed is found all the same (beat.py); a web request never waits for it.
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# --- Recordings and cached speech ------------------------------------------------------------------------------------
STORAGE_URL = environ.secret("STORAGE_URL") or str(INTERVIEWAI_HOME / "storage")
STORAGES = {
    "default": storage(STORAGE_URL),
    "staticfiles": {"BACKEND": "interviewai.static_files.storage.HashedModulesStorage"},
}
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = INTERVIEWAI_HOME / "static"

# --- People ----------------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
ORGANIZATIONS_PER_PERSON = environ.number("ORGANIZATIONS_PER_PERSON", 5, minimum=1)  # that they own
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/organizations/"
ACCOUNT_ADAPTER = "organizations.people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "organizations.staff.account_forms.LoginForm",
    "signup": "organizations.staff.account_forms.SignupForm",
    "reauthenticate": "organizations.staff.account_forms.ReauthenticateForm",
    "reset_password": "organizations.staff.account_forms.ResetPasswordForm",
    "reset_password_from_key": "organizations.staff.account_forms.ResetPasswordKeyForm",
    "user_token": "organizations.staff.account_forms.UserTokenForm",
    "change_password": "organizations.staff.account_forms.ChangePasswordForm",
    "add_email": "organizations.staff.account_forms.AddEmailForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up; elsewhere the password is asked for
ACCOUNT_CHANGE_EMAIL = True  # one address a person: the new one replaces the old once it is confirmed
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a changed password or address
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_RATE_LIMITS = {"signup": "30/h/ip", "confirm_email": "3/10m/key"}  # beside allauth's own for logins and resets
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

# --- Mail ------------------------------------------------------------------------------------------------------------
EMAIL_URL = environ.secret("EMAIL_URL")
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environ.text("EMAIL_FROM", "InterviewAI <noreply@localhost>")
EMAIL_TIMEOUT = 10
if EMAIL_URL:
    mail = urlsplit(EMAIL_URL)
    if mail.scheme not in ("smtp", "smtps") or not mail.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:587?tls=1.")
    EMAIL_HOST, EMAIL_PORT = mail.hostname, mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(mail.username or ""), unquote(mail.password or "")
    EMAIL_USE_SSL = mail.scheme == "smtps"
    EMAIL_USE_TLS = "tls=1" in mail.query and not EMAIL_USE_SSL
else:
    EMAIL_BACKEND = "organizations.people.inbox.LocalInboxBackend"

# --- AI --------------------------------------------------------------------------------------------------------------
AI_TIER = environ.choice("AI_TIER", "essential", {"essential", "professional", "enterprise"})
try:
    AI = AIConfig.from_mapping(os.environ)
    registry.names(AI, AI_TIER)
except ConfigurationError as error:
    raise ImproperlyConfigured(str(error)) from None
LIVE_CONCURRENCY = environ.number("LIVE_CONCURRENCY", 8, minimum=1)
LIVE_PER_ORGANIZATION = environ.number("LIVE_PER_ORGANIZATION", max(1, LIVE_CONCURRENCY // 2), minimum=1)
SCORING_CONCURRENCY = environ.number("SCORING_CONCURRENCY", 2, minimum=1)

# --- Interviews ------------------------------------------------------------------------------------------------------
TURN_SECONDS = environ.number("TURN_SECONDS", 120, minimum=5)
TURN_WARNING_SECONDS = environ.number("TURN_WARNING_SECONDS", 15, minimum=1)
INTERVIEW_MINUTES = environ.number("INTERVIEW_MINUTES", 30, minimum=1)
INTERVIEW_TURNS = environ.number("INTERVIEW_TURNS", 36, minimum=1)
INTERVIEW_RESUME_HOURS = environ.number("INTERVIEW_RESUME_HOURS", 24, minimum=1)
# What one interview may cost (interviews/budgets.py): some times what somebody needs who speaks or types all the time.
INTERVIEW_AUDIO_MINUTES = environ.number("INTERVIEW_AUDIO_MINUTES", 3 * INTERVIEW_MINUTES)  # heard, as decoded
INTERVIEW_AUDIO_MB = environ.number("INTERVIEW_AUDIO_MB", 12 * INTERVIEW_MINUTES)
INTERVIEW_SEGMENTS = environ.number("INTERVIEW_SEGMENTS", 100 * INTERVIEW_MINUTES)
INTERVIEW_CHARACTERS = environ.number("INTERVIEW_CHARACTERS", 10_000 * INTERVIEW_MINUTES)  # typed and corrected
INTERVIEW_TOKENS = environ.number("INTERVIEW_TOKENS", 20_000 * INTERVIEW_MINUTES)  # of deciding on follow-ups
INTERVIEW_SPOKEN_CHARACTERS = environ.number("INTERVIEW_SPOKEN_CHARACTERS", 1_000 * INTERVIEW_TURNS)  # of follow-ups
INTERVIEW_PRACTICE_REPEATS = environ.number("INTERVIEW_PRACTICE_REPEATS", 5)
INTERVIEW_MESSAGES_PER_MINUTE = environ.number("INTERVIEW_MESSAGES_PER_MINUTE", 600, minimum=1)  # of one link
LINK_HOURS_AFTER_END = environ.number("LINK_HOURS_AFTER_END", 24, minimum=1)  # when the last page closes
LIVE_LLM_SECONDS = environ.number("LIVE_LLM_SECONDS", 10, minimum=1)  # After that the safe next question is asked.
CLAIM_SECONDS = environ.number("CLAIM_SECONDS", 30, minimum=1)  # A worker unheard of for so long has died.
RECORDING_LINK_HOURS = environ.number("RECORDING_LINK_HOURS", 72, minimum=1)  # of addresses in results and webhooks
ORGANIZATION_DAILY_INTERVIEWS = environ.number("ORGANIZATION_DAILY_INTERVIEWS", 1_000)  # scheduled on a day (UTC)
ORGANIZATION_DAILY_MAILS = environ.number("ORGANIZATION_DAILY_MAILS", 2_000)
ORGANIZATION_DAILY_CHARACTERS = environ.number("ORGANIZATION_DAILY_CHARACTERS", 5_000_000)  # synthesized
ORGANIZATION_DAILY_TOKENS = environ.number("ORGANIZATION_DAILY_TOKENS", 50_000_000)  # of language models
ORGANIZATION_DAILY_SPEECH_MINUTES = environ.number("ORGANIZATION_DAILY_SPEECH_MINUTES", 30_000)  # recognized

# --- API for parent platforms ----------------------------------------------------------------------------------------
API_REQUESTS_PER_MINUTE = environ.number("API_REQUESTS_PER_MINUTE", 600, minimum=1)  # of one key
REST_FRAMEWORK = configuration.REST_FRAMEWORK
SPECTACULAR_SETTINGS = openapi_settings(PUBLIC_URL)

# --- Webhooks --------------------------------------------------------------------------------------------------------
# For development alone: plain http, and receivers on this machine. Everything else that is private stays refused.
WEBHOOK_ALLOW_INSECURE = environ.flag("WEBHOOK_ALLOW_INSECURE")
WEBHOOK_DEADLINE_SECONDS = environ.number("WEBHOOK_DEADLINE_SECONDS", 20, minimum=1)  # of one attempt, body included

# --- Logs ------------------------------------------------------------------------------------------------------------
LOG_FORMAT = environ.choice("LOG_FORMAT", "console", {"console", "json"})
LOGGING_CONFIG = None
configure_logging(LOG_FORMAT, environ.choice("LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"}))

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = False
LANGUAGE_CODE = "en"
