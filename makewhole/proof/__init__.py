"""What we log and how anyone can check it: statements, the Merkle tree, signed heads, receipts.

Formats are public ones, so that a stranger's tools can read them: RFC 8785 canonical JSON, the Sigsum leaf
and proof, RFC 6962 hashing, C2SP checkpoints (docs/proof.md). A leaf holds no content. Everything here is
a pure function: keys, salts, blinds and times are passed in, and the store keeps what these functions return.
"""
