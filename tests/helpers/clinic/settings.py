"""The clinic's settings for tests: a home of their own, quick passwords, PostgreSQL where an address is given."""

from microneedling.clinic.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CONSENT_WAIT_DAYS = 1
# Tables made at once from the models, in a fifth of the time; that migrations lead to the same is a test of its own.
MIGRATION_MODULES = {name.rsplit(".", 1)[-1]: None for name in INSTALLED_APPS}  # noqa: F405
OURS = ("clinic_audit", "clinic_records", "clinic_work", "clinic_access", "clinic_pages")
MIGRATION_MODULES |= dict.fromkeys((*OURS, "admin"))
# Files of style and script are looked for as they are asked for: each test has a browser, and so a server, of its own.
WHITENOISE_AUTOREFRESH = True
