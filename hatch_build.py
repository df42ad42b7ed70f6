"""Puts the pages' scripts and styles into a wheel while it is built (see tools/vendor.py)."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Vendor(BuildHookInterface):
    """Runs tools/vendor.py before the files of a wheel are gathered."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch what is missing; a build without it would make a wheel with broken pages."""
        if self.target_name == "wheel":
            subprocess.run([sys.executable, str(Path(self.root, "tools", "vendor.py"))], check=True)
