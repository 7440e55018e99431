"""Coded lists and the Korean, English, Japanese and German glossary: data files and their loader."""

from matchmaker.vocabulary.codes import Code, CodeList
from matchmaker.vocabulary.glossary import Concept, Glossary
from matchmaker.vocabulary.loader import Vocabulary, load, vocabulary

__all__ = ["Code", "CodeList", "Concept", "Glossary", "Vocabulary", "load", "vocabulary"]
