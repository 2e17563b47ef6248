"""What every drawing is made of: letters whose width is known, colours and marks, and the PNG of an SVG."""
