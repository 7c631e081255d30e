#!/usr/bin/env python3
"""Writes months.tsv from the Unicode CLDR, as the PyPI package babel has it: `pip install babel && python3 months.py > months.tsv`.

Every language's Gregorian month names, wide and abbreviated, as in dates ("format") and alone ("stand-alone"), lower
case, without what is only a number. A name that means two months in two languages is left out, but for the languages
in FIRST, which come first and keep theirs. EXTRA are spellings of newspapers that CLDR does not have.
"""
import re
from babel import Locale, __version__

LANGUAGES = """en de es fr pt it nl sv nb nn da fi is fo pl cs sk ru uk be bg sr sr_Latn hr sl bs mk ro hu tr id ms el ca
eu gl lt lv et sq az uz kk ky tg mn ka hy ar ar_SY ar_MA ar_DZ fa ur ps hi mr ne bn pa gu or ta te kn ml si he yi th lo km my
am sw af zu fy cy ga gd mt lb rm fil jv eo so ha yo ig""".split()
FIRST = {'en', 'de', 'es', 'fr', 'pl'}
EXTRA = {
    'en': 'sept=9 sept.=9', 'de': 'jän=1 jänner=1 feber=2 mrz=3 maerz=3', 'es': 'setiembre=9 set=9',
    'fr': 'fevrier=2 aout=8 decembre=12 fév=2 fev=2 juill=7', 'ru': 'мар=3 сен=9 ноя=11 июнь=6 июль=7 фев=2', 'el': 'μάι=5 σεπτ=9',
    'pt': 'mar=3', 'tr': 'şub=2', 'nl': 'mrt=3', 'fa': 'ژانویه=1 فوریه=2 مه=5 ژوئیه=7', 'hi': 'जनवरी=1 फरवरी=2 सितम्बर=9 नवम्बर=11 दिसम्बर=12',
    'id': 'agt=8 agu=8 pebruari=2 nopember=11', 'sv': 'sept=9', 'no': '', 'uk': 'серп=8',
}


def names(code):
    months = Locale.parse(code).months
    for context in ('format', 'stand-alone'):
        for width in ('wide', 'abbreviated'):
            for number, name in months[context].get(width, {}).items():
                name = name.lower().replace('\u0307', '').strip().rstrip('.').strip()
                if ' ' not in name and '\xa0' not in name and not re.search(r'\d', name) and len(name) > 1: yield name, number


def main():
    known, rows, twice = {}, {}, set()
    for code in LANGUAGES:
        extra = [pair.split('=') for pair in EXTRA.get(code, '').split()]
        for name, number in list(names(code)) + [(n.rstrip('.'), int(m)) for n, m in extra]:
            other = known.get(name)
            if other is None:
                known[name] = (number, code)
                rows.setdefault(code, {})[name] = number
            elif other[0] != number and other[1] not in FIRST:
                twice.add(name)
    print(f'# Month names of the Unicode CLDR (babel {__version__}), made by months.py: lower case, each with its number.')
    for code, found in rows.items():
        pairs = [f'{name}={number}' for name, number in found.items() if name not in twice]
        if pairs: print(code, '\t', ' '.join(pairs), sep='')


if __name__ == '__main__': main()
