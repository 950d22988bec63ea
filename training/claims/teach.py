"""The teacher: MiniLM-L6 with three heads, trained on coded sentences, labels uncoded ones.

`teach.py CODED.jsonl UNCODED.jsonl > TAUGHT.jsonl`. Lines as `cargo xtask train export` writes them. CODED has the coders' `claim`, `acts` and
`fillers`; TAUGHT has the lines of UNCODED with `claim` (probabilities), `acts` ([name, probability] pairs, most likely first, of probability
0.05 and more) and `fillers` (for each likely claim its word's number, its act, and four probabilities for each phrase).

One encoder, three heads: claim or not and which act over the first piece of each possible trigger; the role of each phrase over the pieces of
trigger and phrase and the act. The head that names acts starts from the vectors of the acts' definitions in `data/ontology/acts.toml`. Models
of several seeds are averaged (`SEEDS`); a line of progress goes to standard error.
"""
import json
import random
import sys
import tomllib
from pathlib import Path

import torch
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

import minilm

EPOCHS, BATCH, RATE, LONGEST, SEEDS = 4, 16, 8e-5, 160, (1,)
LIKELY, ROLES, INNER = 0.35, 4, 256


class Teacher(torch.nn.Module):
    """The encoder with its heads."""

    def __init__(self, settings, weights, acts):
        super().__init__()
        self.body = minilm.encoder(settings, weights)
        self.claim = torch.nn.Linear(minilm.WIDTH, 1)
        self.act = torch.nn.Linear(minilm.WIDTH, acts)
        self.trigger, self.phrase = torch.nn.Linear(minilm.WIDTH, INNER), torch.nn.Linear(minilm.WIDTH, INNER)
        self.told, self.role = torch.nn.Embedding(acts, INNER), torch.nn.Linear(INNER, ROLES)

    def pairs(self, hidden, rows, triggers, phrases, acts):
        """Scores of the roles of phrases (columns) beside triggers (columns) of these acts."""
        mixed = self.trigger(hidden[rows, triggers]) + self.phrase(hidden[rows, phrases]) + self.told(acts)
        return self.role(torch.nn.functional.gelu(mixed))


