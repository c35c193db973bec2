"""How German writes dates and numbers. A shape is known by the English one, like a word of a catalogue."""

SHAPES = {
    "j F Y": "j. F Y",
    "l, j F Y": "l, j. F Y",
    "l j F Y": "l, j. F Y",
    "D, j F": "D, j. F",
    "j F Y, H:i": "j. F Y, H:i",
    "j F": "j. F",
    "j F, H:i": "j. F, H:i",
    "j M Y": "d.m.Y",
    "j M": "d.m.",
    "j M Y, H:i": "d.m.Y, H:i",
    "j M Y, H:i:s": "d.m.Y, H:i:s",
    "D, j F Y": "D, j. F Y",
    "M Y": "F Y",
    "j M, H:i": "d.m., H:i",
}
globals().update(SHAPES)  # Django looks a shape up here by its name

DECIMAL_SEPARATOR, THOUSAND_SEPARATOR = ",", "."
DATE_INPUT_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
