"""Django's settings for a clinic on one machine. Read once, when Django is set up; `home.py` says where from."""

from __future__ import annotations

import os
from pathlib import Path

from .home import DATABASE, database_settings, home_of
from .settings_of_pages import CONTENT_SECURITY_POLICY as POLICY
from .settings_of_pages import LOGGING as TOLD

HOME = home_of()
SAID = HOME.settings()
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]

SECRET_KEY = HOME.secret()
DEBUG = False
ALLOWED_HOSTS = [*LOOPBACK, *SAID["hosts"]]  # a page of elsewhere that points its name here is refused
ROOT_URLCONF = "microneedling.clinic.urls"
BENCH_ALONE = False  # who uses the bench signs in as everybody does
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database_settings(HOME, os.environ.get(DATABASE) or SAID["database"])}

INSTALLED_APPS = [
    "microneedling.clinic.audit",
    "microneedling.clinic.records",
    "microneedling.clinic.work",
    "microneedling.clinic.access",
    "microneedling.clinic.pages",
    "microneedling.clinic.bench",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "microneedling.clinic.access.languages.Speaks",
    "microneedling.clinic.access.middleware.IdleLock",
    "microneedling.clinic.access.middleware.SignedIn",
    "django_otp.middleware.OTPMiddleware",
    "microneedling.clinic.access.middleware.SecondStep",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "microneedling.clinic.access.middleware.Private",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "microneedling.clinic.access.middleware.idle",
                "microneedling.clinic.access.languages.offered",
            ]
        },
    }
]

# Who signs in
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"} | ({"OPTIONS": options} if options else {})
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "clinic:sign-in", "clinic:day", "clinic:sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False  # names of those who sign in stay out of the log
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_CALLABLE = "microneedling.clinic.pages.signing_in.locked_out"
CSRF_FAILURE_VIEW = "microneedling.clinic.pages.errors.csrf_failed"
OTP_TOTP_ISSUER = "microneedling clinic"
IDLE_MINUTES, SIGNED_IN_HOURS = SAID["idle_minutes"], SAID["signed_in_hours"]

# Sessions and cookies: cookies ignore the port, so their names are our own. Browsers take Secure ones on loopback.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SAID["secure_cookies"]
_PREFIX = "__Host-" if SAID["secure_cookies"] else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_PREFIX}clinic-session", f"{_PREFIX}clinic-form"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = SIGNED_IN_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# What a browser may do with our pages
CONTENT_SECURITY_POLICY = POLICY
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if SAID["tls_proxy"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT, SECURE_HSTS_SECONDS = True, 31_536_000
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in SAID["hosts"]]
else:  # http on loopback: nothing leaves the machine, and a browser keeps no HSTS for an address
    SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]

# What is written where
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 16_000_000  # photographs never touch a common temporary folder
USE_TZ, TIME_ZONE = True, SAID["time_zone"]

# Languages: of the pages and of what is printed for a client. Commands and the API speak English, the first of them.
USE_I18N, LANGUAGE_CODE = True, "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
CLINIC_LANGUAGE = SAID["language"]
LANGUAGE_COOKIE_NAME, LANGUAGE_COOKIE_AGE = f"{_PREFIX}clinic-language", 31_536_000
LOCALE_PATHS = [Path(__file__).parent / "locale"]
FORMAT_MODULE_PATH = "microneedling.clinic.locale"

RETENTION_YEARS = SAID["retention_years"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no words of records in cookies
CONSENT_WAIT_DAYS, DRAFT_DAYS, CLINIC_NAME = SAID["consent_wait_days"], SAID["draft_days"], SAID["name"]
LOGGING = TOLD
