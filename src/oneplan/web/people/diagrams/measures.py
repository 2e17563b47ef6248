"""The sizes every part of the drawing agrees on, in pixels at natural size."""

RADIUS = 22.0  # half the width of a symbol
NAME_SIZE = 15.0
SMALL_SIZE = 13.0
NAME_LINE = 18.0
SMALL_LINE = 16.0
LABEL_GAP = 5.0  # between symbol and name
CELL = 78.0  # the least width a person takes: four in a row fit a phone's card
WIDER_CELLS = (78.0, 84.0, 92.0, 104.0, 120.0)
CELL_AIR = 6.0  # kept free of text inside a cell
PAD = 9.0  # between a home's outline and its people
NESTING = 6.0  # further out for each outline round the same people
BETWEEN_OUTLINES = 10.0
COUPLE_REACH = 40.0  # the least length of a couple's line between two symbols
MARGIN = 6.0
LANE = 14.0
LABELLED_LANE = 22.0
STEP = 10.0
HOME_LABEL_WIDTH = 190.0
