"""Why a value is not the true one, told by comparing the two."""
import re
import unicodedata
from collections import Counter


def plain(text):
    return re.sub(r"\W+", " ", unicodedata.normalize("NFKC", str(text)).casefold()).strip()


def words(text):
    return Counter(plain(text).split())


def names(value):
    return {plain(item) for item in value or ()}


def of_text(given, true):
    """Of a value that is one text: headline, description."""
    if not given:
        return "none given"
    given, true = plain(given), plain(true)
    if given == true:
        return "other marks only"
    if true in given:
        return "with something around it"
    if given in true:
        return "a part of it"
    shared = sum((words(given) & words(true)).values())
    return "worded otherwise" if shared * 2 > len(true.split()) else "another text of the page"


def of_date(given, true):
    if not given:
        return "none given"
    if len(given) < 10:
        return "day not known"
    swapped = f"{true[:4]}-{true[8:10]}-{true[5:7]}"
    return "day and month changed places" if given[:10] == swapped else "another date of the page"


def of_list(given, true):
    given, true = names(given), names(true)
    if not given:
        return "none given"
    if not given & true:
        partly = any(one in other or other in one for one in given for other in true)
        return "parts of it, or more around it" if partly else "others instead"
    if given < true:
        return "some are missing"
    return "too many" if given > true else "some are missing, some too many"


def of_body(given, true):
    if not given:
        return "none given"
    given, true = words(given), words(true)
    shared = sum((given & true).values())
    lost = shared < 0.9 * sum(true.values())
    much = shared < 0.9 * sum(given.values())
    return {(True, True): "other paragraphs", (True, False): "paragraphs are missing",
            (False, True): "too much around it"}.get((lost, much), "a few words")


OF = {"headline": of_text, "description": of_text, "published": of_date, "authors": of_list, "keywords": of_list,
      "body": of_body}


def is_right(field, given, true):
    """As `unscrape score` sees it; a body is wrong below nine words in ten."""
    if field == "published":
        return (given or "")[:10] == true[:10]
    if field in ("authors", "keywords"):
        return names(given) == names(true)
    if field == "body":
        return of_body(given, true) == "a few words"
    return bool(given) and plain(given) == plain(true)


# A letter of a script that is written without spaces, or a run of other letters and digits, as in `unscrape score`.
DENSE = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u1000-\u109f\u1780-\u17ff"
TOKEN = re.compile(f"[{DENSE}]|[^\\W_{DENSE}]+")


def tokens(text):
    return Counter(TOKEN.findall(unicodedata.normalize("NFKC", str(text)).casefold()))


def share(field, given, true):
    """How much of a given value is right: the items of a list, the F1 of a body's words, else all or nothing."""
    if field == "body":
        given, true = tokens(given), tokens(true)
        both = sum(given.values()) + sum(true.values())
        return 2 * sum((given & true).values()) / both if both else 0.0
    if field in ("authors", "keywords"):
        given = names(given)
        return len(given & names(true)) / len(given) if given else 0.0
    return float(is_right(field, given, true))
