"""The parcel nouns: numbers in text, the contract, the journey and the outlook."""
