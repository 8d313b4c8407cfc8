"""Writes tfidf_values.json: what scikit-learn makes of the published titles and of adversarial texts.

Needs scikit-learn 1.2.1, NumPy 1.24 and pandas (Debian 12: python3-sklearn, python3-pandas), and the published data set
as CSV:

    songgenre fetch --out genres_mod.csv
    SONGGENRE_DATA=genres_mod.csv /usr/bin/python3 tfidf_values.py
"""
import hashlib
import json
import os
import pathlib
import unicodedata

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

songs = pd.read_csv(os.environ["SONGGENRE_DATA"], keep_default_na=False, lineterminator="\n").drop_duplicates()
texts = {
    "text_feature": (songs["title"] + " " + songs["song_name"]).tolist(),
    "song_name": songs["song_name"].tolist(),
}

REAL = [
    ("text_feature", dict(binary=True, max_features=10)),
    ("text_feature", dict(binary=True, max_features=2000)),
    ("text_feature", dict(binary=False, max_features=2000, sublinear_tf=True)),
    ("text_feature", dict(binary=False, max_features=500, ngram_range=(1, 3), min_df=3, max_df=0.05)),
    ("text_feature", dict(binary=True, ngram_range=(2, 2), min_df=0.0005, max_df=900)),
    ("song_name", dict(binary=False)),
    ("song_name", dict(binary=True, max_features=50)),
    ("song_name", dict(binary=False, max_features=777, ngram_range=(1, 2))),
    ("song_name", dict(binary=True, max_features=5000, min_df=1, max_df=1.0)),
]

ADVERSARIAL = [
    "Abc ABC abc a b c ab_c __ _ 12 1 x² ²³ ½¼ Ⅷⅳ ⅧX",
    "İstanbul ISTANBUL ıssız DİYARBAKIR İİ",
    "ΟΔΥΣΣΕΥΣ ΑΣ Σ ΣΑ ΑΣ. ΑΣ.Α Α'Σ ΣΣ ΛΟΓΟΣ-ΣΑΣ ªΣ ⅠΣ ⓐΣ 🄰Σ",
    "ﬃ ﬀ ß ẞtraße STRASSE ŉa ǅungla Ǆ",
    "e\u0301te\u0301 \u0301ab a\u0308\u0308b हिन्दी ไทยคำ العَرَبِية שָׁלוֹם",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𝟙𝟚 𐐀𐐁 𐐨𐐩 𠮷野家 𠮷 \ufb01x \ue000\ue001 \uff21\uff22 ｱｲ",
    "a\u200db ab\u200bcd ab\u00adcd ab\u203fcd ab\uff3fcd ab\u2040cd ab·cd",
    "don't rock'n'roll 99.9% #1hit @dj_x R&B C++ tab\tnew\nline\u2028sep\u00a0nbsp\u3000wide",
    "名前 の 日本語 한국어 ㎏㎡ ①② 〇二 🎵🎶 ♥♥ \u0000nul\u0000ab",
    "",
    " a . ! 🎵 ",
    "abc abc 12 12 12 ab_c 𐐀𐐁 𐐀𐐁",
]
SMALL = [
    dict(binary=True),
    dict(binary=False, ngram_range=(1, 2)),
    dict(binary=False, sublinear_tf=True, min_df=2),
    dict(binary=False, max_features=7),
    dict(binary=True, max_features=20, ngram_range=(1, 3), max_df=1),
    dict(binary=False, analyzer="char_wb", ngram_range=(1, 4)),
    dict(binary=False, analyzer="char_wb", ngram_range=(2, 5), lowercase=False, sublinear_tf=True, min_df=2),
    dict(binary=True, analyzer="char", ngram_range=(1, 3)),
    dict(binary=False, analyzer="char", ngram_range=(3, 3), lowercase=False),
]


def written(options):
    return {k: list(v) if isinstance(v, tuple) else v for k, v in options.items()}


def sparse_row(matrix, row):
    found = matrix.getrow(row)
    return {"row": row, "terms": found.indices.tolist(), "values": found.data.tolist()}


def real(column, options):
    """Fitted on two rows of three, applied to all."""
    documents = texts[column]
    vectorizer = TfidfVectorizer(**options).fit([d for i, d in enumerate(documents) if i % 3])
    matrix = vectorizer.transform(documents)
    matrix.sort_indices()
    terms = vectorizer.get_feature_names_out().tolist()
    step = max(1, len(terms) // 12)
    return {
        "column": column,
        "options": written(options),
        "terms": len(terms),
        "vocabulary_sha256": hashlib.sha256("\n".join(terms).encode()).hexdigest(),
        "some_terms": terms[::step],
        "some_idf": vectorizer.idf_[::step].tolist(),
        "idf_sum": vectorizer.idf_.sum(),
        "stored": int(matrix.nnz),
        "sum": matrix.sum(),
        "weighted_sum": float((matrix @ np.arange(1, len(terms) + 1)).sum()),
        "rows": [sparse_row(matrix, row) for row in range(17, len(documents), 5003)],
    }


def small(options):
    vectorizer = TfidfVectorizer(**options)
    matrix = vectorizer.fit_transform(ADVERSARIAL)
    matrix.sort_indices()
    return {
        "options": written(options),
        "vocabulary": vectorizer.get_feature_names_out().tolist(),
        "idf": vectorizer.idf_.tolist(),
        "rows": [sparse_row(matrix, row) for row in range(len(ADVERSARIAL))],
    }


def characters():
    """The first and last five characters of every general category: are they words, and their lower case."""
    by_category = {}
    for code in range(0x110000):
        by_category.setdefault(unicodedata.category(chr(code)), []).append(code)
    del by_category["Cs"], by_category["Cn"]
    codes = sorted(c for found in by_category.values() for c in set(found[:5] + found[-5:]))
    return [[c, chr(c).isalnum() or chr(c) == "_", chr(c).lower()] for c in codes]


def ties(n, values):
    counts = [(i * i * 31 + i * 17) % 1009 % values for i in range(n)]
    return {"values": counts, "order": np.argsort(-np.array(counts, dtype=np.float64)).tolist()}


result = {
    "real": [real(*case) for case in REAL],
    "adversarial": ADVERSARIAL,
    "small": [small(options) for options in SMALL],
    "lower": [[t, t.lower()] for t in ADVERSARIAL + ["AΣ\u0301", "AΣ\u0301B", "\u0301Σ", "A\u0301Σ", "1Σ", "AΣ1", "AΣ:", "AΣ:B", "AΣ\u02b0", "ʰΣ", "ΑΣΣ", "𐐀Σ", "Σ𐐀", "AΣ𐐀", "AΣ\U000e0001"]],
    "characters": characters(),
    "ties": [ties(n, v) for n, v in ((2, 1), (5, 2), (16, 3), (17, 3), (18, 3), (18, 1), (19, 2), (40, 4), (150, 3), (300, 20))],
}
target = pathlib.Path(__file__).with_name("tfidf_values.json")
target.write_text(json.dumps(result, ensure_ascii=True, separators=(",", ":")) + "\n", encoding="utf-8")
