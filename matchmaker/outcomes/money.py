"""A column type for money."""

from decimal import Decimal

import sqlalchemy as sa


class Amount(sa.TypeDecorator[Decimal]):
    """Money to two decimals, stored as whole hundredths: exact on every database, sums too."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, _dialect: sa.Dialect) -> int | None:
        """Hundredths. Raises ValueError for what is finer."""
        if value is None:
            return None
        hundredths = value * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError(f"{value}: more than two decimals")
        return int(hundredths)

    def process_result_value(self, value: int | Decimal | None, _dialect: sa.Dialect) -> Decimal | None:
        """The amount."""
        return None if value is None else Decimal(int(value)).scaleb(-2)
