"""The drawn family diagram.

Facts in: `drawing.FamilyDrawing`. Out: `svg.picture` for a page, `words.as_text` for the same in sentences,
`key.key_svg` for what the marks mean, `sheet.sheet` for a file with title, date and key (a PNG by engine/drawing).
"""
