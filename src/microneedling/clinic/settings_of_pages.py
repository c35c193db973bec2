"""What the clinic's settings and the bench's share: what a browser may do with our pages, and what is logged."""

from __future__ import annotations

_SELF = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        **{f"{kind}-src": _SELF for kind in ("script", "style", "img", "font", "connect")},
        "form-action": _SELF,
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"plain": {"()": "microneedling.clinic.plain_log.Plain"}},
    "handlers": {"told": {"class": "logging.StreamHandler", "filters": ["plain"]}},
    "loggers": {
        name: {"handlers": ["told"], "level": "WARNING", "propagate": False}
        for name in ("django", "axes", "waitress")
    },
}
