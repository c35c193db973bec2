"""Django's settings of the bench by itself: no database, nobody signs in, nothing is kept."""

from __future__ import annotations

import secrets

from ..settings_of_pages import CONTENT_SECURITY_POLICY as POLICY
from ..settings_of_pages import LOGGING as TOLD

BENCH_ALONE = True
SECRET_KEY = secrets.token_urlsafe(64)  # of this process: nothing that it signs outlives it
DEBUG = False
ALLOWED_HOSTS = [
    "127.0.0.1",
    "localhost",
    "[::1]",
]  # a page of elsewhere that points its name here is refused
ROOT_URLCONF = "microneedling.clinic.bench.urls_alone"
DATABASES: dict[str, dict[str, str]] = {}
INSTALLED_APPS = [
    "microneedling.clinic.pages",
    "microneedling.clinic.bench",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "microneedling.clinic.bench.alone.OwnPages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "microneedling.clinic.bench.alone.alone",
            ]
        },
    }
]
CSRF_COOKIE_NAME, CSRF_COOKIE_SAMESITE, CSRF_COOKIE_HTTPONLY = "bench-form", "Strict", True
CSRF_FAILURE_VIEW = "microneedling.clinic.pages.errors.csrf_failed"
CONTENT_SECURITY_POLICY, LOGGING = POLICY, TOLD
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
USE_TZ, TIME_ZONE = True, "UTC"
USE_I18N, LANGUAGE_CODE = True, "en-gb"
CLINIC_NAME = "The bench"
