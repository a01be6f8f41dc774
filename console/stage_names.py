"""What `--stage` takes: the names in `baqylau.stages`, offered and checked by the command line."""

from enum import StrEnum
from typing import TYPE_CHECKING

from baqylau.stages import STAGES

if TYPE_CHECKING:
    StageName = str
else:
    StageName = StrEnum("StageName", {x.upper(): x for x in STAGES})
