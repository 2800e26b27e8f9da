"""What the plan's drawings say, counted once. The page draws it as SVG, the booklet and the letter draw it in type.

Places are shares of the drawing's width (0 at the left edge, 1 at the right); every picture has `told`, the same in words.
"""

from __future__ import annotations

from saas.plans.copies.pictures.destinations import Destinations, destinations
from saas.plans.copies.pictures.runway import Runway, runway
from saas.plans.copies.pictures.timeline import Timeline, timeline

__all__ = ["Destinations", "Runway", "Timeline", "destinations", "runway", "timeline"]
