"""The socket between a page and its kernel, in both servers: a frame that does not say the truth about itself is
turned down before anything is made of it.

Jupyter's newer way of packing messages begins with a count of eight bytes, its older one with a count of four; the
server makes a list of that length before it looks whether the frame is so long. Eight bytes then cost all memory. So
the newer way is not offered, and the older way's count is compared with the frame first.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets import default

UNSUPPORTED = 1003  # a websocket's word for data it does not take (RFC 6455, section 7.4.1)


def is_whole(frame: bytes) -> bool:
    """Does a binary frame hold as many parts as it says? Its count comes first, then the place of each part.

    >>> is_whole((1).to_bytes(4, "big") + (8).to_bytes(4, "big") + b"{}")
    True
    >>> is_whole((2**31 - 1).to_bytes(4, "big")), is_whole((2**40).to_bytes(8, "little")), is_whole(b"")
    (False, False, False)
    """
    count = int.from_bytes(frame[:4], "big", signed=True)
    return 1 <= count and 4 * (count + 1) <= len(frame)


class KernelSocket(ZMQChannelsWebsocketConnection):
    """Jupyter's connection, in the older way of packing, with a look at each frame."""

    @default("kernel_ws_protocol")
    def _older_way(self) -> str:
        return ""

    def handle_incoming_message(self, incoming_msg: str | bytes) -> None:
        """Hand a message on; pass over a text that no file can hold, and close the socket on what is no message."""
        try:
            if isinstance(incoming_msg, bytes) and not is_whole(incoming_msg):
                raise ValueError("a frame with another length than it says")
            super().handle_incoming_message(incoming_msg)  # type: ignore[arg-type]
        except UnicodeError as reason:
            self.log.warning("a message with half a character was passed over: %s", str(reason)[:80])
        except (ValueError, TypeError, KeyError, AttributeError, AssertionError, RecursionError) as reason:
            self.log.warning("a message that cannot be read was turned down: %s", str(reason)[:80])
            self.websocket_handler.close(UNSUPPORTED)
