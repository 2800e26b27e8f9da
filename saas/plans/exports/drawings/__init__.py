"""What the plan’s drawings show, computed once. The page draws it as SVG, the booklet and the letter draw it in type.

Places are shares of the drawing's width (0 at the left edge, 1 at the right); every drawing has `text`, the same in words.
"""
