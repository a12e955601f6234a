"""Pictures of figures, drawn as SVG by hand: what a clinic charged and where it went, what is open and how old, when it
happened, months beside one another.
"""
