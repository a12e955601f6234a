"""Sealing and signing of work that travels without a network.

A class has two pairs of keys, both made from its secret of 32 bytes (HKDF-SHA256 with a label each, RFC 5869), so that
nothing more has to be kept: Ed25519 (RFC 8032) signs what goes to learners, X25519 (RFC 7748) opens what comes back. An
answer is sealed with a key that is used once: the shared secret of a fresh X25519 pair and the class's, through HKDF,
for ChaCha20-Poly1305 (RFC 8439). Only who has the class's secret can open it; whoever changes a bit of it is found out.
"""

from dataclasses import dataclass
from functools import cached_property
from hmac import digest

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sim.ground.errors import CleanClaimError

HEAD = b"CCA1"  # what a sealed answer begins with
KEY = 32  # bytes of a key, and of a class's secret
NONCE = bytes(12)  # a sealing key is used once, so its nonce may be the same each time
SIGNING, OPENING, TOKENS, SEALING = (f"cleanclaim {use} 1".encode() for use in ("sign", "open", "token", "seal"))


@dataclass(frozen=True)
class ClassKeys:
    """The keys of a class, from its secret. Never shown, never in anything that a learner gets."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) < KEY:
            raise CleanClaimError(
                f"the class's secret has {len(self.secret)} bytes", "class", f"{KEY} bytes", "make the class again"
            )

    def __repr__(self) -> str:
        return "ClassKeys(...)"

    @cached_property
    def _signing(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(_derived(self.secret, SIGNING))

    @cached_property
    def _opening(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(_derived(self.secret, OPENING))

    @property
    def signer(self) -> bytes:
        """The public key by which a learner's desk checks a bundle."""
        return self._signing.public_key().public_bytes_raw()

    @property
    def opener(self) -> bytes:
        """The public key to which answers are sealed."""
        return self._opening.public_key().public_bytes_raw()

    def sign(self, content: bytes) -> bytes:
        """A signature of 64 bytes."""
        return self._signing.sign(content)

    def token(self, *about: str) -> str:
        """What stands in one learner's bundle and nobody else can make: HMAC-SHA256 over whom and what it is for."""
        return digest(_derived(self.secret, TOKENS), "\x1f".join(about).encode(), "sha256").hex()

    def open(self, sealed: bytes, about: bytes) -> bytes:
        """What was sealed. Raises CleanClaimError for what was changed, cut short or sealed to somebody else.

        >>> keys = ClassKeys(bytes(range(32)))
        >>> keys.open(seal(keys.opener, b"I10", b"bundle 7"), b"bundle 7")
        b'I10'
        """
        start = len(HEAD) + KEY
        if len(sealed) < start + 16 or not sealed.startswith(HEAD):
            raise _unreadable("it is not a sealed answer, or it was cut short")
        theirs = sealed[len(HEAD) : start]
        try:
            shared = self._opening.exchange(X25519PublicKey.from_public_bytes(theirs))
            return _cipher(shared, theirs, self.opener).decrypt(NONCE, sealed[start:], about)
        except (InvalidTag, ValueError):
            raise _unreadable("it was changed after it was sealed, or sealed for another class") from None


def seal(opener: bytes, content: bytes, about: bytes) -> bytes:
    """A content that only the class whose `opener` this is can read. about: what it belongs to; it is not hidden, and
    opening fails with another. Raises CleanClaimError for a key that cannot be one.
    """
    ours = X25519PrivateKey.generate()
    public = ours.public_key().public_bytes_raw()
    try:
        shared = ours.exchange(X25519PublicKey.from_public_bytes(opener))
    except ValueError:
        raise _unreadable("the bundle's key is not a key") from None
    return HEAD + public + _cipher(shared, public, opener).encrypt(NONCE, content, about)


def is_signed(signer: bytes, content: bytes, signature: bytes) -> bool:
    """Was this content signed by the class whose `signer` this is?

    >>> keys = ClassKeys(bytes(32))
    >>> signature = keys.sign(b"chart")
    >>> is_signed(keys.signer, b"chart", signature), is_signed(keys.signer, b"charts", signature)
    (True, False)
    """
    try:
        Ed25519PublicKey.from_public_bytes(signer).verify(signature, content)
    except (InvalidSignature, ValueError):
        return False
    return True


def _derived(secret: bytes, label: bytes) -> bytes:
    return HKDF(SHA256(), KEY, None, label).derive(secret)


def _cipher(shared: bytes, theirs: bytes, opener: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), KEY, theirs + opener, SEALING).derive(shared))


def _unreadable(what: str) -> CleanClaimError:
    return CleanClaimError(what, "sealed answers", "the file as the desk wrote it", "ask for the file again")
