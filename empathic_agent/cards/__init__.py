"""Character cards (V2 and V3): read, kept whole, and written again. Knows no dialogue.

The specifications: malfoyslastname/character-card-spec-v2 and kwaroran/character-card-spec-v3.
"""
