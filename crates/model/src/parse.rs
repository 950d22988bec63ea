//! A document read: sentences, tokens, tags, tree and names. It says nothing of conflict.
//!
//! Tags are Penn Treebank's, relations ClearNLP's, names OntoNotes': the schemes of the model behind `language`.

use crate::{DocumentId, Span};
use smol_str::SmolStr;
use std::ops::Range;

/// A document's sentences, in text order.
#[derive(Clone, Debug, PartialEq)]
pub struct Parse {
    /// The document that was read.
    pub document: DocumentId,
    /// Its sentences. They never overlap, and never cross a line break.
    pub sentences: Vec<Sentence>,
}

/// One sentence. Tokens and the gaps between them rebuild its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// From the first token's first byte to the last token's last.
    pub span: Span,
    /// Which line of the text it stands on, counted from 0: sentences of one line are of one paragraph.
    pub line: usize,
    /// Its tokens, white-space tokens included (`Token::is_space`).
    pub tokens: Vec<Token>,
    /// Its names, dates and numbers; they never overlap.
    pub entities: Vec<Entity>,
}

/// One token.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Its bytes.
    pub span: Span,
    /// Its text in lower case.
    pub lower: SmolStr,
    /// Its lemma, as spaCy's rule lemmatizer gives it: lower case but for names.
    pub lemma: SmolStr,
    /// Penn tag.
    pub tag: Tag,
    /// Universal part of speech.
    pub pos: Pos,
    /// Relation to the head.
    pub dep: Dep,
    /// Index of the head in the sentence's tokens; its own index for a root.
    pub head: usize,
}

impl Token {
    /// Whether it is white space only.
    pub fn is_space(&self) -> bool {
        self.tag == Tag::Space
    }
}

/// A name, date or number.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Token indices in the sentence.
    pub tokens: Range<usize>,
    /// Its bytes.
    pub span: Span,
    /// What the model takes it for. Labels are weak in this domain: evidence, not truth.
    pub kind: EntityKind,
}

impl Sentence {
    /// Index of the first root.
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().enumerate().position(|(i, token)| token.head == i && !token.is_space())
    }
}

macro_rules! scheme {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        pub enum $name { $($variant,)* }

        impl $name {
            /// Every value of the scheme, in its order.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// Its name in the scheme.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)* }
            }

            /// The value of this name in the scheme.
            pub fn parse(text: &str) -> Option<$name> {
                match text { $($text => Some($name::$variant),)* _ => None }
            }
        }
    };
}

scheme! {
    /// Penn Treebank part-of-speech tag (OntoNotes 5).
    Tag {
        Currency = "$",
        CloseQuote = "''",
        Comma = ",",
        LeftBracket = "-LRB-",
        RightBracket = "-RRB-",
        Stop = ".",
        Colon = ":",
        ADD = "ADD",
        AFX = "AFX",
        CC = "CC",
        CD = "CD",
        DT = "DT",
        EX = "EX",
        FW = "FW",
        HYPH = "HYPH",
        IN = "IN",
        JJ = "JJ",
        JJR = "JJR",
        JJS = "JJS",
        LS = "LS",
        MD = "MD",
        NFP = "NFP",
        NN = "NN",
        NNP = "NNP",
        NNPS = "NNPS",
        NNS = "NNS",
        PDT = "PDT",
        POS = "POS",
        PRP = "PRP",
        PRPS = "PRP$",
        RB = "RB",
        RBR = "RBR",
        RBS = "RBS",
        RP = "RP",
        SYM = "SYM",
        TO = "TO",
        UH = "UH",
        VB = "VB",
        VBD = "VBD",
        VBG = "VBG",
        VBN = "VBN",
        VBP = "VBP",
        VBZ = "VBZ",
        WDT = "WDT",
        WP = "WP",
        WPS = "WP$",
        WRB = "WRB",
        XX = "XX",
        Space = "_SP",
        OpenQuote = "``",
    }
}

scheme! {
    /// Universal part of speech; `None` where the model's rules give none.
    Pos {
        ADJ = "ADJ",
        ADP = "ADP",
        ADV = "ADV",
        AUX = "AUX",
        CCONJ = "CCONJ",
        CONJ = "CONJ",
        DET = "DET",
        INTJ = "INTJ",
        NOUN = "NOUN",
        NUM = "NUM",
        PART = "PART",
        PRON = "PRON",
        PROPN = "PROPN",
        PUNCT = "PUNCT",
        SCONJ = "SCONJ",
        SYM = "SYM",
        VERB = "VERB",
        X = "X",
        SPACE = "SPACE",
        None = "",
    }
}

scheme! {
    /// Dependency relation, ClearNLP labels.
    Dep {
        Root = "ROOT",
        Acl = "acl",
        Acomp = "acomp",
        Advcl = "advcl",
        Advmod = "advmod",
        Agent = "agent",
        Amod = "amod",
        Appos = "appos",
        Attr = "attr",
        Aux = "aux",
        Auxpass = "auxpass",
        Case = "case",
        Cc = "cc",
        Ccomp = "ccomp",
        Compound = "compound",
        Conj = "conj",
        Csubj = "csubj",
        Csubjpass = "csubjpass",
        Dative = "dative",
        Dep = "dep",
        Det = "det",
        Dobj = "dobj",
        Expl = "expl",
        Intj = "intj",
        Mark = "mark",
        Meta = "meta",
        Neg = "neg",
        Nmod = "nmod",
        Npadvmod = "npadvmod",
        Nsubj = "nsubj",
        Nsubjpass = "nsubjpass",
        Nummod = "nummod",
        Oprd = "oprd",
        Parataxis = "parataxis",
        Pcomp = "pcomp",
        Pobj = "pobj",
        Poss = "poss",
        Preconj = "preconj",
        Predet = "predet",
        Prep = "prep",
        Prt = "prt",
        Punct = "punct",
        Quantmod = "quantmod",
        Relcl = "relcl",
        Xcomp = "xcomp",
    }
}

scheme! {
    /// Kind of name, OntoNotes 5.
    EntityKind {
        Cardinal = "CARDINAL",
        Date = "DATE",
        Event = "EVENT",
        Fac = "FAC",
        Gpe = "GPE",
        Language = "LANGUAGE",
        Law = "LAW",
        Loc = "LOC",
        Money = "MONEY",
        Norp = "NORP",
        Ordinal = "ORDINAL",
        Org = "ORG",
        Percent = "PERCENT",
        Person = "PERSON",
        Product = "PRODUCT",
        Quantity = "QUANTITY",
        Time = "TIME",
        WorkOfArt = "WORK_OF_ART",
    }
}
