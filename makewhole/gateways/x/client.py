"""The whole client, for those who live on an event loop."""

from makewhole.gateways.x.compliance import Compliance
from makewhole.gateways.x.listening import Listening
from makewhole.gateways.x.media import Media
from makewhole.gateways.x.reading import Reading
from makewhole.gateways.x.writing import Writing


class AsyncX(Reading, Writing, Listening, Media, Compliance):
    """One account's calls to X, or the app's: `AsyncX(wire, access)`. Raises `TheirFault`; a "no" is a
    value."""
