"""The cases that ship: over the sample letters, and over 115 published letters that are no part of
the repository.
"""

from importlib.resources import files
from pathlib import Path

SAMPLES = Path(str(files(__name__))) / "samples.yaml"
DETERMINATIONS = Path(str(files(__name__))) / "determinations.yaml"
