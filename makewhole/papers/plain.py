"""A paper as plain text, for a form on a carrier's page or an e-mail.

>>> from makewhole.papers.parts import Para, Rows
>>> print(text(Paper("en", "Claim", (Rows((("Sum", "12.00 EUR"),)), Para("Yours")))))
Claim
<BLANKLINE>
Sum: 12.00 EUR
<BLANKLINE>
Yours
<BLANKLINE>
"""

from makewhole.papers.parts import Block, Head, Items, Paper, Para, Rows, Sign


def text(paper: Paper) -> str:
    """The whole paper, a blank line between its blocks."""
    return "\n\n".join((paper.title, *(_block(block, paper.language) for block in paper.blocks))) + "\n"


def _block(block: Block, language: str) -> str:
    colon = "：" if language == "zh" else ": "
    match block:
        case Para(words) | Head(words):
            return words
        case Rows(pairs):
            return "\n".join(f"{name}{colon}{value}" for name, value in pairs)
        case Items(texts):
            return "\n".join(f"{number}. {words}" for number, words in enumerate(texts, 1))
        case Sign(labels):
            return "\n".join(f"{label}{colon}____________________" for label in labels)
