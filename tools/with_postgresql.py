"""Run a command beside a PostgreSQL server of its own: made for it on loopback, stopped and removed after it.

    python tools/with_postgresql.py COMMAND...

The command finds the server's address in `MICRONEEDLING_TEST_DATABASE`; without one it prints where the server's
programs lie. Where they are missing it says so and exits with 1: a machine may have a client alone. They refuse
to run as root; then the server is that of the user `postgres`, or of `nobody` where there is none.
"""

from __future__ import annotations

import contextlib
import glob
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

ADDRESS = "MICRONEEDLING_TEST_DATABASE"
USER = "clinic"


def programs(root: str = "/usr/lib/postgresql") -> Path | None:
    """The folder of the newest server's programs; Debian keeps them off the search path, one folder a version."""
    found = [Path(name) for name in glob.glob(f"{root}/*/bin/initdb")]
    if not found and (there := shutil.which("initdb")):
        found = [Path(there)]
    whole = [path.resolve().parent for path in found if path.resolve().with_name("pg_ctl").exists()]
    return max(whole, key=version, default=None)


def version(folder: Path) -> tuple[int, ...]:
    """The numbers of the version that a folder such as `/usr/lib/postgresql/9.6/bin` is named after."""
    return tuple(int(part) for part in re.findall(r"\d+", folder.parent.name))


def servant() -> pwd.struct_passwd | None:
    """Who the server runs as where this process is root's, which the programs refuse; None for who is at work here."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    sys.exit("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")


def as_server(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one of the server's programs, not as root."""
    of, other = servant(), {}
    if of is not None:
        other = {"user": of.pw_uid, "group": of.pw_gid, "extra_groups": [of.pw_gid]}
    return subprocess.run(
        words, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False, **other
    )


def must(words: list[str], folder: Path) -> None:
    """The same, ending with its words where it fails."""
    done = as_server(words, folder)
    if done.returncode:
        sys.exit(f"{words[0]}: {done.stderr or done.stdout}")


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    import socket

    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


def main(command: list[str]) -> int:
    """Start the server, run the command, stop the server; returns the command's exit code."""
    where = programs()
    if where is None:
        print("no server of PostgreSQL is installed (Debian: apt-get install postgresql)", file=sys.stderr)
        return 1
    if not command:
        print(where)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # else a server would be left behind
    with tempfile.TemporaryDirectory(prefix="clinic-postgresql-") as name:
        folder = Path(name)
        password, port = secrets.token_hex(16), free_port()
        (folder / "password").write_text(password, encoding="ascii")
        if (of := servant()) is not None:
            for path in (folder, folder / "password"):
                os.chown(path, of.pw_uid, of.pw_gid)
        data = str(folder / "data")
        sign_in = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}", f"--username={USER}"]
        must(
            [str(where / "initdb"), "-D", data, "--encoding=UTF8", "--locale=C", "--no-sync", *sign_in],
            folder,
        )
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
        must(
            [str(where / "pg_ctl"), "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"],
            folder,
        )
        address = f"postgresql://{USER}:{password}@127.0.0.1:{port}/postgres"
        path = os.pathsep.join([str(where), os.environ.get("PATH", "")])
        try:
            return subprocess.run(
                command, env={**os.environ, ADDRESS: address, "PATH": path}, check=False
            ).returncode
        finally:
            as_server([str(where / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop"], folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
