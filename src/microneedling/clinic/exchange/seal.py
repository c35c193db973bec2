"""Files sealed to a key (age, X25519): the one place that knows the library which does it."""

from __future__ import annotations

from importlib import import_module
from typing import Any, BinaryIO

from ...extras import needed


class WrongSeal(Exception):
    """Another key, or a file that was damaged."""


def _age() -> Any:
    needed("backups", "clinic", "pyrage")
    return import_module("pyrage")


def new_pair() -> tuple[str, str]:
    """A new identity, which opens, and its recipient, to which is sealed."""
    identity = _age().x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def seal(source: BinaryIO, sink: BinaryIO, recipient: str) -> None:
    """Encrypt a file to a recipient; raises `OSError` of the disc."""
    age = _age()
    age.encrypt_io(source, sink, [age.x25519.Recipient.from_str(recipient)])


def unseal(source: BinaryIO, sink: BinaryIO, identity: str) -> None:
    """Decrypt a file; raises `WrongSeal` where key or file are not right, `OSError` of the disc."""
    age = _age()
    try:
        age.decrypt_io(source, sink, [age.x25519.Identity.from_str(identity)])
    except (age.DecryptError, age.IdentityError) as error:
        raise WrongSeal from error
    except OSError as error:
        if error.errno is None:  # of the seal, not of the disc
            raise WrongSeal from error
        raise
