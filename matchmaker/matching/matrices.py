"""Sparse matrices as stored arrays."""

import numpy as np
from scipy.sparse import csr_array

from matchmaker.matching.strings import Arrays

_PARTS = ("data", "indices", "indptr")


def arrays_of(matrix: csr_array, name: str) -> dict[str, np.ndarray]:
    """The arrays of a matrix, under names that begin with `name`."""
    return {f"{name}.{part}": getattr(matrix, part) for part in _PARTS}


def stored_matrix(arrays: Arrays, name: str, shape: tuple[int, int]) -> csr_array:
    """The matrix that `arrays_of` took apart, not copied. ValueError when the arrays do not make one of this shape."""
    data, indices, indptr = (arrays[f"{name}.{part}"] for part in _PARTS)
    if len(indptr) != shape[0] + 1 or int(indptr[-1]) != len(data) or len(data) != len(indices):
        raise ValueError(f"{name}: the parts do not make a matrix of {shape[0]} x {shape[1]}")
    return _of_parts(data, indices, indptr, shape)


def rows_of(matrix: csr_array, rows: slice | np.ndarray) -> csr_array:
    """Some rows of a matrix; for a slice of it nothing is copied."""
    if not isinstance(rows, slice):
        return csr_array(matrix[rows])
    first, last, _ = rows.indices(matrix.shape[0])
    indptr = matrix.indptr[first : last + 1]
    if not len(indptr):
        return csr_array((0, matrix.shape[1]), dtype=matrix.dtype)
    own = slice(int(indptr[0]), int(indptr[-1]))
    return _of_parts(matrix.data[own], matrix.indices[own], indptr - indptr[0], (last - first, matrix.shape[1]))


def as_slice(places: np.ndarray) -> slice | np.ndarray:
    """Places that follow each other as a slice, which copies nothing; others as they are."""
    is_run = (
        len(places) > 0 and int(places[-1]) - int(places[0]) == len(places) - 1 and bool((np.diff(places) == 1).all())
    )
    return slice(int(places[0]), int(places[-1]) + 1) if is_run else places


def widened(matrix: csr_array, width: int) -> csr_array:
    """The same matrix with empty columns behind its own."""
    return _of_parts(matrix.data, matrix.indices, matrix.indptr, (matrix.shape[0], width))


def _of_parts(data: np.ndarray, indices: np.ndarray, indptr: np.ndarray, shape: tuple[int, int]) -> csr_array:
    """A matrix of these very arrays: the constructor copies what is a small part of a larger array, a file for one."""
    matrix = csr_array(shape, dtype=data.dtype)
    matrix.data, matrix.indices, matrix.indptr = data, indices, indptr
    return matrix


def incidence(rows: list[list[int]], width: int) -> csr_array:
    """Rows x `width`, int32: one in the columns that each row names."""
    indptr = np.cumsum([0, *(len(found) for found in rows)], dtype=np.int32)
    indices = np.array([place for found in rows for place in sorted(found)], dtype=np.int32)
    return csr_array((np.ones(len(indices), dtype=np.int32), indices, indptr), shape=(len(rows), width))
