"""Run a command beside a PostgreSQL server of its own: made for it on loopback, stopped and removed after it.

    python tools/with_postgresql.py COMMAND...

The command finds the server's address in `MICRONEEDLING_TEST_DATABASE`. Where the programs of PostgreSQL are missing it
says so and exits with 1. They refuse to run as root; then the server is that of the user `postgres`.
"""

from __future__ import annotations

import glob
import os
import pwd
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ADDRESS = "MICRONEEDLING_TEST_DATABASE"
USER = "clinic"


def programs() -> Path | None:
    """The folder of the newest `initdb`; Debian keeps it off the search path."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda name: int(name.split("/")[4]))
    if not found and (there := shutil.which("initdb")):
        found = [there]
    return Path(found[-1]).resolve().parent if found else None


def as_server(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one of the server's programs, not as root."""
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", *words]
    return subprocess.run(words, capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False)


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
        print("PostgreSQL is not installed (Debian: apt-get install postgresql)", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="clinic-postgresql-") as name:
        folder = Path(name)
        password, port = secrets.token_hex(16), free_port()
        (folder / "password").write_text(password, encoding="ascii")
        if os.geteuid() == 0:
            of = pwd.getpwnam("postgres")
            for path in (folder, folder / "password"):
                os.chown(path, of.pw_uid, of.pw_gid)
        data = str(folder / "data")
        sign_in = ["--auth=scram-sha-256", f"--pwfile={folder / 'password'}", f"--username={USER}"]
        must([str(where / "initdb"), "-D", data, "--encoding=UTF8", "--no-sync", *sign_in], folder)
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
