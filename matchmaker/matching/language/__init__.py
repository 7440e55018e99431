"""From raw text to weighted terms: scripts, stems, morphemes, glossary concepts, sounds."""
