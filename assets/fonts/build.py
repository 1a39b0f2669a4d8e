"""Makes the fonts of assets/fonts/ (its README.md says how to run this).

For the paper:
Each face is merged from the `latin` and `latin-ext` files of its @fontsource package, given the accented letters of
Latin Extended-A that it lacks (composed of its own letters and its own accents), stripped of everything a PDF
does not need (layout features, hints, glyph names), and subset twice: *core* for Spanish and its neighbours,
*wide* for the rest of Latin Extended-A.

For the window: the same letters as *wide*, with their kerning.
"""
import sys, zlib
from pathlib import Path
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent
from fontTools.merge import Merger
from fontTools import subset

SOURCE = "node_modules/@fontsource/{family}/files/{family}-{part}-{weight}-normal.woff2"
LATIN_1 = set(range(0x20, 0x7F)) | (set(range(0xA1, 0x100)) - {0xAD})
PUNCTUATION = {0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2039, 0x203A, 0x20AC}
LATIN_1_LETTERS = set(range(0xC0, 0x100)) - {0xD7, 0xF7}
CORE = set(range(0x20, 0x7F)) | LATIN_1_LETTERS | set(map(ord, "¡¿«»ªº°·")) | PUNCTUATION
WIDE = LATIN_1 | PUNCTUATION | set(range(0x100, 0x180)) | {0x218, 0x219, 0x21A, 0x21B}
LETTERS_AND_DIGITS = {code for code in range(0x2D, 0x7B) if chr(code).isalnum() or chr(code) == "-"}
WINDOW = WIDE | {0xA0, 0x2009, 0x2212}
KEY = set(map(ord, "23456789DFHJKLMRTWXYdfhmrt"))

# wanted letter: (base, a letter of the same height that has the accent, that letter's base)
COMPOSED = {}
for accent, pattern_lower, pattern_upper in (("\u0302", "ô", "Ô"), ("\u0306", "ă", "Ă"), ("\u0303", "õ", "Õ"), ("\u0304", "ā", "Ā")):
    import unicodedata
    for code in range(0x100, 0x180):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and chr(int(parts[1], 16)) == accent:
            base = chr(int(parts[0], 16))
            tall = base.isupper() or base == "h"
            COMPOSED[code] = ({"i": "ı", "j": "ȷ"}.get(base, base), pattern_upper if tall else pattern_lower)


def compose(font):
    cmap, glyf, metrics = font.getBestCmap(), font["glyf"], font["hmtx"].metrics
    middle = lambda name: (glyf[name].xMin + glyf[name].xMax) / 2
    for code, (base, pattern) in COMPOSED.items():
        if code in cmap or ord(base) not in cmap:
            continue
        own, reference = cmap[ord(base)], glyf[cmap[ord(pattern)]]
        letter, accent = reference.components[0], reference.components[1]
        glyph = Glyph()
        glyph.numberOfContours = -1
        glyph.components = []
        for name, x, y in ((own, 0, 0), (accent.glyphName, round(accent.x + middle(own) - middle(letter.glyphName)), accent.y)):
            part = GlyphComponent()
            part.glyphName, part.x, part.y, part.flags = name, x, y, 0x4 | 0x2
            glyph.components.append(part)
        name = f"uni{code:04X}"
        font.setGlyphOrder(font.getGlyphOrder() + [name])
        glyf.glyphs[name] = glyph
        glyf.glyphOrder = font.getGlyphOrder()
        glyph.recalcBounds(glyf)
        metrics[name] = (metrics[own][0], glyph.xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[code] = name


def merged(family, weight, folder, dropped=("GSUB", "GPOS", "GDEF", "STAT", "prep", "gasp")):
    parts = []
    for part in ("latin", "latin-ext"):
        font = TTFont(SOURCE.format(family=family, part=part, weight=weight))
        font.flavor = None
        for table in dropped:
            if table in font:
                del font[table]
        path = folder / f".{part}.ttf"
        font.save(path)
        parts.append(path)
    font = Merger().merge([str(p) for p in parts])
    for path in parts:
        path.unlink()
    compose(font)
    whole = folder / ".whole.ttf"
    font.save(whole)
    return whole


def write(source, wanted, path, features=()):
    options = subset.Options()
    options.layout_features, options.hinting, options.glyph_names = list(features), False, False
    options.notdef_outline, options.recalc_timestamp = True, False
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    font = TTFont(source, recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=wanted)
    cutter.subset(font)
    font["head"].created = font["head"].modified = 0
    font.save(path)
    data = path.read_bytes()
    lacking = " ".join(chr(c) for c in sorted(wanted - set(font.getBestCmap())))
    print(f"{path.name}: {len(data)} bytes, {len(zlib.compress(data))} compressed, lacks {lacking or 'nothing'}")


def main(folder):
    for weight, name in ((400, "Regular"), (700, "Bold")):
        whole = merged("atkinson-hyperlegible-next", weight, folder)
        write(whole, CORE, folder / f"AtkinsonHyperlegibleNext-{name}-Core.ttf")
        write(whole, WIDE, folder / f"AtkinsonHyperlegibleNext-{name}-Wide.ttf")
        whole.unlink()
    whole = merged("atkinson-hyperlegible-mono", 700, folder)
    write(whole, KEY, folder / "AtkinsonHyperlegibleMono-Bold-Key.ttf")
    write(whole, LETTERS_AND_DIGITS, folder / "AtkinsonHyperlegibleMono-Bold-Wide.ttf")
    whole.unlink()
    for family, name, weight, cut in (("next", "Next", 400, "Regular"), ("next", "Next", 600, "SemiBold"), ("mono", "Mono", 400, "Regular")):
        whole = merged(f"atkinson-hyperlegible-{family}", weight, folder, dropped=("GSUB", "STAT", "prep", "gasp"))
        write(whole, WINDOW, folder / f"AtkinsonHyperlegible{name}-{cut}-Window.ttf", ("kern",))
        whole.unlink()


main(Path(sys.argv[1]))
