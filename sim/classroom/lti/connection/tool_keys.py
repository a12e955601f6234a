"""The tool's RSA key pair: made once for a database, shared by every process that serves it.

The private key stands in the class server's database and nowhere else: whoever may read that may speak to the LMS for
CleanClaim. What is published (`key_set`) is the public key.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pylti1p3.registration import Registration

from sim.classroom.lti.connection.rows import found, put_once
from sim.classroom.records.records import Records

BITS = 2_048
ONLY = "tool"  # the place of the one key


@dataclass(frozen=True)
class ToolKey:
    """A key pair as PEM texts; the private one is never shown."""

    private: str = field(repr=False)
    public: str


def tool_key(records: Records) -> ToolKey:
    """The key pair, made when it is first asked for. Two processes that ask at once get the same one."""
    kept = records.table("lti_keys")
    with records.connection(reading=True) as connection:
        row = found(connection, kept, place=ONLY)
    if row is None:
        made = new_key()
        with records.connection() as connection:
            put_once(
                connection,
                kept,
                {"place": ONLY, "private_key": made.private, "public_key": made.public},
            )
        with records.connection(reading=True) as connection:
            row = found(connection, kept, place=ONLY) or {}
    return ToolKey(row["private_key"], row["public_key"])


def new_key() -> ToolKey:
    """A key pair of its own."""
    pair = rsa.generate_private_key(public_exponent=65_537, key_size=BITS)
    private = pair.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = pair.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return ToolKey(private.decode(), public.decode())


@lru_cache(4)
def signing_key(private: str) -> rsa.RSAPrivateKey:
    """A private key, read; reading one checks its numbers, which takes a tenth of a second."""
    key = serialization.load_pem_private_key(private.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def key_set(records: Records) -> Mapping[str, Any]:
    """The JSON Web Key Set that an LMS reads: the public key and its name."""
    return {"keys": [dict(Registration.get_jwk(tool_key(records).public))]}
