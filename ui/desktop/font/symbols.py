"""Makes symbols.ttf: symbols.py DejaVuSans.ttf NotoSans-Regular.ttf

DejaVu Sans 2.37 is Debian's fonts-dejavu-core, the other is Fyne's (theme/font), and fontTools Debian's fonttools.
Spaces are in it because a space is drawn with the font of the sign before it; they are as wide as Noto's.
"""
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

SIGNS = "←↑→↓↔⇧⌃⌘⌥√−≈≠≤≥■□▲△▴▶▸▼▾◀◂○●◦✓✗"
SPACES = " \u00a0\u2007\u2009\u202f"

font, noto = TTFont(sys.argv[1]), TTFont(sys.argv[2])
options = subset.Options(layout_features=[], name_IDs=[], notdef_outline=False, hinting=False, drop_tables=["FFTM", "GPOS", "GSUB", "GDEF", "kern"])
subsetter = subset.Subsetter(options)
subsetter.populate(text=SIGNS + SPACES)
subsetter.subset(font)
scale_upem(font, noto["head"].unitsPerEm)

for space in map(ord, SPACES):
    font["hmtx"][font.getBestCmap()[space]] = (noto["hmtx"][noto.getBestCmap()[space]][0], 0)
high, deep = noto["hhea"].ascent, noto["hhea"].descent
font["hhea"].ascent, font["hhea"].descent, font["hhea"].lineGap = high, deep, 0
os2 = font["OS/2"]
os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap, os2.usWinAscent, os2.usWinDescent = high, deep, 0, high, -deep
for number, text in {
    0: "A part of DejaVu Sans 2.37. Fonts are (c) Bitstream; DejaVu changes are in public domain.",
    1: "Meterscope Symbols", 2: "Regular", 4: "Meterscope Symbols", 6: "MeterscopeSymbols",
    13: "The licence of DejaVu fonts, which the program shows among the licences of Fyne's fonts.",
}.items():
    font["name"].setName(text, number, 3, 1, 0x409)
font.save("symbols.ttf")
