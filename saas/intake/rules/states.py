"""The places that pay unemployment insurance: fifty states, the District of Columbia, Puerto Rico, the U.S. Virgin Islands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# Two-letter codes are those of the Postal Service, in the order of the names.
_LINES = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia
FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine
MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada
NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas
VI U.S. Virgin Islands|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming
"""

STATES: Mapping[str, str] = MappingProxyType(
    {entry[:2]: entry[3:] for line in _LINES.strip().splitlines() for entry in line.split("|")}
)

_BY_NAME = {name.casefold(): code for code, name in STATES.items()}


def state_code(text: str) -> str | None:
    """The code of a state given by code or by name, any case; None when it is neither."""
    plain = " ".join(text.split())
    return plain.upper() if plain.upper() in STATES else _BY_NAME.get(plain.casefold())
