"""How wide pictures are drawn for a phone."""

PHONE = 326.0  # a card on a page of 360 pixels, from edge to edge: nothing is made smaller to fit
