"""What goes wrong when blocks are computed."""


class BlockError(RuntimeError):
    """Blocks that cannot be computed; the message says why and what to do. Finished blocks stay stored."""