def read(model, ids, mask):
    """The vectors of a batch. Half precision: twice as fast or more on processors that have it, and no worse here."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        return model.body(ids, mask, torch.zeros_like(ids)).float()


def encode(tokenizer, line):
    """Piece ids of a sentence; of each possible trigger and each phrase the first piece (0, the mark at the start, where it was cut off)."""
    found = tokenizer.encode(line["text"])
    first = {start: at for at, (start, end) in reversed(list(enumerate(found.offsets))) if end > start}

    def piece(span):
        at = next((first[at] for at in range(*span) if at in first), 0)
        return at if at < LONGEST else 0

    return found.ids[:LONGEST], [piece(span) for span in line["words"]], [piece(span) for span in line["phrases"]]


def batches(encoded, shuffled):
    """(indices, ids, mask) of sentences of like length at a time, in a random order where they are shuffled."""
    order = sorted(range(len(encoded)), key=lambda i: len(encoded[i][0]) + (random.uniform(-4, 4) if shuffled else 0))
    groups = [order[at:at + BATCH] for at in range(0, len(order), BATCH)]
    if shuffled:
        random.shuffle(groups)
    for group in groups:
        longest = max(len(encoded[i][0]) for i in group)
        ids = torch.tensor([encoded[i][0] + [0] * (longest - len(encoded[i][0])) for i in group])
        yield group, ids, ids != 0


def words_of(encoded, group):
    """Rows and columns of the possible triggers of a batch."""
    rows = [row for row, i in enumerate(group) for _ in encoded[i][1]]
    return torch.tensor(rows, dtype=torch.long), torch.tensor([column for i in group for column in encoded[i][1]], dtype=torch.long)


def start_from_definitions(model, tokenizer, acts):
    """The act head begins as the unit vectors of the definitions."""
    told = {act["name"]: f"{act['name'].replace('_', ' ')}: {act.get('definition') or act.get('covers', '')}"
            for act in tomllib.loads(Path("data/ontology/acts.toml").read_text(encoding="utf-8"))["act"]}
    with torch.no_grad():
        for at, act in enumerate(acts):
            ids = torch.tensor([tokenizer.encode(told.get(act, act)).ids[:LONGEST]])
            vector = model.body(ids, ids != 0, torch.zeros_like(ids)).mean(dim=1)[0]
            model.act.weight[at] = vector / vector.norm()
        model.act.weight -= model.act.weight.mean(dim=0)
        model.act.bias.zero_()


def losses(model, hidden, lines, encoded, group, number):
    """The sum of what the three heads lose on a batch."""
    said = [said for i in group for said in lines[i]["claim"]]
    judged = torch.tensor([said is not None for said in said])
    names = [accepted for i in group for accepted in lines[i]["acts"]]
    shares = torch.zeros(len(names), len(number))
    for row, accepted in enumerate(names):
        for rank, act in enumerate(accepted):
            shares[row, number[act]] += 1.0 if len(accepted) == 1 else 0.75 if rank == 0 else 0.25 / (len(accepted) - 1)
    named = shares.sum(dim=1) > 0
    vectors = hidden[words_of(encoded, group)]
    loss = binary_cross_entropy_with_logits(model.claim(vectors).squeeze(-1)[judged], torch.tensor([float(said or 0) for said in said])[judged])
    if named.any():
        loss = loss + 0.3 * cross_entropy(model.act(vectors[named]), shares[named])
    pairs = [(row, encoded[i][1][word], column, number[act], role) for row, i in enumerate(group) for word, act, roles in lines[i]["fillers"]
             for column, role in zip(encoded[i][2], roles) if role is not None]
    if pairs:
        *places, role = (torch.tensor(part) for part in zip(*pairs))
        loss = loss + 0.3 * cross_entropy(model.pairs(hidden, *places), role)
    return loss


def train(settings, weights, tokenizer, lines, acts, seed):
    random.seed(seed)
    torch.manual_seed(seed)
    model = Teacher(settings, weights, len(acts))
    model.body.word.weight.requires_grad_(False)  # half of all weights: the words of a few hundred texts would only blur them
    start_from_definitions(model, tokenizer, acts)
    encoded = [encode(tokenizer, line) for line in lines]
    number = {act: at for at, act in enumerate(acts)}
    heads = [parameter for name, parameter in model.named_parameters() if not name.startswith("body.")]
    body = [parameter for parameter in model.body.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": heads, "lr": 10 * RATE}])
    steps = EPOCHS * -(-len(lines) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, step / (0.1 * steps)) * max(0.0, 1 - step / steps))
    model.train()
    for epoch in range(EPOCHS):
        total = 0.0
        for group, ids, mask in batches(encoded, True):
            hidden = read(model, ids, mask)
            loss = losses(model, hidden, lines, encoded, group, number)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
        print(f"seed {seed} epoch {epoch}: loss {total / (steps / EPOCHS):.4f}", file=sys.stderr, flush=True)
    return model.eval()


def fillers_of(models, hidden, row, columns, phrases, claim, act):
    """Of each likely claim of one sentence: its word's number, its likeliest act's number, the chances of each phrase."""
    found = []
    for word in (claim >= LIKELY).nonzero().flatten().tolist():
        named, count = int(act[word].argmax()), len(phrases)
        if count:
            places = (torch.full((count,), row), torch.full((count,), columns[word]), torch.tensor(phrases), torch.full((count,), named))
            chances = sum(torch.softmax(model.pairs(inner, *places), dim=1) for model, inner in zip(models, hidden)) / len(models)
            found.append((word, named, chances.tolist()))
    return found


def label(models, tokenizer, lines, acts):
    """Adds to each line the chances of its possible triggers, averaged over the models."""
    encoded = [encode(tokenizer, line) for line in lines]
    rounded = lambda values: [round(float(value), 3) for value in values]
    for group, ids, mask in batches(encoded, False):
        hidden = [read(model, ids, mask) for model in models]
        places = words_of(encoded, group)
        claims = sum(torch.sigmoid(model.claim(inner[places]).squeeze(-1)) for model, inner in zip(models, hidden)) / len(models)
        named = sum(torch.softmax(model.act(inner[places]), dim=1) for model, inner in zip(models, hidden)) / len(models)
        at = 0
        for row, i in enumerate(group):
            _, columns, phrases = encoded[i]
            claim, act = claims[at:at + len(columns)], named[at:at + len(columns)]
            at += len(columns)
            names = [sorted(([acts[k], round(float(share), 3)] for k, share in enumerate(row) if share >= 0.05), key=lambda pair: -pair[1]) for row in act]
            fillers = fillers_of(models, hidden, row, columns, phrases, claim, act)
            lines[i] |= {"claim": rounded(claim), "acts": [names if p >= 0.1 else [] for names, p in zip(names, claim)],
                         "fillers": [[word, acts[named], [rounded(chances) for chances in rows]] for word, named, rows in fillers]}


def main():
    torch.set_num_threads(1)  # several that wait for each other on a busy machine cost ten times the work; and sums come in one order
    coded, uncoded = ([json.loads(line) for line in Path(path).read_text(encoding="utf-8").split("\n") if line] for path in sys.argv[1:3])
    acts = sorted({act for line in coded for accepted in line["acts"] for act in accepted} | {filler[1] for line in coded for filler in line["fillers"]})
    settings, weights, tokenizer = minilm.load()
    models = [train(settings, weights, tokenizer, coded, acts, seed) for seed in SEEDS]
    with torch.no_grad():
        label(models, tokenizer, uncoded, acts)
    for line in uncoded:
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
