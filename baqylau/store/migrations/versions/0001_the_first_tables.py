"""The first tables."""

import sqlalchemy as sa
from alembic import op
import baqylau.store.tables

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('forgotten',
    sa.Column('url_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('since', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('url_hash', name=op.f('pk_forgotten'))
    )
    op.create_table('removals',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('moment', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('asked_hash', sa.LargeBinary(length=32), nullable=True),
    sa.Column('because', sa.Text(), nullable=True),
    sa.Column('counts', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_removals'))
    )
    op.create_table('doomed_bodies',
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('content_hash', name=op.f('pk_doomed_bodies'))
    )
    op.create_table('jobs',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(length=16), nullable=False),
    sa.Column('subject', sa.Integer(), nullable=False),
    sa.Column('version', sa.String(length=32), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lease_token', sa.String(length=32), nullable=True),
    sa.Column('lease_until', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('not_before', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('nudged', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=16), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('created', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('finished', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_jobs')),
    sa.UniqueConstraint('stage', 'subject', 'version', name=op.f('uq_jobs_stage_subject_version'))
    )
    with op.batch_alter_table('jobs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_jobs_state_lease_until'), ['state', 'lease_until'], unique=False)
        batch_op.create_index(batch_op.f('ix_jobs_state_stage_not_before'), ['state', 'stage', 'not_before'], unique=False)

    op.create_table('outlets',
    sa.Column('id', sa.String(length=64), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('sample', sa.Boolean(), nullable=False),
    sa.Column('next_visit', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('lease_token', sa.String(length=32), nullable=True),
    sa.Column('lease_until', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('not_before', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('last_visit', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('last_result', sa.Text(), nullable=True),
    sa.Column('examined', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outlets'))
    )
    op.create_table('chores',
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('next_run', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_chores'))
    )
    op.create_table('issues',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outlet', sa.String(length=64), nullable=True),
    sa.Column('trouble', sa.String(length=16), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('since', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('opened', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('confirmed', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('closed', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('diagnosis', sa.Text(), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('probability', sa.Float(), nullable=True),
    sa.Column('told_opened', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('told_closed', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['outlet'], ['outlets.id'], name=op.f('fk_issues_outlet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_issues'))
    )
    with op.batch_alter_table('issues', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_issues_closed'), ['closed'], unique=False)
        batch_op.create_index(batch_op.f('ix_issues_outlet_closed'), ['outlet', 'closed'], unique=False)

    op.create_table('addresses',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outlet', sa.String(length=64), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('url_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('way', sa.Text(), nullable=True),
    sa.Column('first_seen', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('next_fetch', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('not_before', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('etag', sa.Text(), nullable=True),
    sa.Column('last_modified', sa.Text(), nullable=True),
    sa.Column('content_hash', sa.String(length=64), nullable=True),
    sa.Column('last_fetch', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('last_status', sa.Integer(), nullable=True),
    sa.Column('gone_since', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('hint', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['outlet'], ['outlets.id'], name=op.f('fk_addresses_outlet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_addresses')),
    sa.UniqueConstraint('outlet', 'url_hash', name=op.f('uq_addresses_outlet_url_hash'))
    )
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_addresses_outlet_first_seen'), ['outlet', 'first_seen'], unique=False)
        batch_op.create_index(batch_op.f('ix_addresses_outlet_next_fetch'), ['outlet', 'next_fetch'], unique=False)

    op.create_table('visits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outlet', sa.String(length=64), nullable=False),
    sa.Column('started', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('found', sa.Integer(), nullable=False),
    sa.Column('fresh', sa.Integer(), nullable=False),
    sa.Column('fetched', sa.Integer(), nullable=False),
    sa.Column('bytes', sa.Integer(), nullable=False),
    sa.Column('responses', sa.JSON(), nullable=False),
    sa.Column('ways', sa.JSON(), nullable=False),
    sa.Column('looks', sa.JSON(), nullable=False),
    sa.Column('result', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['outlet'], ['outlets.id'], name=op.f('fk_visits_outlet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits'))
    )
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visits_outlet_started'), ['outlet', 'started'], unique=False)

    op.create_table('pages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outlet', sa.String(length=64), nullable=False),
    sa.Column('address', sa.Integer(), nullable=True),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('url_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('requested', sa.Text(), nullable=True),
    sa.Column('fetched', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('headers', sa.JSON(), nullable=False),
    sa.Column('content_type', sa.Text(), nullable=True),
    sa.Column('content_hash', sa.String(length=64), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('trace', sa.String(length=32), nullable=False),
    sa.Column('origin', sa.String(length=16), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=True),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('body_removed', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['address'], ['addresses.id'], name=op.f('fk_pages_address')),
    sa.ForeignKeyConstraint(['outlet'], ['outlets.id'], name=op.f('fk_pages_outlet')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pages'))
    )
    with op.batch_alter_table('pages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pages_outlet_outcome'), ['outlet', 'outcome'], unique=False)
        batch_op.create_index(batch_op.f('ix_pages_outlet_fetched'), ['outlet', 'fetched'], unique=False)
        batch_op.create_index(batch_op.f('ix_pages_outlet_url_hash_content_hash'), ['outlet', 'url_hash', 'content_hash'], unique=False)

    op.create_table('articles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('page', sa.Integer(), nullable=False),
    sa.Column('outlet', sa.String(length=64), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('canonical_url', sa.Text(), nullable=False),
    sa.Column('canonical_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('current', sa.Boolean(), nullable=False),
    sa.Column('removed', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.Text(), nullable=True),
    sa.Column('title', sa.Text(), nullable=True),
    sa.Column('text_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('authors', sa.JSON(), nullable=False),
    sa.Column('listed', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('published', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('published_printed', sa.Text(), nullable=True),
    sa.Column('published_precision', sa.String(length=8), nullable=True),
    sa.Column('modified', baqylau.store.tables.UtcDateTime(timezone=True), nullable=True),
    sa.Column('section', sa.Text(), nullable=True),
    sa.Column('tags', sa.JSON(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=True),
    sa.Column('image', sa.Text(), nullable=True),
    sa.Column('tiebacks', sa.JSON(), nullable=False),
    sa.Column('script', sa.String(length=8), nullable=True),
    sa.Column('editions', sa.JSON(), nullable=False),
    sa.Column('paragraph_languages', sa.JSON(), nullable=False),
    sa.Column('readings', sa.JSON(), nullable=False),
    sa.Column('layout', sa.Text(), nullable=True),
    sa.Column('cleaner', sa.String(length=32), nullable=False),
    sa.Column('stored', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.Column('reprint_of', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['outlet'], ['outlets.id'], name=op.f('fk_articles_outlet')),
    sa.ForeignKeyConstraint(['page'], ['pages.id'], name=op.f('fk_articles_page')),
    sa.ForeignKeyConstraint(['reprint_of'], ['articles.id'], name=op.f('fk_articles_reprint_of')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_articles')),
    sa.UniqueConstraint('page', name=op.f('uq_articles_page'))
    )
    with op.batch_alter_table('articles', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_articles_canonical_hash'), ['canonical_hash'], unique=False)
        batch_op.create_index(batch_op.f('ix_articles_current_listed_reprint_of'), ['current', 'listed', 'reprint_of'], unique=False)
        batch_op.create_index(batch_op.f('ix_articles_language_current_listed'), ['language', 'current', 'listed'], unique=False)
        batch_op.create_index(batch_op.f('ix_articles_outlet_current_listed'), ['outlet', 'current', 'listed'], unique=False)
        batch_op.create_index(batch_op.f('ix_articles_reprint_of'), ['reprint_of'], unique=False)
        batch_op.create_index(batch_op.f('ix_articles_text_hash'), ['text_hash'], unique=False)

    op.create_table('facts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article', sa.Integer(), nullable=False),
    sa.Column('version', sa.String(length=32), nullable=False),
    sa.Column('type', sa.String(length=16), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('rule', sa.String(length=64), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sentence_start', sa.Integer(), nullable=False),
    sa.Column('sentence_end', sa.Integer(), nullable=False),
    sa.Column('confidence', sa.Float(), nullable=False),
    sa.Column('slots', sa.JSON(), nullable=False),
    sa.Column('who', sa.Text(), nullable=True),
    sa.Column('listed', baqylau.store.tables.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['article'], ['articles.id'], name=op.f('fk_facts_article')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_facts')),
    sa.UniqueConstraint('article', 'version', 'type', 'start', 'end', 'rule', name=op.f('uq_facts_article_version_type_start_end_rule'))
    )
    with op.batch_alter_table('facts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_facts_article_type_who'), ['article', 'type', 'who'], unique=False)
        batch_op.create_index(batch_op.f('ix_facts_type_listed'), ['type', 'listed'], unique=False)
        batch_op.create_index(batch_op.f('ix_facts_who_listed'), ['who', 'listed'], unique=False)

    op.create_table('mentions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('article', sa.Integer(), nullable=False),
    sa.Column('version', sa.String(length=32), nullable=False),
    sa.Column('type', sa.String(length=16), nullable=False),
    sa.Column('start', sa.Integer(), nullable=False),
    sa.Column('end', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('descriptor', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['article'], ['articles.id'], name=op.f('fk_mentions_article')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mentions')),
    sa.UniqueConstraint('article', 'version', 'type', 'start', 'end', name=op.f('uq_mentions_article_version_type_start_end'))
    )

    # lemmas of title and text; each dialect has its own full-text index (see baqylau/store/search_*.py)
    if op.get_bind().dialect.name == "sqlite":
        # diacritics stay: without this й is read as и
        op.execute("CREATE VIRTUAL TABLE search USING fts5(lemmas, tokenize = \"unicode61 remove_diacritics 0\")")
    else:
        op.execute("CREATE TABLE search (article INTEGER PRIMARY KEY REFERENCES articles (id), lemmas TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX search_lemmas ON search USING gin (lemmas)")


def downgrade() -> None:
    op.execute("DROP TABLE search")
    op.drop_table('mentions')
    with op.batch_alter_table('facts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_facts_who_listed'))
        batch_op.drop_index(batch_op.f('ix_facts_type_listed'))
        batch_op.drop_index(batch_op.f('ix_facts_article_type_who'))

    op.drop_table('facts')
    with op.batch_alter_table('articles', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_articles_text_hash'))
        batch_op.drop_index(batch_op.f('ix_articles_reprint_of'))
        batch_op.drop_index(batch_op.f('ix_articles_outlet_current_listed'))
        batch_op.drop_index(batch_op.f('ix_articles_language_current_listed'))
        batch_op.drop_index(batch_op.f('ix_articles_current_listed_reprint_of'))
        batch_op.drop_index(batch_op.f('ix_articles_canonical_hash'))

    op.drop_table('articles')
    with op.batch_alter_table('pages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_pages_outlet_url_hash_content_hash'))
        batch_op.drop_index(batch_op.f('ix_pages_outlet_fetched'))
        batch_op.drop_index(batch_op.f('ix_pages_outlet_outcome'))

    op.drop_table('pages')
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visits_outlet_started'))

    op.drop_table('visits')
    with op.batch_alter_table('addresses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_addresses_outlet_next_fetch'))
        batch_op.drop_index(batch_op.f('ix_addresses_outlet_first_seen'))

    op.drop_table('addresses')
    with op.batch_alter_table('issues', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_issues_outlet_closed'))
        batch_op.drop_index(batch_op.f('ix_issues_closed'))

    op.drop_table('issues')
    op.drop_table('chores')
    op.drop_table('outlets')
    with op.batch_alter_table('jobs', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_jobs_state_stage_not_before'))
        batch_op.drop_index(batch_op.f('ix_jobs_state_lease_until'))

    op.drop_table('jobs')
    op.drop_table('doomed_bodies')
    op.drop_table('removals')
    op.drop_table('forgotten')
