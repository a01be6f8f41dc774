"""What is forgotten is gone from every column of every table.

Each column that can hold words says here how erasure reaches it, or why it holds no words of a
person or an article. A new table or column fails until somebody has decided that.
"""

from typing import Any

import pytest
from sqlalchemy import JSON, LargeBinary, String, Text, insert, select, update

from baqylau import maintenance
from baqylau.app import App
from baqylau.clock import now
from baqylau.model.link import Link
from baqylau.store import annotations, corrections, entities, entity_edits, frontier
from baqylau.store import articles as article_store
from baqylau.store.connect import reading, writing
from baqylau.store.queries import facts as fact_queries
from baqylau.store.queries.filter import EVERYTHING
from baqylau.store.tables import articles, entity_changes, metadata
from tests import filled
from tests.filled import SampleArticle
from baqylau.model.fact import Extraction, Mention, Quote, Role, Slot
from baqylau.model.span import Span
