"""Drug packages: the national drug code that stands on a drug line beside the procedure code, with its own unit
(data/codes/drug_products.csv).
"""

from typing import NamedTuple

from sim.ground.files import remembered
from sim.reference.tables import rows


class Product(NamedTuple):
    """One package: quantity is how many thousandths of its unit one unit of the procedure code is."""

    code: str
    drug_code: str
    drug_unit_code: str
    quantity: int


@remembered
def products() -> dict[str, Product]:
    """Every package by its drug code.

    >>> products()["99999188501"].code
    'J1885'
    """
    made = (
        Product(row["code"], row["drug_code"], row["drug_unit_code"], int(row["quantity"]))
        for row in rows("data/codes/drug_products.csv")
    )
    return {product.drug_code: product for product in made}


@remembered
def product_of() -> dict[str, Product]:
    """The package the clinic keeps, by procedure code.

    >>> product_of()["J3301"].drug_unit_code
    'ML'
    """
    return {product.code: product for product in products().values()}
