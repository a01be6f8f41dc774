"""Entities: which names of the articles mean one person, organization or place."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from baqylau.store.dialect.index_options import CONDITION
from baqylau.store.tables.base import UtcDateTime, metadata

entities = Table(
    "entities",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("type", String(16), nullable=False),  # person | organization | place
    Column("name", Text, nullable=False),  # the one shown
    # [role, day it was last seen]: few, the latest last
    Column("roles", JSON(none_as_null=True)),
    # the entity that an editor said it is; its id stays valid. No foreign key: a backup is loaded
    # row by row
    Column("merged_into", Integer),
    Index("ix_entities_merged_into", "merged_into", info={CONDITION: "merged_into IS NOT NULL"}),
)

entity_names = Table(  # every name of an entity, under each key by which it is looked up
    "entity_names",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entity", Integer, ForeignKey("entities.id"), nullable=False),
    Column("name", Text, nullable=False),
    # the keys of baqylau.entities.blocks; a block that is the sound is not stored again
    Column("sound", String(128), nullable=False),
    Column("block", String(128)),
    Column("wide", String(128)),
    Index(None, "entity"),
    Index(None, "sound"),
    Index("ix_entity_names_block", "block", info={CONDITION: "block IS NOT NULL"}),
    Index("ix_entity_names_wide", "wide", info={CONDITION: "wide IS NOT NULL"}),
)

entity_links = Table(  # which entity a name of an article means
    "entity_links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article", Integer, ForeignKey("articles.id"), nullable=False),
    Column("type", String(16), nullable=False),
    Column("name", Text, nullable=False),  # as in `mentions.name` and `facts.who`
    Column("entity", Integer, ForeignKey("entities.id"), nullable=False),
    Column("version", String(32), nullable=False),
    Column("edited", Boolean, nullable=False, default=False),  # by an editor: never decided again
    Index(None, "article"),
    Index(None, "entity", "article"),
)

entity_pairs = Table(  # two entities that may be one, offered to an editor
    "entity_pairs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("one", Integer, ForeignKey("entities.id"), nullable=False),
    Column("other", Integer, ForeignKey("entities.id"), nullable=False),
    Column("likely", Float, nullable=False),
    Column("found", UtcDateTime, nullable=False),
    Column("answer", String(16)),  # same | different; None: not answered
    UniqueConstraint("one", "other"),
    Index(None, "other"),
)

entity_changes = Table(  # what editors merged and split; nothing is lost by it
    "entity_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("moment", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False),  # merge | split
    Column("entity", Integer, ForeignKey("entities.id"), nullable=False),
    Column("other", Integer, ForeignKey("entities.id"), nullable=False),
    Column("because", Text),
    Column("by", Text),  # an account's name; None in changes of an earlier release
    Column("undone", UtcDateTime),
    Column("undone_by", Text),
    Index(None, "entity"),
    Index(None, "other"),
)
