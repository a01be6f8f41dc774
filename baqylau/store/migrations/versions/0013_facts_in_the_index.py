"""A full-text index that holds facts too, without a copy of its content. It is empty: the stage
`index` moves each article into it, and searches ask both until none is left in the old one.
"""

from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE TABLE search_rows (article INTEGER PRIMARY KEY, key INTEGER NOT NULL, tokens BLOB NOT NULL)")
        op.execute("CREATE UNIQUE INDEX search_rows_key ON search_rows (key)")
        # diacritics stay: without this й is read as и
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5(title, text, more, facts, content = '',"
            " tokenize = \"unicode61 remove_diacritics 0 tokenchars '_-'\")"
        )
    else:
        op.execute(
            "CREATE TABLE search_rows (article INTEGER PRIMARY KEY REFERENCES articles (id),"
            " listed TIMESTAMP WITH TIME ZONE NOT NULL, tokens TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX search_rows_tokens ON search_rows USING gin (tokens)")
        op.execute("CREATE INDEX search_rows_listed ON search_rows (listed DESC, article DESC)")


def downgrade() -> None:
    # what was moved is searched again once the older release has swept its stage `index`
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.execute("DROP TABLE search_rows")
