"""The doors for people and programs: customers' pages, the console, the API and webhooks.

`app(house, settings)` is the whole site. It shows and hands on; what is decided is decided below.
"""

from makewhole.web.doors import DemoStop, WebSettings
from makewhole.web.site import app

__all__ = ["DemoStop", "WebSettings", "app"]
