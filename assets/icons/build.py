"""Makes the icons of assets/icons/ (its README.md says how to run this).

The Rounded face of Material Symbols, weight 400, cut to the glyphs named here; the axis FILL stays, so that an icon can
be drawn solid. No ligatures: a program asks for a glyph by its code point, which stands in src/ui/theme/icon.rs.
"""
import sys
from pathlib import Path
from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = "node_modules/@material-symbols/font-400/material-symbols-rounded.woff2"
NAMES = """
confirmation_number fact_check menu_book group settings search person groups apartment description badge
barcode_scanner print print_disabled lock logout check check_circle circle cancel block warning info
do_not_disturb_on remove schedule campaign arrow_forward arrow_back add edit delete close refresh rotate_left
rotate_right crop zoom_in zoom_out folder upload download pause play_arrow key shield history help keyboard
light_mode dark_mode expand_more expand_less chevron_right star accessible visibility visibility_off
arrow_upward arrow_downward receipt_long verified hourglass_empty undo calendar_month content_copy
database filter_list save mail bar_chart link
""".split()


def main(folder):
    font = TTFont(SOURCE, recalcTimestamp=False)
    font.flavor = None
    by_name = {}
    for code, name in font.getBestCmap().items():
        by_name.setdefault(name, code)
    codes = {name: by_name[name] for name in NAMES}
    options = subset.Options()
    options.layout_features, options.hinting, options.glyph_names = [], False, False
    options.notdef_outline, options.recalc_timestamp = True, False
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=codes.values())
    cutter.subset(font)
    font["head"].created = font["head"].modified = 0
    path = folder / "MaterialSymbolsRounded.ttf"
    font.save(path)
    print(f"{path.name}: {path.stat().st_size} bytes")
    for name, code in codes.items():
        print(f"{name} {code:04x}")


main(Path(sys.argv[1]))
