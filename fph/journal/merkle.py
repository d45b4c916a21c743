"""The RFC 6962 Merkle tree under the register: roots, a frontier that grows, proofs.

Pure functions over hashes. A *leaf* here is always a leaf hash, 32 bytes from `leaf_hash`;
`leaves` is a sequence of them. Each verifier below mirrors the recursion of its prover.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
HASH_BYTES = 32
SIZE_BYTES = 8


def leaf_hash(data: bytes) -> bytes:
    """The 32-byte hash under which `data` hangs in the tree."""
    return sha256(b"\x00" + data).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than `size` (2 or more): where the tree divides."""
    return 1 << (size - 1).bit_length() - 1


@dataclass(frozen=True)
class Frontier:
    """The right edge of a tree: all it takes to append a leaf and know the new root.

    `peaks` are the roots of its full subtrees, widest first: one per bit set in `size`.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def append(self, leaf: bytes) -> "Frontier":
        """The frontier of the tree with one more leaf."""
        peaks, full = list(self.peaks), self.size
        while full & 1:
            leaf, full = _node(peaks.pop(), leaf), full >> 1
        return Frontier(self.size + 1, (*peaks, leaf))

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        """The frontier of the tree with all these leaves more."""
        frontier = self
        for leaf in leaves:
            frontier = frontier.append(leaf)
        return frontier

    def root(self) -> bytes:
        """The root of the tree, 32 bytes."""
        if not self.peaks:
            return EMPTY_ROOT
        *wider, root = self.peaks
        for peak in reversed(wider):
            root = _node(peak, root)
        return root

    def encode(self) -> str:
        """Lowercase hex: the size on 8 bytes, then each peak on 32."""
        return (self.size.to_bytes(SIZE_BYTES, "big") + b"".join(self.peaks)).hex()

    @classmethod
    def decode(cls, text: str) -> "Frontier":
        """The frontier `encode` wrote. Raises ValueError on any other text."""
        data = bytes.fromhex(text)
        size, rest = int.from_bytes(data[:SIZE_BYTES], "big"), data[SIZE_BYTES:]
        peaks = tuple(rest[i : i + HASH_BYTES] for i in range(0, len(rest), HASH_BYTES))
        frontier = cls(size, peaks)
        if len(rest) != HASH_BYTES * size.bit_count() or frontier.encode() != text:
            raise ValueError("not an encoded frontier")
        return frontier


def root(leaves: Sequence[bytes]) -> bytes:
    """The root of the tree over `leaves`, by the RFC's own definition."""
    if len(leaves) < 2:
        return leaves[0] if leaves else EMPTY_ROOT
    split = _split(len(leaves))
    return _node(root(leaves[:split]), root(leaves[split:]))


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The sibling hashes, lowest first, that lead from leaf `index` (from 0) to the root.

    Raises IndexError when there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(f"no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows `leaf` at `index` (from 0) of the `size` leaves under `root`."""
    try:
        return 0 <= index < size and _climb(leaf, index, size, proof) == root
    except ValueError:
        return False


def _climb(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that `proof` gives; ValueError when it is too short or too long."""
    if size == 1:
        () = proof
        return leaf
    *below, sibling = proof
    split = _split(size)
    if index < split:
        return _node(_climb(leaf, index, split, below), sibling)
    return _node(sibling, _climb(leaf, index - split, size - split, below))


def consistency_proof(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """The hashes that show the tree over `leaves` to extend that of its first `size` leaves.

    Empty when `size` is 0 or all of them. Raises IndexError beyond.
    """
    if not 0 <= size <= len(leaves):
        raise IndexError(f"no first {size} leaves in a tree of {len(leaves)}")
    return _subproof(leaves, size, old_is_known=True) if size else []


def _subproof(leaves: Sequence[bytes], size: int, *, old_is_known: bool) -> list[bytes]:
    if size == len(leaves):
        return [] if old_is_known else [root(leaves)]
    split = _split(len(leaves))
    if size <= split:
        below = _subproof(leaves[:split], size, old_is_known=old_is_known)
        return [*below, root(leaves[split:])]
    below = _subproof(leaves[split:], size - split, old_is_known=False)
    return [*below, root(leaves[:split])]


def verify_consistency(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows the tree under `new_root` to extend the one under `old_root`.

    The two sizes count leaves. Every tree extends the empty one, with an empty proof.
    """
    if old_size == 0:
        return new_size >= 0 and old_root == EMPTY_ROOT and not proof
    try:
        roots = _grow(old_size, new_size, proof, old_root) if old_size <= new_size else None
    except ValueError:
        return False
    return roots == (old_root, new_root)


def _grow(old_size: int, new_size: int, proof: Sequence[bytes], old: bytes | None) -> tuple[bytes, bytes]:
    """The old and new roots that `proof` gives; ValueError when its length is wrong.

    `old` is the old root while it is still a whole subtree of the new tree.
    """
    if old_size == new_size:
        (seed,) = proof if old is None else (old, *proof)
        return seed, seed
    *below, sibling = proof
    split = _split(new_size)
    if old_size <= split:
        before, after = _grow(old_size, split, below, old)
        return before, _node(after, sibling)
    before, after = _grow(old_size - split, new_size - split, below, None)
    return _node(sibling, before), _node(sibling, after)
