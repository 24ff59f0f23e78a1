"""Writes font-widths.json: how far each character advances, in thousandths of the font size, for laying figures out.

    python src-shared/figures/svg/make_font_widths.py        needs fonttools and brotli, and `npm ci` done
"""

import json
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

root = Path(__file__).parents[3]
fonts = root / "node_modules/@fontsource-variable"
subsets = ["latin", "latin-ext", "greek", "cyrillic"]
# What labels are written with; a character outside is taken to be as wide as an "n".
characters = (
    [chr(c) for c in range(0x20, 0x7F)]
    + [chr(c) for c in range(0xA0, 0x180)]
    + [chr(c) for c in range(0x391, 0x3CA)]
    + list("–—‘’“”„†•…‰′″€−×÷±≈≠≤≥→←↑↓∞∂∑√⊕⊙⋅·½¼¾")
)


def advances(weight):
    found = {}
    for subset in subsets:
        font = TTFont(fonts / f"inter/files/inter-{subset}-wght-normal.woff2")
        instance = instantiateVariableFont(font, {"wght": weight})
        scale = 1000 / instance["head"].unitsPerEm
        for code, glyph in instance.getBestCmap().items():
            found.setdefault(chr(code), round(instance["hmtx"][glyph][0] * scale))
    return {c: found[c] for c in characters if c in found}


table = {str(weight): advances(weight) for weight in (400, 600)}
lines = [
    f'  "{weight}": {json.dumps(widths, ensure_ascii=False, separators=(",", ":"))}' for weight, widths in table.items()
]
Path(__file__).with_name("font-widths.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
