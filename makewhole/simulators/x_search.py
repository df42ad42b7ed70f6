"""The part of X's search language the simulator speaks; anything else is refused, as X refuses a bad query.

All terms must hold: words, "phrases", #tags, @names, `from:`, `to:`, `conversation_id:`,
`in_reply_to_tweet_id:`, `lang:`, `is:reply`, `is:quote`, and a leading minus to deny one. There is no OR.

>>> parse('from:brand conversation_id:12 -is:reply')
[Term(name='from', value='brand', denied=False), Term(name='conversation_id', value='12', denied=False), \
Term(name='is', value='reply', denied=True)]
"""

import re
from dataclasses import dataclass

from makewhole.simulators.x_world import Post, World, mentioned

_TERM = re.compile(r'(-?)(?:([a-z_]+):)?("[^"]*"|\S+)')
_KNOWN = {"from", "to", "conversation_id", "in_reply_to_tweet_id", "lang", "is"}


@dataclass(frozen=True, slots=True)
class Term:
    """One condition; `name` is the operator, or "word" for plain text."""

    name: str
    value: str
    denied: bool = False


@dataclass(frozen=True, slots=True)
class BadQuery:
    """Why X would not run the query."""

    says: str


def parse(query: str) -> list[Term] | BadQuery:
    """The query's terms, in order, or what is wrong with it."""
    if not query.strip() or len(query) > 512:
        return BadQuery("Invalid 'query': it must have between 1 and 512 characters.")
    terms = []
    for minus, name, value in _TERM.findall(query):
        if (name and name not in _KNOWN) or value in ("OR", "(", ")"):
            return BadQuery(f"There were errors processing your request: '{name or value}' is not known.")
        terms.append(Term(name or "word", value.strip('"'), bool(minus)))
    return terms


def matches(world: World, post: Post, terms: list[Term]) -> bool:
    """Whether a post meets every term."""
    return all(_holds(world, post, term) != term.denied for term in terms)


def _holds(world: World, post: Post, term: Term) -> bool:
    value = term.value.lower()
    if term.name == "from":
        return world.users[post.author_id].handle.lower() == value.lstrip("@")
    if term.name == "to":
        answered = world.users.get(post.reply_to_user or "")
        return answered is not None and answered.handle.lower() == value.lstrip("@")
    if term.name == "conversation_id":
        return post.conversation_id == value
    if term.name == "in_reply_to_tweet_id":
        return post.reply_to == value
    if term.name == "lang":
        return post.lang == value
    if term.name == "is":
        return {"reply": post.reply_to, "quote": post.quotes}.get(value) is not None
    if value.startswith("@"):
        return value[1:] in mentioned(post.text)
    return value in post.text.lower()
