"""Uncoded texts for the teacher to label: `pool.py BENCH_DATA [FORBIDDEN.jsonl …] > pool.jsonl`.

In:  the folder of the public development sets; files with a `text` that must not be learned from (the texts of the gold).
Out: an object a line: `doc`, `outlet`, `text`; English only; no line that shares eight words in a row with a forbidden text.
"""
import json
import re
import sys
from pathlib import Path

# News of conflict, releases, snippets. Sets of other news (timebank, polnear, ecbplus, geo_lgl) would drown it.
SETS = ["fakes", "event_location", "isaf", "case2021", "geo_trnews", "geo_geovirus", "re3d", "dyads", "ucdp_ukraine"]
MOST_WORDS = 60_000  # of one set, so that none outweighs the others


def grams(text, size=8):
    """Every run of `size` words."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i:i + size]) for i in range(len(words) - size + 1)}


def main():
    folder, forbidden = Path(sys.argv[1]), set()
    for path in sys.argv[2:]:
        raw = Path(path).read_text(encoding="utf-8")
        texts = [json.loads(line)["text"] for line in raw.split("\n") if line] if path.endswith(".jsonl") else [raw]
        for text in texts:
            forbidden |= grams(text)
    for name in SETS:
        words, seen = 0, set()
        for line in (folder / name / "data.jsonl").read_text(encoding="utf-8").split("\n"):
            if not line:
                continue
            row = json.loads(line)
            text = row.get("text") or "\n".join(source["headline"] for source in row.get("sources", []) if source.get("headline"))
            if not text or row.get("lang", "en") != "en" or words > MOST_WORDS:
                continue
            lines = [part for part in text.split("\n") if not grams(part) & forbidden and part not in seen]
            seen.update(lines)
            if any(part.strip() for part in lines):
                words += sum(len(part.split()) for part in lines)
                outlet = row.get("outlet") or (row["source"] if isinstance(row.get("source"), str) else None)
                print(json.dumps({"doc": f"{name}/{row['id']}", "outlet": outlet, "text": "\n".join(lines)}, ensure_ascii=False))


main()
