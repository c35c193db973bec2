"""`python -m microneedling` is the command line."""

from .app.cli import main

raise SystemExit(main())
